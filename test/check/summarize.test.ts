import { describe, expect, it } from 'vitest';
import type { EntryVerdict, ModelReport, ModelVerdict, ParameterReport, PointReport } from '../../src/check/report.js';
import { countPoints, modelVerdict, summarizeRun } from '../../src/check/summarize.js';

type Tally = Partial<Record<EntryVerdict, number>> & { size?: number };

function parameter({ pass = 0, fail = 0, kink = 0, inconclusive = 0, size }: Tally): ParameterReport {
  const checked = pass + fail + kink + inconclusive;
  return {
    path: 'w',
    shape: [size ?? checked],
    size: size ?? checked,
    checked,
    pass,
    fail,
    kink,
    inconclusive,
    verdict: checked === 0 ? 'none' : fail ? 'fail' : inconclusive ? 'inconclusive' : kink ? 'kink' : 'pass',
    detectionLimit: 1e-5,
    worst: null,
    failures: [],
    failed: fail,
    notes: [],
    coverage: { full: checked, directional: 0, none: 0 },
    steps: [],
  };
}

const point = (...tallies: Tally[]): PointReport => ({ name: 'params', loss: 1, parameters: tallies.map(parameter) });

function model(verdict: ModelVerdict, tally: Tally = { pass: 3 }): ModelReport {
  const points = [point(tally)];
  return {
    name: 'model',
    file: 'model.ts',
    verdict,
    method: 'full',
    dtype: 'float64',
    loss: 1,
    noise: 1e-16,
    parameters: 1,
    setupEvaluations: 8,
    lossEvaluations: 20,
    gradientEvaluations: 2,
    durationMs: 5,
    points,
    ...countPoints(points),
    cause: 'none',
    causeReason: '',
    diagnoses: [],
    warnings: [],
  };
}

describe('countPoints', () => {
  it('adds entries by verdict over parameters and points, what is not checked too', () => {
    const counts = countPoints([
      point({ pass: 3, kink: 1 }, { fail: 2, size: 10 }),
      point({ inconclusive: 4, pass: 1 }),
    ]);
    expect(counts).toEqual({ entries: 19, checked: 11, pass: 4, fail: 2, kink: 1, inconclusive: 4 });
  });
});

describe('modelVerdict', () => {
  it.each<[string, PointReport[], number, ModelVerdict]>([
    ['all pass', [point({ pass: 5 })], 0, 'pass'],
    ['a kink', [point({ pass: 5, kink: 1 })], 0, 'pass'],
    ['only kinks', [point({ kink: 2 })], 0, 'pass'],
    ['one entry of many fails', [point({ pass: 999 }, { fail: 1, pass: 4 })], 0, 'fail'],
    ['a failure beside a blind parameter', [point({ inconclusive: 5 }, { fail: 1 })], 500, 'fail'],
    ['a failure at a later point', [point({ pass: 5 }), point({ fail: 1 })], 0, 'fail'],
    ['some undecided entries of a parameter', [point({ pass: 1, inconclusive: 4 })], 0, 'pass'],
    ['a parameter without a decided entry', [point({ pass: 100 }, { inconclusive: 1 })], 0, 'inconclusive'],
    ['a parameter blind at a second point', [point({ pass: 5 }), point({ inconclusive: 5 })], 0, 'inconclusive'],
    ['a parameter of kinks and undecided ones', [point({ kink: 1, inconclusive: 4 })], 0, 'pass'],
    ['exactly a tenth hardly decided', [point({ pass: 100 })], 10, 'pass'],
    ['more than a tenth hardly decided', [point({ pass: 100 })], 11, 'inconclusive'],
    ['a parameter that was left out', [point({ pass: 5 }, { size: 7 })], 0, 'pass'],
    ['nothing checked', [point({ size: 7 })], 0, 'inconclusive'],
  ])('%s', (_name, points, coarse, verdict) => {
    expect(modelVerdict(points, coarse)).toBe(verdict);
  });
});

describe('summarizeRun', () => {
  it.each<[ModelVerdict[], ModelVerdict, number]>([
    [['pass'], 'pass', 0],
    [['fail'], 'fail', 1],
    [['error'], 'error', 2],
    [['inconclusive'], 'inconclusive', 3],
    [['pass', 'inconclusive'], 'inconclusive', 3],
    [['inconclusive', 'error', 'pass'], 'error', 2],
    [['error', 'pass', 'fail'], 'fail', 1],
    [['inconclusive', 'fail'], 'fail', 1],
    [['pass', 'inconclusive', 'error', 'fail'], 'fail', 1],
    [[], 'error', 2],
  ])('of %j is %s with exit code %d, in any order', (verdicts, verdict, exitCode) => {
    for (const order of [verdicts, [...verdicts].reverse()]) {
      expect(
        summarizeRun(
          order.map((v) => model(v)),
          7,
        ),
      ).toMatchObject({ verdict, exitCode, models: verdicts.length, durationMs: 7 });
    }
  });

  it('makes single undecided entries count when strict, and nothing else', () => {
    const mixed = model('pass', { pass: 9, inconclusive: 1 });
    expect(summarizeRun([mixed], 0)).toMatchObject({ verdict: 'pass', exitCode: 0 });
    expect(summarizeRun([mixed], 0, { strict: true })).toMatchObject({ verdict: 'inconclusive', exitCode: 3 });
    expect(summarizeRun([model('pass')], 0, { strict: true })).toMatchObject({ verdict: 'pass', exitCode: 0 });
    expect(summarizeRun([mixed, model('fail')], 0, { strict: true })).toMatchObject({ verdict: 'fail', exitCode: 1 });
    expect(summarizeRun([mixed, model('error')], 0, { strict: true })).toMatchObject({ exitCode: 2 });
    expect(summarizeRun([model('pass', { kink: 2 })], 0, { strict: true })).toMatchObject({ exitCode: 0 });
  });

  it('adds up counts and effort', () => {
    const summary = summarizeRun([model('pass', { pass: 4 }), model('fail', { pass: 1, fail: 2, kink: 3 })], 0);
    expect(summary).toMatchObject({
      parameters: 2,
      entries: 10,
      checked: 10,
      pass: 5,
      fail: 2,
      kink: 3,
      inconclusive: 0,
      lossEvaluations: 40,
      gradientEvaluations: 4,
    });
  });
});
