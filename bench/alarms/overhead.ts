import { createMonitor } from '../../src/index.js';
import { normalNumbers } from './noise.js';

export interface MonitorOverhead {
  readonly name: string;
  /** Seconds of a bare pass over the gradient, the sum of its squares. */
  readonly bare: number;
  /** Seconds of `observe`. */
  readonly observed: number;
}

const SIZE = 1_000_000;
const SIDE = 1000;
const ROUNDS = 400;

const GRADIENTS: Readonly<Record<string, () => unknown>> = {
  Float64Array: () => new Float64Array(SIZE).map(normalNumbers(1)),
  Float32Array: () => new Float32Array(SIZE).map(normalNumbers(1)),
  'rows of Float64Array': () =>
    Array.from({ length: SIDE }, (_, row) => new Float64Array(SIDE).map(normalNumbers(row))),
  'rows of numbers': () => Array.from({ length: SIDE }, (_, row) => Array.from({ length: SIDE }, normalNumbers(row))),
};

export const GRADIENT_NAMES = Object.keys(GRADIENTS);

/** Times both in turns, the best of each: what else the machine does makes them only longer. */
export function measureMonitor(name: string): MonitorOverhead {
  const gradient = { W: GRADIENTS[name]() };
  const monitor = createMonitor();
  const pieces = (Array.isArray(gradient.W) ? gradient.W : [gradient.W]) as ArrayLike<number>[];
  let [bare, observed, sink] = [Infinity, Infinity, 0];
  for (let round = 0; round < ROUNDS; round++) {
    bare = Math.min(
      bare,
      time(() => (sink += sumSquares(pieces))),
    );
    observed = Math.min(
      observed,
      time(() => (sink += monitor.observe({ loss: 1, gradient }).length)),
    );
  }
  return sink === Infinity ? { name, bare: NaN, observed: NaN } : { name, bare, observed };
}

function time(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function sumSquares(pieces: readonly ArrayLike<number>[]): number {
  let sum = 0;
  for (const values of pieces) for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}
