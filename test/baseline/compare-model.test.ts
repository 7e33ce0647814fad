import { describe, expect, it } from 'vitest';
import { compareModel } from '../../src/baseline/compare-model.js';
import { recordModel } from '../../src/baseline/record-model.js';
import type { ModelRecord } from '../../src/baseline/types.js';
import { makeEntry, makeFailingModel, makeModel, makeParameter, makePoint } from '../report/fixtures.js';

const record = (model: Parameters<typeof recordModel>[0]): ModelRecord => recordModel(model, model)!;

/** A parameter of which so many entries fail, all of them by so much. */
function failing(failed: number, relativeError = 0.5) {
  const failures = Array.from({ length: Math.min(1000, failed) }, (_, i) =>
    makeEntry({ index: [i], relativeError, verdict: 'fail', reason: 'mismatch' }),
  );
  const parameter = makeParameter({ shape: [5000], verdict: 'fail', failed, failures, worst: failures[0] });
  return makeModel({ verdict: 'fail', points: [makePoint({ parameters: [parameter] })] });
}

describe('compareModel', () => {
  it('knows all of what it recorded', () => {
    for (const model of [makeFailingModel(), failing(3), failing(1500), failing(3, NaN)]) {
      const compared = compareModel(model, record(model));
      expect(compared.known).toBe(true);
      expect(compared.regressions).toBeUndefined();
      expect(compared.verdict).toBe('fail');
    }
  });

  it('leaves a model without trouble as it is', () => {
    const model = makeModel();
    expect(compareModel(model, record(model))).toEqual(model);
  });

  it.each([
    ['more failures than are listed', 1500, 1400, false],
    ['as many', 1500, 1500, true],
    ['fewer', 1400, 1500, true],
  ])('counts what is not listed: %s', (_what, now, was, isKnown) => {
    expect(compareModel(failing(now), record(failing(was))).known === true).toBe(isKnown);
  });

  it.each([
    [0.5, 0.5004, false, 'by the last digits'],
    [0.5, 0.51, true, 'by more'],
    [0.5, 0.1, false, 'smaller'],
    [0.5, NaN, true, 'not finite any more'],
    [NaN, 0.5, false, 'finite at last'],
  ])('compares errors: %d, then %d', (was, now, isWorse) => {
    const model = compareModel(failing(2, now), record(failing(2, was)));
    expect(model.regressions?.map(({ kind }) => kind) ?? []).toEqual(isWorse ? ['larger-error', 'larger-error'] : []);
    expect(model.known === true).toBe(!isWorse);
  });

  it.each([
    [6e-6, 1.19e-5, false],
    [6e-6, 1.3e-5, true],
    [6e-6, null, true],
    [null, 6e-6, false],
    [null, null, false],
    [6e-6, Infinity, true],
  ])('compares detection limits: %s, then %s', (was, now, isWorse) => {
    const withLimit = (detectionLimit: number | null) =>
      makeModel({ points: [makePoint({ parameters: [makeParameter({ detectionLimit })] })] });
    const { regressions = [] } = compareModel(withLimit(now), record(withLimit(was)));
    expect(regressions.length > 0).toBe(isWorse);
  });

  it('compares absolute limits where there is no relative one', () => {
    const withLimit = (absoluteDetectionLimit: number) =>
      makeModel({
        points: [makePoint({ parameters: [makeParameter({ detectionLimit: null, absoluteDetectionLimit })] })],
      });
    expect(compareModel(withLimit(0.019), record(withLimit(0.01))).regressions).toBeUndefined();
    expect(compareModel(withLimit(0.03), record(withLimit(0.01))).regressions).toEqual([
      { kind: 'absolute-limit', point: 'params', path: 'b1', was: 0.01, now: 0.03 },
    ]);
  });
});
