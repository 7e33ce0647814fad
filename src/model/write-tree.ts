import { buildTree } from './build-tree.js';
import type { Leaf, Node, TreeLayout } from './tree-layout.js';
import { enclose, LONG, writeLong, writeRow } from './write-array.js';
import { shortestFloat32, writeNumber } from './write-number.js';

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** How a point is written for the user, ready to paste. */
export type WriteParams = (layout: TreeLayout, point: Float64Array) => string;

/** Writes points as an export of a module. */
export function exportAs(name = 'params'): WriteParams {
  return (layout, point) => `export const ${name} = ${writeTree(layout, point)};`;
}

/** The tree as source text that makes it, ready to paste: numbers of few digits, long constant arrays as `fill`. */
export function writeTree(layout: TreeLayout, vector: Float64Array): string {
  return writeNode(layout.root, vector, '');
}

/** The tree as plain data: arrays in place of typed arrays and matrices, float32 numbers by their shortest digits. */
export function plainTree(layout: TreeLayout, vector: Float64Array): unknown {
  const short = vector.slice();
  for (const { offset, size, storage } of layout.leaves)
    if (storage === 'float32') for (let i = offset; i < offset + size; i++) short[i] = shortestFloat32(vector[i]);
  return toPlain(layout.root, short);
}

function toPlain(node: Node, vector: Float64Array): unknown {
  switch (node.kind) {
    case 'typed':
      return Array.from(vector.subarray(node.leaf.offset, node.leaf.offset + node.leaf.size));
    case 'list':
      return node.children.map((child) => toPlain(child, vector));
    case 'record':
      return Object.fromEntries(node.keys.map((key, k) => [key, toPlain(node.children[k], vector)]));
    case 'matrix':
      return toPlain({ kind: 'nest', leaf: node.leaf, template: node.template }, vector);
    case 'number':
    case 'nest':
      return buildTree({ root: node, leaves: [node.leaf], size: node.leaf.size }, vector);
  }
}

function writeNode(node: Node, vector: Float64Array, indent: string): string {
  switch (node.kind) {
    case 'number':
      return writeNumber(vector[node.leaf.offset], node.leaf.storage);
    case 'typed':
      return writeTyped(node.leaf, vector, indent);
    case 'nest':
      return writeNest(node.leaf, 0, node.leaf.offset, vector, indent);
    case 'matrix':
      return `math.matrix(${writeNest(node.leaf, 0, node.leaf.offset, vector, indent)})`;
    case 'list':
      return enclose(
        '[',
        node.children.map((child) => writeNode(child, vector, `${indent}  `)),
        ']',
        indent,
      );
    case 'record': {
      const items = node.keys.map(
        (key, k) => `${writeKey(key)}: ${writeNode(node.children[k], vector, `${indent}  `)}`,
      );
      return enclose('{', items, '}', indent);
    }
  }
}

/** `__proto__` in a literal would set the prototype; computed it is a key like any other. */
function writeKey(key: string): string {
  if (key === '__proto__') return '["__proto__"]';
  return IDENTIFIER.test(key) ? key : JSON.stringify(key);
}

function writeTyped({ offset, size, storage }: Leaf, vector: Float64Array, indent: string): string {
  const kind = storage === 'float32' ? 'Float32Array' : 'Float64Array';
  const values = vector.subarray(offset, offset + size);
  const short = writeLong(values, storage, (usual) =>
    Object.is(usual, 0) ? `new ${kind}(${size})` : `new ${kind}(${size}).fill(${writeNumber(usual, storage)})`,
  );
  return short ?? `new ${kind}(${writeRow(values, storage, indent)})`;
}

function writeNest(
  { shape, storage }: Leaf,
  depth: number,
  offset: number,
  vector: Float64Array,
  indent: string,
): string {
  const extent = shape[depth];
  const stride = shape.slice(depth + 1).reduce((product, inner) => product * inner, 1);
  if (depth === shape.length - 1) {
    const values = vector.subarray(offset, offset + extent);
    const fill = (usual: number): string => `Array(${extent}).fill(${writeNumber(usual, storage)})`;
    return writeLong(values, storage, fill) ?? writeRow(values, storage, indent);
  }
  const rows = Array.from({ length: extent }, (_, k) =>
    writeNest({ shape, storage } as Leaf, depth + 1, offset + k * stride, vector, `${indent}  `),
  );
  if (extent > LONG && rows.every((row) => row === rows[0]))
    return `Array.from({ length: ${extent} }, () => ${rows[0]})`;
  return enclose('[', rows, ']', indent);
}
