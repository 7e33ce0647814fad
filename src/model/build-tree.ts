import type { Node, TreeLayout } from './tree-layout.js';

type RecordNode = Node & { kind: 'record' };

/** Makes a fresh tree holding the numbers of a flat vector. */
export type TreeBuilder = (vector: Float64Array) => unknown;

/**
 * A fresh tree holding the numbers of `vector`: the user's functions may do to it what they like.
 * Class instances keep their prototype; getters have become plain values.
 */
export function buildTree(layout: TreeLayout, vector: Float64Array): unknown {
  return buildNode(layout.root, vector);
}

function buildNode(node: Node, vector: Float64Array): unknown {
  switch (node.kind) {
    case 'number':
      return vector[node.leaf.offset];
    case 'typed': {
      const { offset, size, storage } = node.leaf;
      return storage === 'float32'
        ? new Float32Array(vector.subarray(offset, offset + size))
        : vector.slice(offset, offset + size);
    }
    case 'nest':
      return buildNest(node.template, node.leaf.shape, 0, vector, node.leaf.offset);
    case 'matrix':
      return node.make(buildNest(node.template, node.leaf.shape, 0, vector, node.leaf.offset));
    case 'list': {
      const list: unknown[] = [];
      for (const child of node.children) list.push(buildNode(child, vector));
      return list;
    }
    case 'record':
      return node.template ? buildPlainRecord(node, node.template, vector) : buildRecord(node, vector);
  }
}

function buildNest(
  template: readonly unknown[],
  shape: readonly number[],
  depth: number,
  vector: Float64Array,
  offset: number,
): unknown[] {
  if (depth === shape.length - 1) {
    const row = template.slice() as number[];
    for (let i = 0; i < row.length; i++) row[i] = vector[offset + i];
    return row;
  }
  let stride = 1;
  for (let k = depth + 1; k < shape.length; k++) stride *= shape[k];
  const rows: unknown[] = [];
  for (let i = 0; i < template.length; i++) {
    rows.push(buildNest(template[i] as readonly unknown[], shape, depth + 1, vector, offset + i * stride));
  }
  return rows;
}

function buildPlainRecord(
  node: RecordNode,
  template: Readonly<Record<string, unknown>>,
  vector: Float64Array,
): unknown {
  const record = { ...template };
  const { keys, children } = node;
  for (let k = 0; k < keys.length; k++) {
    const child = children[k];
    record[keys[k]] = child.kind === 'number' ? vector[child.leaf.offset] : buildNode(child, vector);
  }
  return record;
}

function buildRecord(node: RecordNode, vector: Float64Array): unknown {
  const values = node.children.map((child) => buildNode(child, vector));
  return defineRecord(node.prototype, node.keys, values);
}

/** Own properties even for `__proto__` and for keys that a prototype guards with setters. */
export function defineRecord(prototype: object | null, keys: readonly string[], values: readonly unknown[]): object {
  const record = Object.create(prototype) as object;
  keys.forEach((key, k) => {
    Object.defineProperty(record, key, { value: values[k], writable: true, enumerable: true, configurable: true });
  });
  return record;
}
