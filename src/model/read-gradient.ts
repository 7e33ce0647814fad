import { GradcheckError } from '../errors.js';
import { isMatrix } from './matrix.js';
import { displayPath, childPath } from './path.js';
import { describeValue, type Leaf, type Node, type TreeLayout } from './tree-layout.js';

/**
 * Reads a claimed gradient into a flat vector of the layout's order. Plain and typed arrays are interchangeable.
 * Frozen leaves are NaN-free zeros in the result; a gradient for one is an error.
 * @throws GradcheckError `shape-mismatch` (both shapes, first differing path) or `frozen-gradient`.
 */
export function readGradient(
  layout: TreeLayout,
  gradient: unknown,
  frozen: ReadonlySet<string>,
  into = new Float64Array(layout.size),
): Float64Array {
  readNode(layout.root, gradient, '', frozen, into);
  return into;
}

function readNode(node: Node, value: unknown, path: string, frozen: ReadonlySet<string>, into: Float64Array): void {
  if (isEmpty(node) && (value === undefined || value === null)) return;
  if (frozen.size > 0 && isAllFrozen(node, frozen)) {
    if (!holdsNumber(value)) return;
    throw new GradcheckError('frozen-gradient', `the gradient has an entry for ${displayPath(path)}, which is frozen`, {
      hint: 'a frozen parameter is not differentiated: leave it out of the gradient, or out of `frozen`',
    });
  }
  switch (node.kind) {
    case 'number':
      if (typeof value !== 'number') throw mismatch(path, 'a number', value);
      into[node.leaf.offset] = value;
      return;
    case 'typed':
    case 'nest':
    case 'matrix':
      readNumbers(isMatrix(value) ? value.toArray() : value, node.leaf, 0, node.leaf.offset, path, into);
      return;
    case 'list':
      if (!Array.isArray(value) || value.length !== node.children.length) {
        throw mismatch(path, `an array of length ${node.children.length}`, value);
      }
      node.children.forEach((child, i) => readNode(child, value[i], childPath(path, i), frozen, into));
      return;
    case 'record':
      readRecord(node, value, path, frozen, into);
  }
}

function readRecord(
  node: Node & { kind: 'record' },
  value: unknown,
  path: string,
  frozen: ReadonlySet<string>,
  into: Float64Array,
): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw mismatch(path, `an object with the keys ${node.keys.map((key) => JSON.stringify(key)).join(', ')}`, value);
  }
  const record = value as Record<string, unknown>;
  node.keys.forEach((key, k) => {
    const child = node.children[k];
    const present = Object.hasOwn(record, key) || (key in record && !(key in Object.prototype));
    readNode(child, present ? record[key] : undefined, childPath(path, key), frozen, into);
  });
  const extra = Object.keys(record).find((key) => !node.keys.includes(key));
  if (extra !== undefined) {
    throw new GradcheckError(
      'shape-mismatch',
      `the gradient has an entry ${childPath(path, extra)} that params does not have`,
      {
        hint: `params${path === '' ? '' : ` at ${path}`} has the keys ${node.keys.join(', ')}`,
      },
    );
  }
}

function readNumbers(
  value: unknown,
  leaf: Leaf,
  depth: number,
  offset: number,
  path: string,
  into: Float64Array,
): number {
  const extent = leaf.shape[depth];
  const isArray = Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
  if (!isArray || (value as unknown as ArrayLike<unknown>).length !== extent) {
    const expected =
      leaf.shape.length - depth === 1
        ? `${extent} numbers`
        : `an array of shape [${leaf.shape.slice(depth).join(', ')}]`;
    throw mismatch(path, expected, value);
  }
  const array = value as unknown as ArrayLike<unknown>;
  if (depth === leaf.shape.length - 1) {
    for (let i = 0; i < extent; i++) {
      const item = array[i];
      if (typeof item !== 'number') throw mismatch(childPath(path, i), 'a number', item);
      into[offset + i] = item;
    }
    return offset + extent;
  }
  let next = offset;
  for (let i = 0; i < extent; i++) next = readNumbers(array[i], leaf, depth + 1, next, childPath(path, i), into);
  return next;
}

function isAllFrozen(node: Node, frozen: ReadonlySet<string>): boolean {
  if ('leaf' in node) return frozen.has(node.leaf.path);
  return !isEmpty(node) && node.children.every((child) => isEmpty(child) || isAllFrozen(child, frozen));
}

function isEmpty(node: Node): boolean {
  return 'leaf' in node ? false : node.children.every(isEmpty);
}

function holdsNumber(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined && value !== null;
  if (ArrayBuffer.isView(value)) return value.byteLength > 0;
  return Object.values(value).some(holdsNumber);
}

function mismatch(path: string, expected: string, found: unknown): GradcheckError {
  const what = found === undefined ? 'nothing (undefined)' : describeShape(found);
  return new GradcheckError(
    'shape-mismatch',
    `the gradient of ${displayPath(path)} should be ${expected}, but is ${what}`,
    {
      hint: 'the gradient must have the same shape as params',
    },
  );
}

function describeShape(value: unknown): string {
  if (isMatrix(value)) return `a matrix of shape [${value.size().join(', ')}]`;
  if (!Array.isArray(value)) return describeValue(value);
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  return shape.length === 1 ? `an array of ${shape[0]}` : `an array of shape [${shape.join(', ')}]`;
}
