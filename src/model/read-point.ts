import { GradcheckError } from '../errors.js';
import { ROOT_PATH } from './path.js';
import { describeValue, readTree, type Leaf, type TreeLayout } from './tree-layout.js';

/**
 * Reads a tree as a point of the layout of `params`. Plain and typed arrays are interchangeable, and so is the order of
 * keys; values of float32 leaves are rounded to float32.
 * @param name how messages call the point: `points[0]`
 * @throws GradcheckError `bad-params` where its shape is another, or a value is no finite number
 */
export function readPoint(layout: TreeLayout, tree: unknown, name: string): Float64Array {
  const read = readNamed(tree, name);
  const found = new Map(read.layout.leaves.map((leaf) => [leaf.path, leaf]));
  const point = new Float64Array(layout.size);
  for (const leaf of layout.leaves) {
    const other = found.get(leaf.path);
    if (!other || !haveSameShape(leaf, other)) throw differs(name, describeDifference(leaf, other, tree));
    found.delete(leaf.path);
    const values = read.values.subarray(other.offset, other.offset + other.size);
    point.set(leaf.storage === 'float32' ? values.map(Math.fround) : values, leaf.offset);
  }
  const [extra] = found.keys();
  if (extra !== undefined) throw differs(name, `it has ${extra}, which params does not have`);
  return point;
}

function readNamed(tree: unknown, name: string): ReturnType<typeof readTree> {
  try {
    return readTree(tree);
  } catch (error) {
    if (!(error instanceof GradcheckError)) throw error;
    const message = error.code === 'empty-params' ? 'it holds no number' : error.message;
    throw new GradcheckError('bad-params', `${name}: ${message}`, error.details);
  }
}

function haveSameShape(a: Leaf, b: Leaf): boolean {
  return a.shape.length === b.shape.length && a.shape.every((extent, k) => extent === b.shape[k]);
}

function describeDifference(leaf: Leaf, other: Leaf | undefined, tree: unknown): string {
  if (leaf.path === ROOT_PATH && !other) return `it is ${describeValue(tree)}, params is ${describeShape(leaf)}`;
  if (!other) return `${leaf.path} is missing`;
  const [it, there] = leaf.path === ROOT_PATH ? ['it', 'params is'] : [leaf.path, 'in params'];
  return `${it} is ${describeShape(other)}, ${there} ${describeShape(leaf)}`;
}

function describeShape({ shape }: Leaf): string {
  if (shape.length === 0) return 'a number';
  return shape.length === 1 ? `an array of ${shape[0]}` : `an array of shape [${shape.join(', ')}]`;
}

function differs(name: string, difference: string): GradcheckError {
  return new GradcheckError('bad-params', `${name} has another shape than params: ${difference}`, {
    hint: 'each of `points` is a whole parameter tree of the shape of params; a function in their place returns one: (random) => tree',
  });
}
