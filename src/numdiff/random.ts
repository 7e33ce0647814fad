/** A seeded generator of numbers in [0, 1) with 53 random bits: sfc32 (Doty-Humphrey), restartable at no cost. */
export interface SeededRandom {
  (): number;
  /** Goes to the start of the stream; of another one that the seed has, by its number, where one is given. */
  restart(stream?: number): void;
}

export function createRandom(seed: number): SeededRandom {
  let a = 0;
  let b = 0;
  let c = 0;
  let counter = 0;
  const next32 = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  const setTo = (state: readonly number[]): void => {
    a = state[0];
    b = state[1];
    c = state[2];
    counter = state[3];
  };
  // The first outputs still resemble the seed: fifteen rounds mix it in.
  const mix = (stream: number): readonly number[] => {
    setTo([stream | 0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1]);
    for (let i = 0; i < 15; i++) next32();
    return [a, b, c, counter];
  };
  const start = mix(0);
  const restart = (stream = 0): void => setTo(stream === 0 ? start : mix(stream));
  const random = (): number => ((next32() >>> 5) * 67108864 + (next32() >>> 6)) / 9007199254740992;
  return Object.assign(random, { restart });
}
