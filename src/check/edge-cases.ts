import { median } from '../numdiff/index.js';
import { admitPoint, type PointDomain } from './point-domain.js';
import { typicalSizes } from './typical-sizes.js';

export interface EdgeCase {
  readonly name: string;
  readonly point: Float64Array;
}

/**
 * Factors on typical sizes; powers of two, so that no digit changes. Further out (×64, ÷2^20) differences of float32
 * losses show little more than rounding.
 */
const LARGE = 32;
const TINY = 1024;
/** Relative distance of near-ties: half of the digits of the format are equal. */
const NEAR = { float64: 2 ** -26, float32: 2 ** -12 };

/**
 * Points at which gradients tend to be wrong although they are right elsewhere: branches taken by sign or order, terms
 * that vanish at 0, overflow and cancellation. Points that are the base or one another are left out.
 */
export function* edgeCases(domain: PointDomain, random: () => number): Generator<EdgeCase> {
  const { base, settings } = domain;
  const { sizes } = typicalSizes(base, settings.scale);
  const scaled = (factor: number): Float64Array => base.map((x, i) => factor * (x || sizes[i]));
  const wanted: readonly (readonly [name: string, point: Float64Array])[] = [
    ['zeros', new Float64Array(base.length)],
    ['signs flipped', base.map((x) => -x)],
    [`large (${LARGE}x)`, scaled(LARGE)],
    [`tiny (1/${TINY})`, scaled(1 / TINY)],
    ['near-ties', nearTies(domain, random)],
  ];
  const seen = [base];
  for (const [name, values] of wanted) {
    const point = admitPoint(domain, values);
    if (seen.some((other) => other.every((x, i) => x === point[i]))) continue;
    seen.push(point);
    yield { name: `edge case: ${name}`, point };
  }
}

/** The entries of each leaf, and those of all leaves of one entry, almost equal: at their median, in random order. */
function nearTies({ layout, base }: PointDomain, random: () => number): Float64Array {
  const values = base.slice();
  const numbers: number[] = [];
  const tie = (indices: readonly number[], distance: number): void => {
    if (indices.length < 2) return;
    const center = median(indices.map((i) => base[i])) || 1;
    for (const i of indices) values[i] = center * (1 + distance * (2 * random() - 1));
  };
  for (const leaf of layout.leaves) {
    if (leaf.size === 1) numbers.push(leaf.offset);
    else
      tie(
        Array.from({ length: leaf.size }, (_, k) => leaf.offset + k),
        NEAR[leaf.storage],
      );
  }
  const isFloat32 = layout.leaves.some(({ size, storage }) => size === 1 && storage === 'float32');
  tie(numbers, isFloat32 ? NEAR.float32 : NEAR.float64);
  return values;
}
