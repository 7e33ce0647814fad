import { describe, expect, it } from 'vitest';
import { findEscape } from '../../src/curvature/escape.js';
import { foreseeDescent } from '../../src/curvature/gradient-descent.js';
import { boundNorm } from '../../src/curvature/hessian-estimate.js';
import { joinHalves } from '../../src/curvature/join-halves.js';
import { conditionNumber, countSigns, judgeSpectrum, zeroLevel } from '../../src/curvature/judge-spectrum.js';
import { lanczos } from '../../src/curvature/lanczos.js';
import { rescale } from '../../src/curvature/rescale.js';
import { estimateDensity, estimateSigns } from '../../src/curvature/spectral-density.js';
import { gainByEigenpairs, gainByQuadrature, judgeStationarity } from '../../src/curvature/stationarity.js';
import { dot, eigenvector, norm, principalBlock } from '../../src/curvature/symmetric-matrix.js';
import { measureTaylorSlopes } from '../../src/curvature/taylor.js';
import { createRandom, drive, type Probe } from '../../src/numdiff/index.js';
import { solveEigen } from '../../src/run/solve-eigen.js';
import { driveVectors } from './drive-vectors.js';

/** Q·diag·Qᵀ for a random reflection Q. */
function matrixOf(eigenvalues: readonly number[], seed = 3) {
  const size = eigenvalues.length;
  const random = createRandom(seed);
  const mirror = eigenvalues.map(() => random() - 0.5);
  const square = dot(mirror, mirror);
  const q = (i: number, j: number) => (i === j ? 1 : 0) - (2 * mirror[i] * mirror[j]) / square;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      values[i * size + j] = eigenvalues.reduce((sum, value, k) => sum + q(i, k) * value * q(j, k), 0);
  return { size, values };
}

const multiply =
  ({ size, values }: { size: number; values: Float64Array }) =>
  (v: Float64Array) =>
    Float64Array.from({ length: size }, (_, i) => dot(values.subarray(i * size, (i + 1) * size), v));

describe('the dense solver', () => {
  it('finds known eigenvalues and vectors, smallest first', () => {
    const eigenvalues = [-3, -1e-6, 0, 2, 2, 700];
    const matrix = matrixOf(eigenvalues);
    const pairs = solveEigen(matrix);
    eigenvalues.forEach((value, k) => {
      expect(Math.abs(pairs.values[k] - value)).toBeLessThan(1e-12);
      const v = eigenvector(pairs, k);
      const residual = multiply(matrix)(v).map((entry, i) => entry - pairs.values[k] * v[i]);
      expect(norm(residual)).toBeLessThan(1e-11);
      expect(norm(v)).toBeCloseTo(1, 12);
    });
  });
});

describe('verdicts', () => {
  it('go by signs outside of the error', () => {
    const judge = (...values: number[]) => judgeSpectrum(countSigns(values, 0.1));
    expect(judge(1, 2)).toBe('minimum');
    expect(judge(-1, -2)).toBe('maximum');
    expect(judge(-1, 2)).toBe('saddle');
    expect(judge(-1, 0.05, 2)).toBe('saddle');
    expect(judge(0.05, 2)).toBe('flat');
    expect(judge(-0.05, -2)).toBe('flat');
    expect(judge(0)).toBe('flat');
  });

  it('make up no condition number', () => {
    expect(conditionNumber([-4, 2], 0.1)).toBe(2);
    expect(conditionNumber([1e-13, 1], 1e-12)).toBe('singular');
    expect(conditionNumber([0, 0], 0)).toBe('singular');
    expect(zeroLevel(10, 5, 0)).toBeCloseTo(50 * Number.EPSILON, 20);
    expect(zeroLevel(10, 5, 0.3)).toBe(0.3);
  });
});

describe('the norm of an error', () => {
  it('is bounded for the whole and for blocks', () => {
    const random = createRandom(9);
    const bounds = new Float64Array(36);
    for (let i = 0; i < 6; i++) for (let j = 0; j <= i; j++) bounds[i * 6 + j] = bounds[j * 6 + i] = random();
    for (let draw = 0; draw < 20; draw++) {
      const error = bounds.slice();
      for (let i = 0; i < 6; i++)
        for (let j = 0; j <= i; j++) error[i * 6 + j] = error[j * 6 + i] = (2 * random() - 1) * bounds[i * 6 + j];
      const spectral = (values: Float64Array, size: number) =>
        Math.max(...solveEigen({ size, values }).values.map(Math.abs));
      expect(spectral(error, 6)).toBeLessThanOrEqual(boundNorm(6, bounds, [1, 1, 1, 1, 1, 1]));
      const block = principalBlock({ size: 6, values: error }, [1, 4]);
      expect(spectral(block.values, 2)).toBeLessThanOrEqual(boundNorm(6, bounds, [0, 1, 0, 0, 1, 0]));
    }
  });

  it('takes the half that crosses a kink, though its bound is larger', () => {
    // 5 ± 0.5 across it, 2 ± 0.1 along it.
    const [values, bounds] = [Float64Array.of(1, 5, 2, 1), Float64Array.of(0, 0.5, 0.1, 0)];
    const joined = joinHalves(2, values, bounds, (at) => at === 1);
    expect([...joined.matrix.values]).toEqual([1, 5, 5, 1]);
    expect(joined.errorNorm([1, 1])).toBeGreaterThan(0.5);
  });

  it('counts what two halves contradict each other by', () => {
    const joined = joinHalves(2, Float64Array.of(1, 5, 2, 1), Float64Array.of(0, 0.5, 0.1, 0), () => false);
    expect(joined.matrix.values[1]).toBe(2);
    expect(joined.asymmetry).toBe(3);
    expect(joined.errorNorm([1, 1])).toBeCloseTo(0.1 + 2.4, 12);
  });
});

describe('gradient descent', () => {
  it.each([1.5, 10, 400])('gains a digit in the steps that are foreseen: κ = %d', (condition) => {
    const { stepsPerDigit, momentumStepsPerDigit, stableStep } = foreseeDescent(1, condition, 0);
    expect(stableStep).toBe(2 / condition);
    const step = 2 / (1 + condition);
    const worst = Math.max(Math.abs(1 - step), Math.abs(1 - step * condition));
    expect(worst ** stepsPerDigit!).toBeCloseTo(stepsPerDigit === 1 ? worst : 0.1, 6);
    expect(momentumStepsPerDigit!).toBeLessThanOrEqual(stepsPerDigit!);
  });

  it('has no stable step without upward curvature, and no rate away from a minimum', () => {
    expect(foreseeDescent(-3, -1, 0.1).stableStep).toBeNull();
    expect(foreseeDescent(-3, 0.05, 0.1).stableStep).toBeNull();
    expect(foreseeDescent(-3, 4, 0.1)).toEqual({ stableStep: 0.5, stepsPerDigit: null, momentumStepsPerDigit: null });
  });
});

describe('stationarity', () => {
  const scales = Float64Array.of(1, 1, 1);
  const eigenvalues = [2, 5, 0.5];
  const matrix = matrixOf(eigenvalues);

  it('knows the gain of a quadratic, by eigenvectors and by a quadrature', () => {
    const away = Float64Array.of(1e-3, -2e-3, 5e-4);
    const gradient = multiply(matrix)(away);
    const gain = dot(away, gradient) / 2;
    expect(gainByEigenpairs(gradient, scales, solveEigen(matrix)) / gain).toBeCloseTo(1, 8);
    const problem = { start: gradient, mostSteps: 3, tolerance: 0, solve: solveEigen };
    const { result } = driveVectors(lanczos(problem), multiply(matrix));
    expect(gainByQuadrature(gradient, scales, result) / gain).toBeCloseTo(1, 8);
  });

  it('holds it against noise and scale of the loss', () => {
    const judge = (gain: number, loss: number, noise: number, change: number) =>
      judgeStationarity(gain, { loss, noise, change }).isStationary;
    expect(judge(1e-12, 1, 0, 0)).toBe(true);
    expect(judge(1e-8, 1, 0, 0)).toBe(false);
    expect(judge(1e-8, 1, 1e-7, 0)).toBe(true);
    expect(judge(1e-12, 0, 0, 1)).toBe(true);
    expect(judge(0, 0, 0, 0)).toBe(true);
    expect(judge(1e-300, 0, 0, 0)).toBe(false);
  });
});

describe('rescaling', () => {
  it('undoes bad units', () => {
    const units = [1, 1e3, 1e-4];
    const { values } = matrixOf([2, 5, 0.5]);
    const scaled = values.map((value, k) => units[Math.floor(k / 3)] * value * units[k % 3]);
    const estimate = { matrix: { size: 3, values: scaled }, asymmetry: 0, errorNorm: () => 0 };
    const { conditionNumber: after, factors } = rescale(estimate, solveEigen);
    const before = conditionNumber(solveEigen(estimate.matrix).values, 0);
    expect(before).toBeGreaterThan(1e8);
    expect(after).toBeLessThan(20);
    factors.forEach((factor, i) => expect(factor ** 2 * scaled[i * 4]).toBeCloseTo(1, 10));
  });
});

describe('Lanczos’s method', () => {
  const eigenvalues = Array.from({ length: 120 }, (_, i) => (i === 0 ? -5 : i === 119 ? 40 : Math.sin(i) + 1.5));
  const matrix = matrixOf(eigenvalues);
  const start = Float64Array.from(eigenvalues, (_, i) => Math.cos(i));

  it('finds both ends, and bounds how far an eigenvalue is', () => {
    for (const mostSteps of [5, 20, 60]) {
      const problem = { start, mostSteps, tolerance: 1e-10, solve: solveEigen };
      const { lowest, highest, steps } = driveVectors(lanczos(problem), multiply(matrix)).result;
      expect(steps).toBeLessThanOrEqual(mostSteps);
      for (const { value, residual, vector } of [lowest, highest]) {
        const nearest = Math.min(...eigenvalues.map((one) => Math.abs(one - value)));
        expect(nearest).toBeLessThanOrEqual(residual + 1e-12);
        const rest = multiply(matrix)(vector).map((entry, i) => entry - value * vector[i]);
        expect(norm(rest)).toBeCloseTo(residual, 8);
      }
      if (mostSteps < 20) continue;
      expect(lowest.value).toBeCloseTo(-5, 8);
      expect(highest.value).toBeCloseTo(40, 8);
    }
  });

  it('stops where there is nothing more to find', () => {
    const identity = (v: Float64Array) => v.map((value) => 3 * value);
    const problem = { start, mostSteps: 50, tolerance: 1e-12, solve: solveEigen };
    const { result, questions } = driveVectors(lanczos(problem), identity);
    expect(questions).toBe(1);
    expect(result.lowest.value).toBeCloseTo(3, 12);
    expect(driveVectors(lanczos(problem), (v) => v.map(() => 0)).result.highest.value).toBe(0);
  });

  it('estimates how many eigenvalues are negative', () => {
    const signs = Array.from({ length: 200 }, (_, i) => (i < 60 ? -1 - i / 60 : 1 + i / 200));
    const asking = estimateDensity(200, { vectors: 6, steps: 30, random: createRandom(4), solve: solveEigen });
    const density = driveVectors(asking, multiply(matrixOf(signs))).result;
    expect(density.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
    const { negative, zero, positive } = estimateSigns(density, 200, 0.01);
    expect(negative + zero + positive).toBe(200);
    expect(Math.abs(negative - 60)).toBeLessThan(12);
  });
});

describe('the way off a saddle', () => {
  const problem = {
    point: Float64Array.of(0, 0),
    loss: 3,
    scale: 3,
    gradient: new Float64Array(2),
    vector: Float64Array.of(0, 1),
    curvature: -4,
  };
  const lossAt = (probe: Probe) => {
    const [x, y] = (probe as { point: Float64Array }).point;
    return 3 + x * x - 2 * y * y + (y > 0 ? 10 * y ** 3 : 0);
  };

  it('is followed to the side where the loss falls sooner', () => {
    const escape = drive(findEscape(problem), lossAt) as { direction: Float64Array; distance: number; loss: number };
    expect(escape.direction[1]).toBe(-1);
    expect(escape.distance).toBeCloseTo(Math.sqrt(0.015), 3);
    expect(escape.loss).toBeLessThanOrEqual(2.97);
  });

  it('is measured in units of the curvature where the loss is 0, and is along each entry', () => {
    const half = Math.SQRT1_2;
    const product = { ...problem, loss: 0, scale: 0, vector: Float64Array.of(half, -half), curvature: -1 };
    const escape = drive(findEscape(product), (probe) => {
      const [x, y] = (probe as { point: Float64Array }).point;
      return x * y;
    }) as { distance: number; fall: number };
    expect(escape.fall).toBe(0.01);
    expect(escape.distance).toBeCloseTo(Math.sqrt(0.02), 3);
  });

  it('ends at a bound', () => {
    const bounds = { lower: Float64Array.of(-1, -0.01), upper: Float64Array.of(1, 0.01) };
    const escape = drive(findEscape({ ...problem, ...bounds }), (probe) => {
      const [, y] = (probe as { point: Float64Array }).point;
      expect(Math.abs(y)).toBeLessThanOrEqual(0.01);
      return lossAt(probe);
    }) as { distance: number | null };
    expect(escape.distance).toBeNull();
  });
});

describe('Taylor’s remainders', () => {
  const point = Float64Array.of(0.3, -0.5);
  const f = ([x, y]: Float64Array) => Math.exp(x) * Math.sin(y) + x ** 3;
  const direction = Float64Array.of(1, 0.5);
  const [e, s, c] = [Math.exp(0.3), Math.sin(-0.5), Math.cos(-0.5)];
  const slope = e * s + 3 * 0.09 + 0.5 * e * c;
  const curvature = e * s + 6 * 0.3 + 2 * 0.5 * e * c - 0.25 * e * s;
  const slopesOf = (claim: { slope: number; curvature: number }) =>
    drive(measureTaylorSlopes({ point, loss: f(point), noise: 1e-16, direction, ...claim }), (probe) =>
      f((probe as { point: Float64Array }).point),
    ) as { gradient: number | null; hessian: number | null };

  it('vanish as t² and t³ where gradient and Hessian are right, more slowly where they are wrong', () => {
    const right = slopesOf({ slope, curvature });
    expect(right.gradient).toBeCloseTo(2, 1);
    expect(right.hessian).toBeCloseTo(3, 1);
    expect(slopesOf({ slope, curvature: 2 * curvature }).hessian).toBeCloseTo(2, 1);
    expect(slopesOf({ slope: 2 * slope, curvature }).gradient).toBeCloseTo(1, 1);
  });
});
