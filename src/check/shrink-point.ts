import type { Leaf } from '../model/tree-layout.js';
import { writeNumber } from '../model/write-number.js';
import { admitPoint, type PointDomain } from './point-domain.js';

/** Proposes points, is told whether each still fails; the result is the simplest one that does. */
export type Shrinking = Generator<Float64Array, Float64Array, boolean>;

/** Plainer numbers, the plainest first. A number that would become 0 stays: zeros have had their turn. */
const ROUNDINGS: readonly ((x: number) => number)[] = [
  Math.sign,
  Math.abs,
  (x) => Math.round(x) || x,
  ...[1, 2, 3, 4, 6].map((digits) => (x: number) => Number(x.toPrecision(digits))),
];

/**
 * Shrinks a failing point to a simpler one: zeros in place of leaves, then of entries, then rounder numbers. Each change
 * is tried on all places, where that fails on either half of them, and so on (delta debugging, Zeller and Hildebrandt
 * 2002). What is proposed is always simpler than what is known to fail: no entry's text gets longer, one gets shorter.
 *
 * @param mostTries proposals made at most
 */
export function* shrinkPoint(start: Float64Array, domain: PointDomain, mostTries: number): Shrinking {
  const shrinker = new Shrinker(start, domain, mostTries);
  let before: Float64Array;
  // A zero may become possible once another entry is simpler.
  do {
    before = shrinker.point;
    yield* shrinker.clear();
    for (const round of ROUNDINGS) yield* shrinker.round(round);
  } while (shrinker.point !== before && shrinker.triesLeft > 0);
  return shrinker.point;
}

class Shrinker {
  private readonly storage: readonly Leaf['storage'][];

  constructor(
    public point: Float64Array,
    private readonly domain: PointDomain,
    public triesLeft: number,
  ) {
    this.storage = domain.layout.leaves.flatMap(({ size, storage }) => Array.from({ length: size }, () => storage));
  }

  *clear(): Generator<Float64Array, void, boolean> {
    const { leaves } = this.domain.layout;
    const indicesOf = ({ offset, size }: Leaf): number[] => Array.from({ length: size }, (_, k) => offset + k);
    yield* this.halve(leaves, indicesOf, () => 0);
    for (const leaf of leaves)
      yield* this.halve(
        this.nonzero(indicesOf(leaf)),
        (i) => [i],
        () => 0,
      );
  }

  *round(round: (x: number) => number): Generator<Float64Array, void, boolean> {
    const all = Array.from(this.point.keys());
    yield* this.halve(this.nonzero(all), (i) => [i], round);
  }

  private nonzero(indices: readonly number[]): number[] {
    return indices.filter((i) => this.point[i] !== 0);
  }

  /** Tries a change on all places, else on each half of them by itself. */
  private *halve<Place>(
    places: readonly Place[],
    indicesOf: (place: Place) => readonly number[],
    change: (x: number) => number,
  ): Generator<Float64Array, void, boolean> {
    if (places.length === 0 || this.triesLeft <= 0) return;
    const outcome = yield* this.attempt(places.flatMap(indicesOf), change);
    if (outcome !== 'refused' || places.length === 1) return;
    const middle = places.length >> 1;
    yield* this.halve(places.slice(0, middle), indicesOf, change);
    yield* this.halve(places.slice(middle), indicesOf, change);
  }

  private *attempt(
    indices: readonly number[],
    change: (x: number) => number,
  ): Generator<Float64Array, 'kept' | 'refused' | 'no simpler', boolean> {
    const wanted = this.point.slice();
    for (const i of indices) wanted[i] = change(wanted[i]);
    const candidate = admitPoint({ ...this.domain, base: this.point }, wanted);
    let isSimpler = false;
    for (const i of indices) {
      const gain = this.lengthOf(this.point[i], i) - this.lengthOf(candidate[i], i);
      if (gain > 0) isSimpler = true;
      else candidate[i] = this.point[i];
    }
    if (!isSimpler) return 'no simpler';
    this.triesLeft--;
    if (!(yield candidate)) return 'refused';
    this.point = candidate;
    return 'kept';
  }

  private lengthOf(value: number, i: number): number {
    return value === 0 ? 0 : writeNumber(value, this.storage[i]).length;
  }
}
