import type { Alteration } from '../alteration.js';
import { transposed } from '../build-alterations.js';
import type { Edge } from '../edge.js';

/** Ways of swapping that are tried on one place. */
const MOST_SWAPS = 48;

/**
 * A product in nested loops with two of the loops' indices exchanged: the other factor taken at [j][i] in place of
 * [i][j], or what comes back from behind it. The executions are read as loops a × n × m × n × r, and the two loops of n
 * steps change places.
 */
export function withSwappedLoops(edge: Edge, adjoints: Float64Array): Alteration[] {
  const { entries, slopes } = edge;
  const found: Alteration[] = [];
  for (const order of listSwaps(entries.length)) {
    const factor = Float64Array.from(order, (other) => slopes[other]);
    if (factor.some((value, n) => value !== slopes[n]))
      found.push(transposed('transposed factor', 'the other factor with its indices exchanged', factor));
    const back = Float64Array.from(order, (other, n) => (slopes[n] * adjoints[entries[other]]) / adjoints[entries[n]]);
    if (back.every(Number.isFinite) && back.some((value, n) => value !== slopes[n]))
      found.push(transposed('transposed back', 'what comes back from the result with its indices exchanged', back));
  }
  return found;
}

/** Orders of some executions in which two loops of the same length are exchanged. */
export function listSwaps(count: number): Int32Array[] {
  const swaps: Int32Array[] = [];
  for (let n = 2; n * n <= count; n++) {
    if (count % (n * n) !== 0) continue;
    const rest = count / (n * n);
    for (let m = 1; m <= rest; m++) {
      if (rest % m !== 0) continue;
      for (let r = 1; r <= rest / m; r++) {
        if ((rest / m) % r !== 0) continue;
        swaps.push(swapOrder(count, n, m, r));
        if (swaps.length === MOST_SWAPS) return swaps;
      }
    }
  }
  return swaps;
}

/** Index (((a·n + i)·m + b)·n + j)·r + c with i and j exchanged. */
function swapOrder(count: number, n: number, m: number, r: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => {
    const c = index % r;
    const j = Math.floor(index / r) % n;
    const b = Math.floor(index / (r * n)) % m;
    const i = Math.floor(index / (r * n * m)) % n;
    const a = Math.floor(index / (r * n * m * n));
    return (((a * n + j) * m + b) * n + i) * r + c;
  });
}
