import { GradcheckError } from '../errors.js';
import { foreignNumber, isMatrix, matrixMaker, type MatrixLike } from './matrix.js';
import { childPath, displayPath } from './path.js';

/** A leaf block of the tree: a number, a typed array, or a rectangular nest of arrays of numbers. */
export interface Leaf {
  readonly path: string;
  /** `[]` for a number. */
  readonly shape: readonly number[];
  readonly size: number;
  /** Place of its first entry in the flat vector. */
  readonly offset: number;
  readonly storage: 'float64' | 'float32';
}

export type Node =
  | { readonly kind: 'number'; readonly leaf: Leaf }
  | { readonly kind: 'typed'; readonly leaf: Leaf }
  | { readonly kind: 'nest'; readonly leaf: Leaf; readonly template: readonly unknown[] }
  | {
      readonly kind: 'matrix';
      readonly leaf: Leaf;
      readonly template: readonly unknown[];
      readonly make: (rows: unknown[]) => unknown;
    }
  | { readonly kind: 'list'; readonly path: string; readonly children: readonly Node[] }
  | {
      readonly kind: 'record';
      readonly path: string;
      readonly keys: readonly string[];
      readonly children: readonly Node[];
      readonly prototype: object | null;
      /** For plain objects: an object with all keys, to copy. Its copies share one hidden class, as literals do. */
      readonly template?: Readonly<Record<string, unknown>>;
    };

/** The shape of a parameter tree, and where each of its numbers stands in the flat vector. */
export interface TreeLayout {
  readonly root: Node;
  readonly leaves: readonly Leaf[];
  readonly size: number;
}

/**
 * Reads a parameter tree once: its layout and its values as one flat vector (tree order).
 * @throws GradcheckError `bad-params` (with path and what was found) or `empty-params`.
 */
export function readTree(tree: unknown): { layout: TreeLayout; values: Float64Array } {
  const reader = new TreeReader();
  const root = reader.read(tree, '');
  const { leaves, values } = reader;
  if (values.length === 0) {
    throw new GradcheckError('empty-params', 'params holds no number, so there is nothing to check', {
      hint: 'export the point at which to check, for example `export const params = { w: [0.1, -0.2] }`',
    });
  }
  for (const leaf of leaves) refuseNonFinite(leaf, values);
  return { layout: { root, leaves, size: values.length }, values: Float64Array.from(values) };
}

/** Nesting deeper than this is taken for a mistake (and would exhaust the stack). */
const MAX_DEPTH = 500;

class TreeReader {
  readonly leaves: Leaf[] = [];
  readonly values: number[] = [];
  private readonly ancestors = new Set<object>();

  read(value: unknown, path: string): Node {
    if (typeof value === 'number') {
      this.values.push(value);
      return { kind: 'number', leaf: this.addLeaf(path, [], 1, 'float64') };
    }
    if (value instanceof Float64Array || value instanceof Float32Array) {
      for (let i = 0; i < value.length; i++) this.values.push(value[i]);
      const storage = value instanceof Float32Array ? 'float32' : 'float64';
      return { kind: 'typed', leaf: this.addLeaf(path, [value.length], value.length, storage) };
    }
    if (typeof value !== 'object' || value === null) throw badLeaf(path, describeValue(value));
    if (ArrayBuffer.isView(value)) throw badLeaf(path, describeValue(value), 'use Float64Array or Float32Array');
    if (isMatrix(value)) return this.readMatrix(value, path);
    const foreign = foreignNumber(value);
    if (foreign) throw badLeaf(path, foreign.found, foreign.hint);
    if (this.ancestors.has(value)) throw badLeaf(path, 'a reference back to one of its own ancestors (a cycle)');
    if (this.ancestors.size >= MAX_DEPTH)
      throw badLeaf(`${path.slice(0, 40)}…`, `more than ${MAX_DEPTH} levels of nesting`);
    this.ancestors.add(value);
    const node = Array.isArray(value) ? this.readArray(value, path) : this.readRecord(value, path);
    this.ancestors.delete(value);
    return node;
  }

  private readArray(array: readonly unknown[], path: string): Node {
    const shape = rectangularShape(array);
    if (shape) {
      appendNumbers(array, this.values);
      return { kind: 'nest', leaf: this.addLeaf(path, shape, sizeOf(shape), 'float64'), template: templateOf(shape) };
    }
    const children: Node[] = [];
    for (let i = 0; i < array.length; i++) {
      if (!(i in array)) throw badLeaf(childPath(path, i), 'a hole in the array');
      children.push(this.read(array[i], childPath(path, i)));
    }
    return { kind: 'list', path, children };
  }

  /** A matrix of mathjs is one leaf, whatever it stores; functions are handed matrices of its kind. */
  private readMatrix(matrix: MatrixLike, path: string): Node {
    const rows: unknown = matrix.toArray();
    const shape = Array.isArray(rows) ? rectangularShape(rows) : null;
    if (!shape) {
      const first: unknown = Array.isArray(rows) ? rows.flat(Infinity).find((item) => typeof item !== 'number') : rows;
      const foreign = typeof first === 'object' && first !== null ? foreignNumber(first) : undefined;
      throw badLeaf(path, `a matrix that holds ${foreign?.found ?? describeValue(first)}`, foreign?.hint);
    }
    appendNumbers(rows as unknown[], this.values);
    const leaf = this.addLeaf(path, shape, sizeOf(shape), 'float64');
    return { kind: 'matrix', leaf, template: templateOf(shape), make: matrixMaker(matrix) };
  }

  private readRecord(record: object, path: string): Node {
    const prototype: object | null = Object.getPrototypeOf(record);
    if (isBuiltIn(record, prototype)) throw badLeaf(path, describeValue(record));
    const symbols = Object.getOwnPropertySymbols(record).filter((key) =>
      Object.prototype.propertyIsEnumerable.call(record, key),
    );
    if (symbols.length > 0) throw badLeaf(path, `a key that is a symbol (${String(symbols[0])})`, 'use string keys');
    const keys = Object.keys(record);
    // Getters are read here, once; the trees built later hold plain values.
    const children = keys.map((key) => this.read((record as Record<string, unknown>)[key], childPath(path, key)));
    const isPlain = prototype === Object.prototype && keys.every((key) => !(key in Object.prototype));
    const template = isPlain
      ? Object.fromEntries(keys.map((key, k) => [key, children[k].kind === 'number' ? 0.5 : null]))
      : undefined;
    return { kind: 'record', path, keys, children, prototype, template };
  }

  private addLeaf(path: string, shape: readonly number[], size: number, storage: Leaf['storage']): Leaf {
    const leaf = { path: displayPath(path), shape, size, offset: this.values.length - size, storage };
    this.leaves.push(leaf);
    return leaf;
  }
}

/** The shape of a rectangular nest of arrays of numbers, or null where it is none. */
function rectangularShape(array: readonly unknown[], depth = 0): number[] | null {
  if (array.length === 0) return [0];
  const first = array[0];
  if (typeof first === 'number') {
    for (let i = 1; i < array.length; i++) if (typeof array[i] !== 'number') return null;
    return [array.length];
  }
  if (!Array.isArray(first) || depth > MAX_DEPTH) return null;
  const inner = rectangularShape(first, depth + 1);
  if (!inner) return null;
  for (let i = 1; i < array.length; i++) {
    const row: unknown = array[i];
    const shape = Array.isArray(row) ? rectangularShape(row, depth + 1) : null;
    if (!shape || shape.length !== inner.length || shape.some((extent, k) => extent !== inner[k])) return null;
  }
  return [array.length, ...inner];
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

function appendNumbers(array: readonly unknown[], into: number[]): void {
  for (const item of array) {
    if (Array.isArray(item)) appendNumbers(item, into);
    else into.push(item as number);
  }
}

/**
 * An array to copy for each evaluation. V8 keeps the kind of elements of a copied array, so the copies are packed
 * arrays of doubles, like the literals users write, and the loss runs at its own speed.
 */
function templateOf(shape: readonly number[]): readonly unknown[] {
  const [extent, ...rest] = shape;
  return Array.from({ length: extent }, () => (rest.length === 0 ? 0.5 : templateOf(rest)));
}

/** Objects of the language itself (Map, Date, iterators…) hold no parameters; instances of the user's classes may. */
function isBuiltIn(record: object, prototype: object | null): boolean {
  if (prototype === null || prototype === Object.prototype) return false;
  if (typeof (record as { next?: unknown }).next === 'function' && Symbol.iterator in record) return true;
  const maker: unknown = prototype.constructor;
  // Plain objects of another realm, and objects made with Object.create.
  if (typeof maker === 'function' && maker.name === 'Object') return false;
  return typeof maker !== 'function' || /\{\s*\[native code\]\s*\}\s*$/.test(Function.prototype.toString.call(maker));
}

/** The full place of a leaf's i-th entry: `W[0,3]`, or the path of a number. */
export function placeInLeaf(leaf: Leaf, i: number): string {
  const index = indexInLeaf(leaf, i);
  return index.length > 0 ? `${leaf.path}[${index.join(',')}]` : leaf.path;
}

/** What a value is, in words for a message. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string')
    return `the string ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  if (typeof value === 'number' || typeof value === 'boolean') return `${typeof value} ${value}`;
  if (typeof value === 'bigint') return `the BigInt ${value}n`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  if (ArrayBuffer.isView(value) && 'length' in value)
    return `${withArticle(value.constructor.name)} of length ${String(value.length)}`;
  if (typeof value === 'object') {
    const name = kindOf(value);
    return name === 'Object' ? 'an object' : withArticle(name);
  }
  return typeof value;
}

/** The name of its class, or what the language calls it: `Map`, `Generator`. */
function kindOf(value: object): string {
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === 'string' && name !== '' ? name : Object.prototype.toString.call(value).slice(8, -1);
}

function withArticle(name: string): string {
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

function badLeaf(path: string, found: string, hint?: string): GradcheckError {
  return new GradcheckError(
    'bad-params',
    `${displayPath(path)}: expected a number, an array or an object of numbers, found ${found}`,
    {
      hint:
        hint ??
        'a parameter tree holds numbers, arrays, typed arrays and plain objects; keep settings and labels outside of params',
    },
  );
}

function refuseNonFinite(leaf: Leaf, values: ArrayLike<number>): void {
  for (let i = 0; i < leaf.size; i++) {
    const value = values[leaf.offset + i];
    if (Number.isFinite(value)) continue;
    throw new GradcheckError('bad-params', `${placeInLeaf(leaf, i)} is ${value}; parameters must be finite`, {
      hint: 'choose a point at which the loss can be evaluated',
    });
  }
}

/** The place inside a leaf of its i-th entry (row-major), `[]` for a number. */
export function indexInLeaf(leaf: Leaf, i: number): number[] {
  const index: number[] = [];
  for (let k = leaf.shape.length - 1, rest = i; k >= 0; k--) {
    index.unshift(rest % leaf.shape[k]);
    rest = Math.floor(rest / leaf.shape[k]);
  }
  return index;
}
