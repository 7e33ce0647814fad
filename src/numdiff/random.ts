/** A seeded generator of numbers in [0, 1) with 53 random bits: sfc32 (Doty-Humphrey), restartable at no cost. */
export interface SeededRandom {
  (): number;
  /** Goes back to the start of the stream. */
  restart(): void;
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
  const restart = (): void => {
    a = start[0];
    b = start[1];
    c = start[2];
    counter = start[3];
  };
  // The first outputs still resemble the seed: fifteen rounds mix it in, once, and the stream restarts from there.
  const start = [0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1];
  restart();
  for (let i = 0; i < 15; i++) next32();
  start.splice(0, 4, a, b, c, counter);
  const random = (): number => ((next32() >>> 5) * 67108864 + (next32() >>> 6)) / 9007199254740992;
  return Object.assign(random, { restart });
}
