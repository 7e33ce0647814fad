import { GradcheckError, type ErrorCode } from '../errors.js';
import { isMatrix } from './matrix.js';
import { displayPath, childPath } from './path.js';
import { readUserValue } from './read-user-value.js';
import { describeValue, type Leaf, type Node, type TreeLayout } from './tree-layout.js';

/** What is read, as its errors call it. */
export interface Subject {
  readonly name: string;
  /** A part of it: `the gradient of w`. */
  partAt(path: string): string;
  readonly code: ErrorCode;
  readonly hint: string;
}

const GRADIENT: Subject = {
  name: 'the gradient',
  partAt: (path) => `the gradient of ${path}`,
  code: 'shape-mismatch',
  hint: 'the gradient must have the same shape as params',
};

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
  return readLike(layout, gradient, GRADIENT, frozen, into);
}

/** Reads a tree that should have the shape of a layout, in the layout's order. */
export function readLike(
  layout: TreeLayout,
  tree: unknown,
  subject: Subject,
  frozen: ReadonlySet<string> = new Set(),
  into = new Float64Array(layout.size),
): Float64Array {
  readUserValue(subject.name, () => readNode(layout.root, tree, '', { subject, frozen, into }));
  return into;
}

interface Reading {
  readonly subject: Subject;
  readonly frozen: ReadonlySet<string>;
  readonly into: Float64Array;
}

function readNode(node: Node, value: unknown, path: string, reading: Reading): void {
  const { subject, frozen, into } = reading;
  if (isEmpty(node) && (value === undefined || value === null)) return;
  if (frozen.size > 0 && isAllFrozen(node, frozen)) {
    if (!holdsNumber(value)) return;
    throw new GradcheckError('frozen-gradient', `the gradient has an entry for ${displayPath(path)}, which is frozen`, {
      hint: 'a frozen parameter is not differentiated: leave it out of the gradient, or out of `frozen`',
    });
  }
  switch (node.kind) {
    case 'number':
      if (typeof value !== 'number') throw mismatch(subject, path, 'a number', value);
      into[node.leaf.offset] = value;
      return;
    case 'typed':
    case 'nest':
    case 'matrix':
      readNumbers(isMatrix(value) ? value.toArray() : value, node.leaf, 0, node.leaf.offset, path, reading);
      return;
    case 'list':
      if (!Array.isArray(value) || value.length !== node.children.length) {
        throw mismatch(subject, path, `an array of length ${node.children.length}`, value);
      }
      node.children.forEach((child, i) => readNode(child, value[i], childPath(path, i), reading));
      return;
    case 'record':
      readRecord(node, value, path, reading);
  }
}

const MOST_LISTED = 50;

function listSome(keys: readonly string[]): string {
  const rest = keys.length - MOST_LISTED;
  return rest > 0 ? `${keys.slice(0, MOST_LISTED).join(', ')} and ${rest} more` : keys.join(', ');
}

/** The first key that is none of the parameters'. Mostly they are the same, in the same order. */
function findExtra(found: readonly string[], keys: readonly string[]): string | undefined {
  if (found.every((key, k) => key === keys[k])) return undefined;
  const known = new Set(keys);
  return found.find((key) => !known.has(key));
}

function readRecord(node: Node & { kind: 'record' }, value: unknown, path: string, reading: Reading): void {
  const { subject } = reading;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw mismatch(
      subject,
      path,
      `an object with the keys ${listSome(node.keys.map((key) => JSON.stringify(key)))}`,
      value,
    );
  }
  const record = value as Record<string, unknown>;
  node.keys.forEach((key, k) => {
    const child = node.children[k];
    const present = Object.hasOwn(record, key) || (key in record && !(key in Object.prototype));
    readNode(child, present ? record[key] : undefined, childPath(path, key), reading);
  });
  const extra = findExtra(Object.keys(record), node.keys);
  if (extra !== undefined) {
    throw new GradcheckError(
      subject.code,
      `${subject.name} has an entry ${childPath(path, extra)} that params does not have`,
      {
        hint: `params${path === '' ? '' : ` at ${path}`} has the keys ${listSome(node.keys)}`,
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
  reading: Reading,
): number {
  const extent = leaf.shape[depth];
  const isArray = Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
  if (!isArray || (value as unknown as ArrayLike<unknown>).length !== extent) {
    const expected =
      leaf.shape.length - depth === 1
        ? `${extent} ${extent === 1 ? 'number' : 'numbers'}`
        : `an array of shape [${leaf.shape.slice(depth).join(', ')}]`;
    throw mismatch(reading.subject, path, expected, value);
  }
  const array = value as unknown as ArrayLike<unknown>;
  if (depth === leaf.shape.length - 1) {
    for (let i = 0; i < extent; i++) {
      const item = array[i];
      if (typeof item !== 'number') throw mismatch(reading.subject, childPath(path, i), 'a number', item);
      reading.into[offset + i] = item;
    }
    return offset + extent;
  }
  let next = offset;
  for (let i = 0; i < extent; i++) next = readNumbers(array[i], leaf, depth + 1, next, childPath(path, i), reading);
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

function mismatch({ code, hint, partAt }: Subject, path: string, expected: string, found: unknown): GradcheckError {
  const what = found === undefined ? 'nothing (undefined)' : describeShape(found);
  return new GradcheckError(code, `${partAt(displayPath(path))} should be ${expected}, but is ${what}`, { hint });
}

/** Nests deeper than this are not told in full. */
const MOST_EXTENTS = 8;

function describeShape(value: unknown): string {
  if (isMatrix(value)) return `a matrix of shape [${value.size().join(', ')}]`;
  if (!Array.isArray(value)) return describeValue(value);
  const shape: (number | string)[] = [];
  // An array may be its own first element.
  for (let level: unknown = value; Array.isArray(level) && shape.length < MOST_EXTENTS; level = level[0])
    shape.push(level.length);
  if (shape.length === MOST_EXTENTS) shape.push('…');
  return shape.length === 1 ? `an array of ${shape[0]}` : `an array of shape [${shape.join(', ')}]`;
}
