import { describe, expect, it } from 'vitest';
import type { ParameterReport } from '../../src/check/report.js';
import { checkFlat } from './drive-model.js';
import { drawModel, FAMILIES, type RoundedModel } from './rounded-models.js';

const MODELS = 60;

/** Each value a parameter of its own, so that the report tells the verdict of each. */
function checkEach({ loss, values }: RoundedModel, claimed: readonly number[], seed: number): ParameterReport[] {
  const tree = Object.fromEntries(values.map((value, i) => [`w${i}`, value]));
  return checkFlat(loss, values, claimed, { tree, seed }).parameters;
}

function limitOf({ detectionLimit, absoluteDetectionLimit, worst }: ParameterReport): number {
  const size = Math.max(Math.abs(worst!.analytic), Math.abs(worst!.numeric));
  return detectionLimit === null ? absoluteDetectionLimit! : detectionLimit * size;
}

interface Outcome {
  readonly seed: number;
  readonly entry: number;
  readonly error: number;
  readonly parameter: ParameterReport;
}

function outcomesOf(family: string, factors: readonly number[]): Outcome[] {
  const first = 1000 * Object.keys(FAMILIES).indexOf(family);
  return Array.from({ length: MODELS }, (_, k) => first + k).flatMap((seed) => {
    const model = drawModel(family, seed);
    return factors.flatMap((factor) => {
      const claimed = model.gradient.map((slope) => factor * slope);
      return checkEach(model, claimed, seed).map((parameter, entry): Outcome => {
        const error = Math.abs(claimed[entry] - model.gradient[entry]);
        return { seed, entry, error, parameter };
      });
    });
  });
}

function shareOf(verdict: string, outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ parameter }) => parameter.worst!.verdict === verdict).length / outcomes.length;
}

describe.each(Object.keys(FAMILIES))('a loss that is %s', (family) => {
  it('fails no right derivative', () => {
    const failures = outcomesOf(family, [1]).filter(({ parameter }) => parameter.fail > 0);
    expect(failures.map(({ seed, entry }) => ({ seed, entry }))).toEqual([]);
  });

  it('passes none of twice the size or the other sign beyond the limit that it prints', () => {
    const passes = outcomesOf(family, [2, -1]).filter(
      ({ error, parameter }) => parameter.pass > 0 && error > limitOf(parameter) * (1 + 1e-9),
    );
    expect(passes.map(({ seed, entry }) => ({ seed, entry }))).toEqual([]);
  });
});

describe.each([
  'a term cast to float32, and a penalty',
  'a term computed in float32, and a penalty',
  'a root found by bisection, and a penalty',
])('a loss that is %s', (family) => {
  it('is decided from far: most right derivatives pass, most gross errors fail', () => {
    expect(shareOf('pass', outcomesOf(family, [1]))).toBeGreaterThan(0.8);
    expect(shareOf('fail', outcomesOf(family, [2, -1]))).toBeGreaterThan(0.9);
  });
});

describe('a coarse loss whose edges are met one at a time', () => {
  // By the family, models that show one edge to each look and several to all of them.
  it.each([
    ['a term printed with few decimals, and a penalty', 7000692],
    ['a term in half precision, and a penalty', 7600006],
    ['a term in half precision, and a penalty', 7600233],
    ['a term in half precision, and a penalty', 7600469],
    ['a term in half precision, and a penalty', 17600159],
    ['a term in half precision, and a penalty', 17600632],
  ])('%s (%d): a right gradient does not fail', (family, seed) => {
    const model = drawModel(family, seed);
    expect(checkEach(model, model.gradient, seed).map(({ fail }) => fail)).toEqual(model.values.map(() => 0));
  });
});
