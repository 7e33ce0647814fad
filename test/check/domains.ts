import { array, double, option, record, type Arbitrary } from 'fast-check';
import type { PointDomain } from '../../src/check/point-domain.js';
import { readEntrySettings } from '../../src/model/entry-settings.js';
import { readTree } from '../../src/model/tree-layout.js';

/** The domain of a tree with settings as a model gives them. */
export function domainOf(tree: unknown, model: Parameters<typeof readEntrySettings>[1] = {}): PointDomain {
  const { layout, values } = readTree(tree);
  return { layout, settings: readEntrySettings(layout, model), base: values };
}

const number = double({ min: -1e6, max: 1e6, noNaN: true });
const width = double({ min: 0, max: 1e3, noNaN: true });

/** Domains with a bounded leaf, a float32 leaf with one bound, a frozen leaf and free numbers. */
export const domains: Arbitrary<PointDomain> = record({
  w: array(number, { minLength: 1, maxLength: 6 }),
  f: array(number, { minLength: 1, maxLength: 6 }),
  fixed: array(number, { minLength: 1, maxLength: 3 }),
  n: number,
  below: option(width, { nil: Infinity }),
  above: option(width, { nil: Infinity }),
}).map(({ w, f, fixed, n, below, above }) => {
  const tree = { w, f: Float32Array.from(f), fixed, n, m: n / 3 };
  const bounds = {
    w: [Math.min(...w) - below, Math.max(...w) + above] as const,
    f: [Math.min(...tree.f), Infinity] as const,
  };
  return domainOf(tree, { bounds, frozen: ['fixed'] });
});

/** What is wrong with a point of a domain, in words; empty where it is admissible. */
export function faultsOf({ layout, settings, base }: PointDomain, point: Float64Array): string[] {
  return layout.leaves.flatMap(({ path, offset, size, storage }) =>
    Array.from({ length: size }, (_, k) => offset + k).flatMap((i) => [
      ...(Number.isFinite(point[i]) ? [] : [`${path} is ${point[i]}`]),
      ...(point[i] >= (settings.lower?.[i] ?? -Infinity) ? [] : [`${path} is below its bound`]),
      ...(point[i] <= (settings.upper?.[i] ?? Infinity) ? [] : [`${path} is above its bound`]),
      ...(settings.frozen.has(path) && point[i] !== base[i] ? [`${path} is frozen and has moved`] : []),
      ...(storage === 'float32' && Math.fround(point[i]) !== point[i] ? [`${path} is no float32`] : []),
    ]),
  );
}
