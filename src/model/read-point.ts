import { GradcheckError } from '../errors.js';
import { ROOT_PATH } from './path.js';
import { readLike, type Subject } from './read-gradient.js';
import { placeInLeaf, type TreeLayout } from './tree-layout.js';

/**
 * Reads a tree as a point of the layout of `params`. Plain and typed arrays are interchangeable, and so is the order of
 * keys; values of float32 leaves are rounded to float32.
 * @param name how messages call the point: `points[0]`
 * @throws GradcheckError `bad-params` where its shape is another, or a value is no finite number
 */
export function readPoint(layout: TreeLayout, tree: unknown, name: string): Float64Array {
  const point = readLike(layout, tree, subjectNamed(name));
  for (const leaf of layout.leaves) {
    for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) {
      if (leaf.storage === 'float32') point[i] = Math.fround(point[i]);
      if (!Number.isFinite(point[i]))
        throw new GradcheckError(
          'bad-params',
          `${name}: ${placeInLeaf(leaf, i - leaf.offset)} is ${point[i]}; parameters must be finite`,
          { hint: 'take the point out of `points`, or choose one at which the loss can be evaluated' },
        );
    }
  }
  return point;
}

function subjectNamed(name: string): Subject {
  return {
    name,
    partAt: (path) => (path === ROOT_PATH ? name : `${name}: ${path}`),
    code: 'bad-params',
    hint: 'each of `points` is a whole parameter tree of the shape of params, or a function that returns one: (random) => tree',
  };
}
