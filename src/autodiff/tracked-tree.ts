import { GradcheckError } from '../errors.js';
import type { Node, TreeLayout } from '../model/tree-layout.js';
import { recordInput } from './recorder.js';
import { storeElement, TRACKED_ARRAYS } from './tracked-arrays.js';

/**
 * A parameter tree of tracked numbers: inputs 1 … n of the recording under way, in the order of the flat vector.
 * @throws GradcheckError `not-instrumentable` for leaves whose arithmetic is a library's own (mathjs matrices)
 */
export function buildTrackedTree(layout: TreeLayout, vector: ArrayLike<number>): unknown {
  return buildNode(layout.root, vector);
}

function buildNode(node: Node, vector: ArrayLike<number>): unknown {
  switch (node.kind) {
    case 'number':
      return recordInput(vector[node.leaf.offset]);
    case 'typed': {
      const { offset, size, storage } = node.leaf;
      const Class = storage === 'float32' ? TRACKED_ARRAYS.Float32Array : TRACKED_ARRAYS.Float64Array;
      const array = new Class(size);
      for (let i = 0; i < size; i++) storeElement(array as never, i, recordInput(vector[offset + i]));
      return array;
    }
    case 'nest': {
      const { shape, offset } = node.leaf;
      return buildNest(shape, 0, vector, offset);
    }
    case 'matrix':
      throw new GradcheckError('not-instrumentable', `${node.leaf.path} is a matrix of a library`, {
        hint: 'a library’s own arithmetic is not followed; plain arrays and typed arrays are',
      });
    case 'list':
      return node.children.map((child) => buildNode(child, vector));
    case 'record': {
      const record = Object.create(node.prototype) as object;
      node.keys.forEach((key, k) => {
        const value = buildNode(node.children[k], vector);
        Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
      });
      return record;
    }
  }
}

function buildNest(shape: readonly number[], depth: number, vector: ArrayLike<number>, offset: number): unknown[] {
  if (depth === shape.length - 1)
    return Array.from({ length: shape[depth] }, (_, i) => recordInput(vector[offset + i]));
  const stride = shape.slice(depth + 1).reduce((product, extent) => product * extent, 1);
  return Array.from({ length: shape[depth] }, (_, i) => buildNest(shape, depth + 1, vector, offset + i * stride));
}
