import { GradcheckError } from '../errors.js';
import { isMatrix } from '../model/matrix.js';
import { childPath, displayPath } from '../model/path.js';
import { describeValue } from '../model/tree-layout.js';
import type { Piece } from './measure-block.js';
import type { Block } from './meter.js';

/** A tensor of TensorFlow.js, or what behaves like one. */
interface Tensor {
  dataSync(): ArrayLike<number>;
  readonly shape: readonly number[];
}

/**
 * Finds the numbers of a tree where they lie, without copying them: numbers, plain and typed arrays, nests of them,
 * objects, tensors. What is null or undefined is passed over, as is what is empty.
 * @throws GradcheckError `bad-params` for anything else
 */
export function readBlocks(tree: unknown): Block[] {
  const blocks: Block[] = [];
  readNode(tree, '', blocks, 0);
  return blocks;
}

/** Deeper nesting is a cycle. */
const MOST_DEPTH = 100;

function readNode(value: unknown, path: string, blocks: Block[], depth: number, assign?: Piece['assign']): void {
  if (value === null || value === undefined) return;
  const add = (shape: readonly number[], pieces: readonly Piece[]): void => {
    if (pieces.some(({ from, to }) => to > from)) blocks.push({ path: displayPath(path), shape, pieces });
  };
  if (typeof value === 'number') return add([], [{ values: [value], from: 0, to: 1, assign }]);
  if (typeof value !== 'object' || depth > MOST_DEPTH) throw refuse(path, value);
  if (isNumberList(value)) return add([value.length], [whole(value)]);
  if (isTensor(value)) return add(value.shape, [{ ...whole(value.dataSync()), isCopy: true }]);
  if (isMatrix(value)) return readNode(value.toArray(), path, blocks, depth + 1);
  if (Array.isArray(value)) {
    const rows = readRows(value);
    if (rows) return add(rows.shape, rows.pieces);
  }
  const entries = Array.isArray(value)
    ? value.map((item, i): [string | number, unknown] => [i, item])
    : Object.entries(value);
  // A Map, say, keeps its numbers where they are not seen.
  if (entries.length === 0 && !Array.isArray(value) && !isPlainObject(value)) throw refuse(path, value);
  for (const [key, item] of entries)
    readNode(item, childPath(path, key), blocks, depth + 1, (number) => Object.assign(value, { [key]: number }));
}

/** The rows of a rectangular nest of numbers; undefined where it is none. */
function readRows(
  array: readonly unknown[],
  depth = 0,
): { shape: readonly number[]; pieces: readonly Piece[] } | undefined {
  if (array.length === 0 || depth > MOST_DEPTH) return undefined;
  const pieces: Piece[] = [];
  if (array.every(isNumberList)) {
    const { length } = array[0];
    for (const row of array) {
      if (row.length !== length) return undefined;
      pieces.push(whole(row));
    }
    return { shape: [array.length, length], pieces };
  }
  let inner: readonly number[] | undefined;
  for (const item of array) {
    const rows = Array.isArray(item) ? readRows(item, depth + 1) : undefined;
    if (!rows || (inner && inner.join() !== rows.shape.join())) return undefined;
    inner = rows.shape;
    for (const piece of rows.pieces) pieces.push(piece);
  }
  return inner && { shape: [array.length, ...inner], pieces };
}

function whole(values: ArrayLike<number>): Piece {
  return { values, from: 0, to: values.length };
}

/** Plain arrays are known by their first element: looking at all would take another pass. */
function isNumberList(value: unknown): value is ArrayLike<number> {
  if (Array.isArray(value)) return typeof value[0] === 'number';
  return (
    ArrayBuffer.isView(value) && 'length' in value && typeof (value as unknown as ArrayLike<unknown>)[0] !== 'bigint'
  );
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function isTensor(value: object): value is Tensor {
  return typeof (value as Partial<Tensor>).dataSync === 'function' && Array.isArray((value as Partial<Tensor>).shape);
}

function refuse(path: string, value: unknown): GradcheckError {
  return new GradcheckError('bad-params', `${displayPath(path)} should hold numbers, and is ${describeValue(value)}`, {
    hint: 'numbers, arrays, typed arrays, tensors, and objects of them can be watched',
  });
}
