import { strideOf } from './describe-region.js';
import type { DiagnosisCode } from './gradient-evidence.js';
import type { ParameterEvidence } from './parameter-evidence.js';

/** A way in which entries of a block may stand in each other's places. */
export interface Order {
  readonly code: DiagnosisCode;
  /** The place of what stands at i; −1 where anything may. */
  readonly source: (i: number) => number;
  /** Behind `the gradient of W is`. */
  readonly words: string;
}

const SHIFTS = [1, -1, 2, -2];
/** Longer axes have too many pairs of slices. */
const MOST_SLICES = 6;

/** The block transposed; reversed and shifted along each axis, and two slices exchanged. */
export function listOrders({ shape, size }: Pick<ParameterEvidence, 'shape' | 'size'>): Order[] {
  const orders: Order[] = [];
  if (shape.length === 2 && shape[0] === shape[1])
    orders.push({
      code: 'transposed',
      source: (i) => (i % shape[0]) * shape[0] + Math.floor(i / shape[0]),
      words: 'transposed',
    });
  for (const [axis, extent] of shape.entries()) orders.push(...ordersAlong(axis, extent, strideOf(shape, axis), shape));
  if (shape.length > 1)
    orders.push({ code: 'permuted', source: (i) => size - 1 - i, words: 'in reverse order along all axes' });
  return orders;
}

function ordersAlong(axis: number, extent: number, stride: number, shape: readonly number[]): Order[] {
  if (extent < 2) return [];
  const along = shape.length === 1 ? '' : ` along axis ${axis}`;
  const place = (i: number): number => Math.floor(i / stride) % extent;
  const at = (i: number, k: number): number => i + (k - place(i)) * stride;
  const orders: Order[] = [
    { code: 'permuted', source: (i) => at(i, extent - 1 - place(i)), words: `in reverse order${along}` },
  ];
  for (const shift of SHIFTS.filter((s) => Math.abs(s) < extent))
    orders.push({
      code: 'off-by-one',
      source: (i) => {
        const k = place(i) + shift;
        return k < 0 || k >= extent ? -1 : at(i, k);
      },
      words: `shifted by ${Math.abs(shift) === 1 ? 'one place' : 'two places'}${along}`,
    });
  if (extent > 2 && extent <= MOST_SLICES && shape.length > 1)
    for (let k = 0; k < extent; k++)
      for (let m = k + 1; m < extent; m++)
        orders.push({
          code: 'permuted',
          source: (i) => (place(i) === k ? at(i, m) : place(i) === m ? at(i, k) : i),
          words: `with places ${k} and ${m}${along} exchanged`,
        });
  return orders;
}
