import type { Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { reorder } from '../reorder.js';
import { strideOf } from '../describe-region.js';
import { be, gradientsOf } from '../words.js';

/** More axes than this have too many orders to try. */
const MOST_AXES = 4;

/**
 * Axes in another order: flat(a) = flat(transpose(n, π)) for an order π of the axes. A square block keeps its shape; of
 * another it is the layout in memory that is transposed. A flat vector is tried as a matrix of each shape it can have.
 */
export function detectTransposed(parameter: ParameterEvidence): Finding | null {
  for (const { shape, order } of readings(parameter)) {
    const source = transposedPositions(shape, order);
    const support = matchClaims(
      parameter,
      reorder(parameter, (i) => source[i]),
    );
    if (!support) continue;
    const isFlat = parameter.shape.length === 1;
    return {
      code: 'transposed',
      parameter,
      key: `transposed ${isFlat ? shape.join('×') : order.join()}`,
      support,
      describe: ({ paths }) => {
        const how = isFlat
          ? `read as ${shape.join(' × ')} matrices, ${be(paths)} transposed`
          : shape.length === 2
            ? `${be(paths)} transposed: entry [i,j] stands at [j,i]`
            : `${paths.length > 1 ? 'have' : 'has'} axes in the order ${order.join(', ')}`;
        return `${gradientsOf(paths)}${isFlat ? ', ' : ' '}${how}; otherwise every number is right`;
      },
    };
  }
  return null;
}

interface Reading {
  readonly shape: readonly number[];
  readonly order: readonly number[];
}

function readings({ shape, size }: ParameterEvidence): Reading[] {
  if (shape.length >= 2 && shape.length <= MOST_AXES) return ordersOf(shape.length).map((order) => ({ shape, order }));
  if (shape.length !== 1) return [];
  const found: Reading[] = [];
  for (let rows = 2; rows * 2 <= size; rows++)
    if (size % rows === 0) found.push({ shape: [rows, size / rows], order: [1, 0] });
  return found;
}

/** All orders of so many axes but the usual one. */
function ordersOf(axes: number): number[][] {
  const all = (rest: readonly number[]): number[][] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((first) => all(rest.filter((axis) => axis !== first)).map((tail) => [first, ...tail]));
  return all([...Array(axes).keys()]).slice(1);
}

/** For each place of the transposed block, laid flat, the place in the original. */
function transposedPositions(shape: readonly number[], order: readonly number[]): Int32Array {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const strides = order.map((axis) => strideOf(shape, axis));
  const extents = order.map((axis) => shape[axis]);
  const source = new Int32Array(size);
  const index = order.map(() => 0);
  for (let i = 0; i < size; i++) {
    source[i] = index.reduce((sum, k, axis) => sum + k * strides[axis], 0);
    for (let axis = index.length - 1; axis >= 0 && ++index[axis] === extents[axis]; axis--) index[axis] = 0;
  }
  return source;
}
