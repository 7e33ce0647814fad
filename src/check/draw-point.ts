import { admitPoint, type PointDomain } from './point-domain.js';
import { typicalSizes } from './typical-sizes.js';

/**
 * A point around the base: each entry uniform within its typical size on either side, cut to its bounds, x + s·u with
 * u in [−1, 1). Where nothing else is declared s = |x|, so that signs stay: a loss that takes the logarithm of a
 * parameter stays in its domain.
 */
export function drawPoint(domain: PointDomain, random: () => number): Float64Array {
  const { base, settings } = domain;
  const { sizes } = typicalSizes(base, settings.scale);
  const wanted = base.map((x, i) => {
    const low = Math.max(x - sizes[i], settings.lower?.[i] ?? -Infinity);
    const high = Math.min(x + sizes[i], settings.upper?.[i] ?? Infinity);
    return low + random() * (high - low);
  });
  return admitPoint(domain, wanted);
}
