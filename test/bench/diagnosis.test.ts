import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFalseAlarms } from '../../bench/diagnosis/evaluate.js';
import { CODES, folderOf, SETS, listModels, partsOf, readLabels, type Label } from '../../bench/diagnosis/labels.js';
import { mapInParallel, runCommand } from '../../bench/diagnosis/run-command.js';
import { scoreModel } from '../../bench/diagnosis/score.js';
import type { CheckReport, Diagnosis, ModelReport } from '../../src/check/report.js';

const LABEL: Label = {
  file: 'net/wrong-scale.ts',
  mistake: 'The factor 2 is missing.',
  codes: ['missing-factor', 'scale'],
  lossLines: [7, 9],
  right: ['b'],
  wrong: ['W'],
};

const diagnosis = (code: string, line?: number, evidence: Diagnosis['evidence'] = 'strong'): Diagnosis => ({
  code,
  path: 'W',
  message: '',
  evidence,
  ...(line === undefined ? {} : { location: { file: 'net/loss.ts', line, column: 1 } }),
});

/** What the score reads of a model's report. */
const modelWith = (...diagnoses: Diagnosis[]) =>
  ({ name: 'net', verdict: 'fail', diagnoses, durationMs: 12 }) as unknown as ModelReport;

describe('score of a diagnosis', () => {
  it('takes any of the right codes and any of the right lines', () => {
    expect(scoreModel(LABEL, modelWith(diagnosis('scale', 9)))).toMatchObject({
      isFound: true,
      isFirstCodeRight: true,
      isFirstLineRight: true,
      isEachNamed: true,
      wrongExact: [],
    });
  });

  it('tells the first diagnosis from the second and third, and looks no further', () => {
    const [wrong, right] = [diagnosis('unknown', 1), diagnosis('scale', 7)];
    const later = { isFirstCodeRight: false, isSomeCodeRight: true, isFirstLineRight: false, isSomeLineRight: true };
    expect(scoreModel(LABEL, modelWith(wrong, wrong, right))).toMatchObject(later);
    const beyond = { isSomeCodeRight: false, isSomeLineRight: false };
    expect(scoreModel(LABEL, modelWith(wrong, wrong, wrong, right))).toMatchObject(beyond);
  });

  it('takes a right line of the loss only', () => {
    const elsewhere = { ...diagnosis('scale'), location: { file: 'net/matrix.ts', line: 7, column: 1 } };
    expect(scoreModel(LABEL, modelWith(elsewhere)).isFirstLineRight).toBe(false);
    expect(scoreModel(LABEL, modelWith(diagnosis('scale'))).isFirstLineRight).toBe(false);
    expect(scoreModel(LABEL, modelWith(diagnosis('scale', 8))).isFirstLineRight).toBe(false);
  });

  it('takes a line of the wrong gradient itself where its label has one', () => {
    const born = { ...diagnosis('scale'), location: { file: 'net/wrong-scale.ts', line: 3, column: 1 } };
    expect(scoreModel({ ...LABEL, gradientLines: [3] }, modelWith(born)).isFirstLineRight).toBe(true);
    expect(scoreModel({ ...LABEL, gradientLines: [4] }, modelWith(born)).isFirstLineRight).toBe(false);
    expect(scoreModel(LABEL, modelWith(born)).isFirstLineRight).toBe(false);
  });

  it('calls an exact claim wrong when neither its code nor its line is right', () => {
    const claims = [
      diagnosis('unknown', 1, 'exact'),
      diagnosis('copied', undefined, 'exact'),
      diagnosis('unknown', 7, 'exact'),
      diagnosis('scale', 1, 'exact'),
      diagnosis('copied', 1, 'strong'),
    ];
    expect(scoreModel(LABEL, modelWith(...claims)).wrongExact).toEqual(claims.slice(0, 2));
  });

  it('wants each of two mistakes named, with its own line', () => {
    const parts = [
      { codes: ['scale'], lossLines: [7] },
      { codes: ['missing-term'], lossLines: [9] },
    ];
    const both: Label = { ...LABEL, codes: ['scale', 'missing-term'], parts };
    const named = (...diagnoses: Diagnosis[]) => scoreModel(both, modelWith(...diagnoses)).isEachNamed;
    expect(named(diagnosis('scale', 7), diagnosis('missing-term', 9))).toBe(true);
    expect(named(diagnosis('scale', 9), diagnosis('missing-term', 7))).toBe(false);
    expect(named(diagnosis('scale', 7))).toBe(false);
  });

  it('survives a model without a diagnosis', () => {
    expect(scoreModel(LABEL, modelWith())).toMatchObject({ isSomeCodeRight: false, isEachNamed: false });
  });
});

describe('false alarms', () => {
  const report = (...models: ModelReport[]) => ({ models }) as unknown as CheckReport;

  it('are diagnoses and verdicts on models that no label calls wrong', () => {
    const accused = { ...modelWith(diagnosis('scale', 3)), verdict: 'pass' } as ModelReport;
    expect(findFalseAlarms('net/right.ts', report(accused), [])).toEqual([
      { file: 'net/right.ts', found: 'pass; scale (strong) at loss.ts:3' },
    ]);
    expect(findFalseAlarms('net/right.ts', report(modelWith()), [])).toHaveLength(1);
    expect(findFalseAlarms('net/wrong-scale.ts', report(modelWith(diagnosis('scale'))), [LABEL])).toEqual([]);
    expect(findFalseAlarms('net/wrong-scale.ts', report(accused), [{ ...LABEL, model: 'other' }])).toHaveLength(1);
  });
});

describe.each(SETS)('labels of the %s set', (set) => {
  const labels = readLabels(set);
  it('cover every wrong gradient', () => {
    const files = listModels(set).flatMap((model) =>
      readdirSync(join(folderOf(set), model))
        .filter((name) => name.startsWith('wrong-'))
        .map((name) => `${model}/${name}`),
    );
    expect([...new Set(labels.map(({ file }) => file))].sort()).toEqual(files.sort());
    for (const model of listModels(set)) expect(existsSync(join(folderOf(set), model, 'right.ts')), model).toBe(true);
  });

  it('name codes that there are, and lines of the loss with something on them', () => {
    for (const label of labels) {
      const lines = readFileSync(join(folderOf(set), label.file, '..', 'loss.ts'), 'utf8').split('\n');
      for (const part of partsOf(label)) {
        expect(part.codes.length, label.file).toBeGreaterThan(0);
        for (const code of part.codes) expect(CODES, label.file).toContain(code);
        for (const line of part.lossLines) expect(lines[line - 1]?.trim(), `${label.file}:${line}`).toMatch(/\w/);
      }
    }
  });
});

it('some catalogue mistakes are there for every code, several times', () => {
  const labelled = readLabels('catalogue').flatMap((label) => label.codes);
  for (const code of CODES) expect(labelled.filter((other) => other === code).length, code).toBeGreaterThan(2);
});

describe('the command on planted mistakes', () => {
  const run = async (file: string): Promise<CheckReport> => {
    const outcome = await runCommand(join(folderOf('catalogue'), file));
    if ('failure' in outcome) throw new Error(outcome.failure);
    return outcome.report;
  };

  // The last is an async model: it is run over and stopped where an operation is looked for, and its promise is rejected.
  it.each([
    'weighted-logistic/wrong-summed.ts',
    'elman-classes/wrong-recurrent-turned.ts',
    'variogram/wrong-cubic-flat.ts',
  ])('names the mistake in %s', async (file) => {
    const label = readLabels('catalogue').find((candidate) => candidate.file === file)!;
    const score = scoreModel(label, (await run(file)).models[0]);
    expect(score).toMatchObject({ isFound: true, isFirstCodeRight: true, isFirstLineRight: true, wrongExact: [] });
  });

  it('leaves the right models of a suite alone, beside two wrong ones', async () => {
    const file = 'test-functions/wrong-two-of-five.ts';
    const labels = readLabels('catalogue').filter((label) => label.file === file);
    expect(labels.map(({ model }) => model)).toEqual(['beale', 'styblinski']);
    expect(findFalseAlarms(file, await run(file), labels)).toEqual([]);
  });

  it('does not pass over a model that cannot be checked', async () => {
    const [alarm] = findFalseAlarms('gone/right.ts', await run('gone/right.ts'), []);
    expect(alarm.found).toBe('error');
  });
});

describe('work in parallel', () => {
  it('keeps the order, and no more under way than asked for', async () => {
    let underWay = 0;
    let most = 0;
    const waits = [30, 1, 20, 5, 1];
    const done = await mapInParallel(waits, 2, async (wait) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, wait));
      underWay--;
      return 2 * wait;
    });
    expect(done).toEqual(waits.map((wait) => 2 * wait));
    expect(most).toBe(2);
  });
});
