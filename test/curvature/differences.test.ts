import { describe, expect, it } from 'vitest';
import { curvatureAlong } from '../../src/curvature/curvature-along.js';
import { differenceGradient, directionLine, roomAlong, splitByRoom } from '../../src/curvature/difference-gradient.js';
import { drawDirection } from '../../src/curvature/draw-direction.js';
import { differenceLoss } from '../../src/curvature/difference-loss.js';
import { gradientSlopes } from '../../src/curvature/gradient-slopes.js';
import { pointAlong } from '../../src/curvature/hessian-domain.js';
import type { HessianEstimate } from '../../src/curvature/hessian-estimate.js';
import { createRandom, drive, ROUNDOFF_64, ulp, type Probe } from '../../src/numdiff/index.js';
import { driveVectors } from './drive-vectors.js';
import { domainOf, KNOWN_LOSSES, type KnownLoss } from './known-losses.js';

const noiseOf = (gradient: Float64Array) => gradient.map((g) => 8 * Math.max(ulp(g), 1e-16 * Math.abs(g)));

/** Entry by entry, with the bound for each entry's own block. */
function expectWithin({ matrix, errorNorm }: HessianEstimate, hessian: number[][]) {
  const { size } = matrix;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const weights = new Float64Array(size);
      weights[i] = weights[j] = 1;
      const error = Math.abs(matrix.values[i * size + j] - hessian[i][j]);
      expect(error, `[${i},${j}]`).toBeLessThanOrEqual(errorNorm(weights));
    }
  }
}

const lossAt = (known: KnownLoss) => (probe: Probe) => known.loss((probe as { point: Float64Array }).point);

describe('differences of the gradient', () => {
  it.each(KNOWN_LOSSES)('are within their bounds: $name', (known) => {
    const domain = domainOf(known.point);
    const gradient = known.gradient(domain.point);
    // Terms of some hundreds that cancel leave their rounding behind.
    const noise = noiseOf(gradient).map((n) => n + 1e-13 * Math.max(...gradient.map(Math.abs), 1e-3));
    const { result } = driveVectors(differenceGradient(domain, { gradient, noise }, false), known.gradient);
    const hessian = known.hessian(domain.point);
    expectWithin(result, hessian);
    const largest = Math.max(...result.matrix.values.map(Math.abs));
    expect(result.errorNorm(new Float64Array(gradient.length).fill(1))).toBeLessThan(1e-4 * largest);
    expect(result.kinks).toBe(0);
  });

  it('take four gradients a column of a smooth loss', () => {
    const domain = domainOf([0.7, -0.4, 1.3]);
    const { gradient: gradientAt } = KNOWN_LOSSES[2];
    const gradient = gradientAt(domain.point);
    const asking = differenceGradient(domain, { gradient, noise: noiseOf(gradient) }, false);
    expect(driveVectors(asking, gradientAt).questions).toBeLessThanOrEqual(18);
  });

  it('go to one side at a bound, and never over it', () => {
    const known = KNOWN_LOSSES[2];
    const lower = Float64Array.of(0.7, -0.4 - 1e-9, -Infinity);
    const upper = Float64Array.of(2, -0.4, 1.3);
    const domain = domainOf(known.point, { lower, upper });
    const gradient = known.gradient(domain.point);
    const asking = differenceGradient(domain, { gradient, noise: noiseOf(gradient) }, false);
    const { result } = driveVectors(asking, (x) => {
      x.forEach((value, i) => expect(value >= lower[i] && value <= upper[i]).toBe(true));
      return known.gradient(x);
    });
    expectWithin(result, known.hessian(domain.point));
  });

  it('tell a kink, and span both sides of it', () => {
    const domain = domainOf([0]);
    const gradientAt = ([x]: Float64Array) => Float64Array.of(2 * Math.max(0, x) + x);
    const asking = differenceGradient(domain, { gradient: Float64Array.of(0), noise: Float64Array.of(1e-17) }, false);
    const { result } = driveVectors(asking, gradientAt);
    expect(result.kinks).toBe(1);
    const error = result.errorNorm([1]);
    const [value] = result.matrix.values;
    expect(value - error).toBeLessThanOrEqual(1);
    expect(value + error).toBeGreaterThanOrEqual(3);
  });

  it('take a kink beside the point for none', () => {
    const domain = domainOf([1]);
    const gradientAt = ([x]: Float64Array) => Float64Array.of(2 * Math.abs(x - 1 - 1e-6) + x);
    const gradient = gradientAt(domain.point);
    const noise = Float64Array.of(1e-16);
    const { result } = driveVectors(differenceGradient(domain, { gradient, noise }, false), gradientAt);
    expect(result.kinks).toBe(0);
    expect(Math.abs(result.matrix.values[0] + 1)).toBeLessThanOrEqual(result.errorNorm([1]));
    expect(result.errorNorm([1])).toBeLessThan(1e-3);
  });

  it('bound nothing where they grow without limit', () => {
    const domain = domainOf([0]);
    const gradientAt = ([x]: Float64Array) => Float64Array.of(Math.sign(x) * Math.sqrt(Math.abs(x)));
    const asking = differenceGradient(domain, { gradient: Float64Array.of(0), noise: Float64Array.of(1e-17) }, false);
    expect(driveVectors(asking, gradientAt).result.errorNorm([1])).toBe(Infinity);
  });

  it('step back from where the gradient is not finite', () => {
    const domain = domainOf([1e-12], { scales: Float64Array.of(1) });
    const gradientAt = ([x]: Float64Array) => Float64Array.of(Math.log(x));
    const gradient = gradientAt(domain.point);
    const asking = differenceGradient(domain, { gradient, noise: noiseOf(gradient) }, false);
    const { result } = driveVectors(asking, gradientAt);
    expect(result.matrix.values[0] / 1e12).toBeCloseTo(1, 2);
  });

  it('tell a Jacobian that is not symmetric', () => {
    const domain = domainOf([1, 2]);
    const gradientAt = ([x, y]: Float64Array) => Float64Array.of(x + 3 * y, x + y);
    const gradient = gradientAt(domain.point);
    const asking = differenceGradient(domain, { gradient, noise: noiseOf(gradient) }, false);
    const { result } = driveVectors(asking, gradientAt);
    expect(result.asymmetry).toBeCloseTo(2, 6);
    expect(result.errorNorm([1, 1])).toBeGreaterThan(1.9);
  });

  it('along a direction are products of the Hessian', () => {
    const known = KNOWN_LOSSES[2];
    const domain = domainOf(known.point);
    const direction = Float64Array.of(0.5, -0.3, 1);
    const gradient = known.gradient(domain.point);
    const line = directionLine(domain, direction, false);
    const { result } = driveVectors(gradientSlopes(line, gradient, noiseOf(gradient)), known.gradient);
    known.hessian(domain.point).forEach((row, i) => {
      const exact = row.reduce((sum, entry, j) => sum + entry * direction[j], 0);
      expect(Math.abs(result.values[i] - exact)).toBeLessThanOrEqual(result.bounds[i]);
    });
  });

  it('of a direction that leads out of bounds are those of parts that do not', () => {
    const domain = domainOf([0, 0], { lower: Float64Array.of(0, -9), upper: Float64Array.of(9, 0) });
    expect(splitByRoom(domain, Float64Array.of(-1, -2))).toEqual([
      { part: Float64Array.of(0, -2), sign: 1 },
      { part: Float64Array.of(1, 0), sign: -1 },
    ]);
  });
});

describe('differences of the loss', () => {
  it.each(KNOWN_LOSSES)('are within their bounds: $name', (known) => {
    const domain = domainOf(known.point);
    const loss = known.loss(domain.point);
    const noise = 8 * Math.max(ulp(loss), 1e-16);
    const result = drive(differenceLoss(domain, loss, noise, ROUNDOFF_64), lossAt(known)) as HessianEstimate;
    expectWithin(result, known.hessian(domain.point));
    const largest = Math.max(...result.matrix.values.map(Math.abs));
    expect(result.errorNorm(new Float64Array(known.point.length).fill(1))).toBeLessThan(1e-2 * largest);
  });

  it.each([
    ['of its gradient', ([x, y]: Float64Array) => x * Math.abs(x) + 3 * x * x + y * y, 2, 2.5],
    ['of its gradient, across', ([x, y]: Float64Array) => x * Math.abs(y) + x * x + y * y, 1, 1.2],
    ['of its own', ([x, y]: Float64Array) => Math.abs(x) + y * y, Infinity, Infinity],
  ])('span both sides of a kink %s', (_, loss, least, most) => {
    const domain = domainOf([0, 0]);
    const asking = differenceLoss(domain, 0, 1e-16, ROUNDOFF_64);
    const { kinks, errorNorm } = drive(asking, (probe) =>
      loss((probe as { point: Float64Array }).point),
    ) as HessianEstimate;
    if (most < Infinity) expect(kinks).toBe(1);
    expect(errorNorm([1, 1])).toBeGreaterThanOrEqual(least);
    expect(errorNorm([1, 1])).toBeLessThanOrEqual(most);
  });

  it('keep within bounds that are nearer than their steps, and know how large those were', () => {
    const known = KNOWN_LOSSES[2];
    const lower = Float64Array.from(known.point, (x) => x - 1e-3);
    const upper = Float64Array.from(known.point, (x) => x + 1e-3);
    const domain = domainOf(known.point, { lower, upper });
    const loss = known.loss(domain.point);
    const result = drive(differenceLoss(domain, loss, 8 * ulp(loss), ROUNDOFF_64), (probe) => {
      const { point } = probe as { point: Float64Array };
      point.forEach((x, i) => expect(x >= lower[i] && x <= upper[i]).toBe(true));
      return known.loss(point);
    }) as HessianEstimate;
    expectWithin(result, known.hessian(domain.point));
    expect(result.kinks).toBe(0);
  });

  it('go farther where the loss is noisy', () => {
    const random = createRandom(5);
    const domain = domainOf([1, 2]);
    const loss = ([x, y]: Float64Array) => 1 + x * x + x * y + y * y + 1e-8 * (random() - 0.5);
    const asking = differenceLoss(domain, 8, 4e-8, ROUNDOFF_64);
    const result = drive(asking, (probe) => loss((probe as { point: Float64Array }).point)) as HessianEstimate;
    expectWithin(result, [
      [2, 1],
      [1, 2],
    ]);
    expect(result.errorNorm([1, 1])).toBeLessThan(0.05);
  });

  it('along a direction give the curvature there', () => {
    const known = KNOWN_LOSSES[2];
    const direction = Float64Array.of(0.5, -0.3, 1);
    const quadratic = known
      .hessian(Float64Array.from(known.point))
      .reduce((sum, row, i) => sum + direction[i] * row.reduce((s, entry, j) => s + entry * direction[j], 0), 0);
    for (const domain of [domainOf(known.point), domainOf(known.point, { upper: Float64Array.from(known.point) })]) {
      const loss = known.loss(domain.point);
      const along = domain.upper ? direction.map((v) => -Math.abs(v)) : direction;
      const expected = domain.upper ? quadraticOf(known, along) : quadratic;
      const asking = curvatureAlong(domain, along, { loss, noise: 1e-15, roundoff: ROUNDOFF_64 });
      const { value, bound } = drive(asking, lossAt(known)) as { value: number; bound: number };
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(bound);
      expect(bound).toBeLessThan(1e-2);
    }
  });
});

function quadraticOf(known: KnownLoss, v: Float64Array): number {
  const hessian = known.hessian(Float64Array.from(known.point));
  return hessian.reduce((sum, row, i) => sum + v[i] * row.reduce((s, entry, j) => s + entry * v[j], 0), 0);
}

it('a way to a bound does not end beyond it by rounding', () => {
  const random = createRandom(11);
  let beyond = 0;
  for (let k = 0; k < 200; k++) {
    const [x, upper, v] = [random(), 1 + random(), random()];
    const domain = domainOf([x], { upper: Float64Array.of(upper) });
    const t = roomAlong(domain, Float64Array.of(v))[1];
    if (x + t * v > upper) beyond++;
    expect(pointAlong(domain, Float64Array.of(v), t)[0]).toBeLessThanOrEqual(upper);
  }
  expect(beyond).toBeGreaterThan(0);
});

it('directions are drawn of numbers that steps along them do not round, and to the inside of bounds', () => {
  const point = [0.3, -0.9, 1e-3, 5].map(Math.fround);
  const domain = domainOf(point, {
    lower: Float64Array.from([-1, -0.9, -1, -9].map(Math.fround)),
    upper: Float64Array.from([1, 9, 1, 5].map(Math.fround)),
  });
  const random = createRandom(3);
  for (let k = 0; k < 20; k++) {
    const direction = drawDirection(domain, random);
    expect(direction[1]).toBeGreaterThan(0);
    expect(direction[3]).toBeLessThan(0);
    direction.forEach((v, i) => {
      expect(Math.abs(v) / domain.scales[i]).toBeGreaterThanOrEqual(0.5);
      expect(Math.fround(point[i] + 2 ** -9 * v)).toBe(point[i] + 2 ** -9 * v);
    });
  }
});
