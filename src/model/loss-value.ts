import { GradcheckError } from '../errors.js';
import { describeValue } from './tree-layout.js';

/**
 * The number a loss returned: a number, or a one-element array or tensor (`item()`, `dataSync()`).
 * @throws GradcheckError `bad-loss` where it is none.
 */
export function readLossValue(value: unknown, from = 'loss'): number {
  if (typeof value === 'number') return value;
  const single = singleElement(value);
  if (single !== null) return single;
  const hint =
    value === undefined
      ? 'is a `return` missing? an arrow function with braces needs one'
      : 'a loss returns one number; for several values return their sum, or a weighted sum';
  throw new GradcheckError('bad-loss', `${from} should return a number, but returned ${describeValue(value)}`, {
    hint,
  });
}

/** Deeper than this an array of one element may well be its own. */
const MOST_DEPTH = 20;

function singleElement(value: unknown, depth = 0): number | null {
  if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) return null;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const array = value as unknown as ArrayLike<unknown>;
    if (array.length !== 1) return null;
    return typeof array[0] === 'number' ? array[0] : singleElement(array[0], depth + 1);
  }
  const tensor = value as { item?: unknown; dataSync?: unknown };
  if (typeof tensor.dataSync === 'function')
    return singleElement((tensor.dataSync as () => unknown).call(value), depth + 1);
  if (typeof tensor.item === 'function') {
    const item: unknown = (tensor.item as () => unknown).call(value);
    return typeof item === 'number' ? item : null;
  }
  return null;
}
