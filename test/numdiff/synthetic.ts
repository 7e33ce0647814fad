import { drive, type Asking, type Probe } from '../../src/numdiff/index.js';

const value = new Float64Array(1);
const words = new Uint32Array(value.buffer);

function mix(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number in (0, 1) that depends on every bit of the input and on nothing else. */
function uniformOf(input: ArrayLike<number>, salt: number): number {
  let hash = mix(salt + 0x9e3779b9);
  for (let i = 0; i < input.length; i++) {
    value[0] = input[i];
    hash = mix(hash ^ words[0]);
    hash = mix(hash ^ words[1]);
  }
  return (hash + 0.5) / 2 ** 32;
}

/** Standard normal noise that is a function of the input: equal input, equal noise. */
export function normalOf(input: ArrayLike<number>, seed: number): number {
  const u = uniformOf(input, 2 * seed);
  const v = uniformOf(input, 2 * seed + 1);
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}

/** Rounds to a number of significant bits, as arithmetic of lower precision stores it. */
export function roundToBits(x: number, bits: number): number {
  if (x === 0) return 0;
  const quantum = 2 ** (Math.floor(Math.log2(Math.abs(x))) - bits + 1);
  return Math.round(x / quantum) * quantum;
}

/** Drives an algorithm with a plain loss of the whole vector, and keeps the points asked for. */
export function driveAt<Result>(
  asking: Asking<Result>,
  point: Float64Array,
  loss: (point: Float64Array) => number,
): { result: Result; points: Float64Array[] } {
  const points: Float64Array[] = [];
  const answer = (probe: Probe): number => {
    const at = 'point' in probe ? probe.point.slice() : point.with(probe.index, probe.value);
    points.push(at);
    return loss(at);
  };
  // The loss is synchronous, so the result is no promise.
  return { result: drive(asking, answer) as Result, points };
}
