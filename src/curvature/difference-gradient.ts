import { entryAt, freeSide, largestStep, pointAlong, type HessianDomain } from './hessian-domain.js';
import type { HessianEstimate } from './hessian-estimate.js';
import { joinHalves } from './join-halves.js';
import { gradientSlopes, type GradientLine, type Quotient } from './gradient-slopes.js';
import type { AskingVectors } from './questions.js';
import { firstDifference, totalWeight } from './stencil.js';

/** First steps in units of the entry: below them rounding of the gradient rules, well above them truncation does. */
const FIRST_STEP = 2 ** -16;
const FIRST_STEP_FLOAT32 = 2 ** -9;

/**
 * The Hessian by differences of the gradient, ∂gᵢ/∂xⱼ = (gᵢ(x + h·eⱼ) − gᵢ(x − h·eⱼ)) / 2h, column by column, each over a
 * ladder of steps. About four gradients a column where nothing is special.
 * @param gradient at the point: its active components
 * @param noise bound on the error of each of them
 */
export function* differenceGradient(
  domain: HessianDomain,
  { gradient, noise }: { readonly gradient: Float64Array; readonly noise: Float64Array },
  isFloat32: boolean,
): AskingVectors<HessianEstimate> {
  const size = domain.active.length;
  const values = new Float64Array(size * size);
  const bounds = new Float64Array(size * size);
  let kinks = 0;
  for (let j = 0; j < size; j++) {
    const line = entryLine(domain, domain.active[j], isFloat32 ? FIRST_STEP_FLOAT32 : FIRST_STEP);
    const column = yield* gradientSlopes(line, gradient, noise);
    kinks += column.kinks;
    for (let i = 0; i < size; i++) {
      values[i * size + j] = column.values[i];
      bounds[i * size + j] = column.bounds[i];
    }
  }
  return { ...joinHalves(size, values, bounds), kinks };
}

/** The line on which one entry varies. */
function entryLine(domain: HessianDomain, index: number, relativeStep: number): GradientLine {
  const at = (away: number): Float64Array => domain.point.with(index, entryAt(domain, index, away));
  const ceiling = largestStep(domain, index, firstDifference(1).reach);
  const scale = domain.scales[index];
  return {
    firstStep: Math.min(scale * relativeStep, 2 ** Math.floor(Math.log2(ceiling))),
    largestStep: Math.min(scale, ceiling),
    quotientAt: (step) => {
      const stencil = firstDifference(freeSide(domain, index, step));
      const points = stencil.nodes.map(({ at: multiple }) => at(multiple * step));
      // What was rounded off on the way there counts.
      const width = Math.abs(points[0][index] - points[points.length - 1][index]) / 2;
      const terms = stencil.nodes.map(({ weight }, k) => ({ point: points[k], weight: weight / width }));
      return { terms, width: step, noise: totalWeight(stencil) / width };
    },
  };
}

/** The line x + t·v; one unit of t moves each entry by about its typical size. To one side where a bound is near. */
export function directionLine(domain: HessianDomain, direction: Float64Array, isFloat32: boolean): GradientLine {
  const [below, above] = roomAlong(domain, direction);
  const ceiling = Math.max(below, above) / firstDifference(1).reach;
  const quotientAt = (step: number): Quotient => {
    const stencil = firstDifference(Math.min(below, above) >= step ? 0 : above >= below ? 1 : -1);
    const terms = stencil.nodes.map(({ at: multiple, weight }) => ({
      point: pointAlong(domain, direction, multiple * step),
      weight: weight / step,
    }));
    return { terms, width: step, noise: totalWeight(stencil) / step };
  };
  const first = isFloat32 ? FIRST_STEP_FLOAT32 : FIRST_STEP;
  return { firstStep: Math.min(first, ceiling), largestStep: Math.min(1, ceiling), quotientAt };
}

/** How far the line may be followed to both sides. */
export function roomAlong(
  { point, lower, upper }: HessianDomain,
  direction: Float64Array,
): [below: number, above: number] {
  let [below, above] = [Infinity, Infinity];
  direction.forEach((v, i) => {
    if (v === 0) return;
    const up = ((upper?.[i] ?? Infinity) - point[i]) / Math.abs(v);
    const down = (point[i] - (lower?.[i] ?? -Infinity)) / Math.abs(v);
    above = Math.min(above, v > 0 ? up : down);
    below = Math.min(below, v > 0 ? down : up);
  });
  return [below, above];
}

/**
 * A direction as the sum of parts along which there is room: entries close to a bound go inward. H·v is H·inward less
 * H·(−outward), and −outward goes inward as well.
 */
export function splitByRoom(domain: HessianDomain, direction: Float64Array): { part: Float64Array; sign: 1 | -1 }[] {
  const goesOut = (v: number, i: number): boolean => {
    const side = v === 0 ? 0 : freeSide(domain, i, domain.scales[i]);
    return side !== 0 && side !== Math.sign(v);
  };
  const inward = direction.map((v, i) => (goesOut(v, i) ? 0 : v));
  const outward = direction.map((v, i) => (goesOut(v, i) ? -v : 0));
  const parts = [
    { part: inward, sign: 1 as const },
    { part: outward, sign: -1 as const },
  ];
  return parts.filter(({ part }) => part.some((v) => v !== 0));
}
