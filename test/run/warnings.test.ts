import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckReport, ModelReport, Warning } from '../../src/check/report.js';
import { codesOf, gradcheck, gradcheckJson, parameterOf, ROOT } from '../commands/gradcheck.js';

const CONDUCT = join(ROOT, 'test/fixtures/conduct');

interface Expected {
  verdict: ModelReport['verdict'];
  /** Code and what its sentence holds, of all warnings in their order. */
  warnings: [string, RegExp][];
}

const DIFFERS: [string, RegExp] = ['nondeterministic-loss', /differs.*\(.*\d.*\).*--average/];
const EXPECTED: Record<string, Expected> = {
  'pure.ts': { verdict: 'pass', warnings: [] },
  'loss-counter.ts': {
    verdict: 'pass',
    warnings: [DIFFERS, ['stateful-loss', /moves steadily/], ['low-precision', /spreads by/]],
  },
  'loss-looks-back.ts': {
    verdict: 'inconclusive',
    warnings: [DIFFERS, ['stateful-loss', /point of the call before/]],
  },
  'loss-next-batch.ts': { verdict: 'inconclusive', warnings: [DIFFERS, ['stateful-loss', /come round/]] },
  'gradient-tires.ts': { verdict: 'fail', warnings: [['stateful-gradient', /after the check than before/]] },
  'gradient-uses-activation.ts': { verdict: 'fail', warnings: [['stateful-gradient', /loss was evaluated last/]] },
  'gradient-is-input.ts': { verdict: 'pass', warnings: [['aliased-gradient', /gradient of w is the memory of the p/]] },
  'gradient-views-overlap.ts': { verdict: 'fail', warnings: [['aliased-gradient', /gradients of a and b share/]] },
  'params-views-overlap.ts': { verdict: 'pass', warnings: [['shared-storage', /a and b share memory in params/]] },
  'gradient-sorts-data.ts': { verdict: 'pass', warnings: [['mutated-input', /changes the data/]] },
  'losses-differ.ts': { verdict: 'fail', warnings: [] },
  'symmetric-block.ts': {
    verdict: 'pass',
    warnings: [['special-point', /^A has.*transpos.*; x is 1\.5 .*--points 3/]],
  },
  'hidden-at-ones.ts': { verdict: 'pass', warnings: [['special-point', /^gamma is 1, .*; lambda is 0, .*--points 3/]] },
  'float32-sum.ts': {
    verdict: 'pass',
    warnings: [['low-precision', /^errors below 0\.00\d+ of an entry of w .*float32.*float64.*rescale.*--points 3/]],
  },
  'float32-values.ts': { verdict: 'pass', warnings: [] },
  'float32-leaves.ts': { verdict: 'pass', warnings: [] },
};

let report: CheckReport;
const of = (file: string) => report.models.find((model) => model.file === file)!;

beforeAll(async () => {
  ({ report } = await gradcheckJson(Object.keys(EXPECTED), { cwd: CONDUCT }));
});

describe('a model that breaks the contract is told so', () => {
  it('by every fixture', () => {
    expect(readdirSync(CONDUCT).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(EXPECTED))('in %s', (file, { verdict, warnings }) => {
    const found: Warning[] = of(file).warnings;
    expect({ verdict: of(file).verdict, warnings: found.map(({ code }) => code) }).toEqual({
      verdict,
      warnings: warnings.map(([code]) => code),
    });
    warnings.forEach(([, sentence], i) => expect(found[i].message).toMatch(sentence));
  });

  it('also where the losses of loss and lossAndGradient differ', () => {
    expect(of('losses-differ.ts').diagnoses).toMatchObject([{ code: 'loss-mismatch', evidence: 'exact' }]);
  });
});

describe('float32', () => {
  it('is recognised by leaves, and by the values of the loss', () => {
    for (const file of ['float32-sum.ts', 'float32-values.ts', 'float32-leaves.ts'])
      expect(of(file).dtype, file).toBe('float32');
    expect(of('pure.ts').dtype).toBe('float64');
  });

  it('in leaves alone costs no precision: the step that was achieved is the divisor', () => {
    expect(parameterOf(of('float32-leaves.ts'), 'w').detectionLimit).toBeLessThan(1e-5);
    expect(parameterOf(of('float32-sum.ts'), 'w').detectionLimit).toBeGreaterThan(1e-3);
  });
});

describe('the advice to check at another point', () => {
  it('changes no exit code, and is left out by --quiet', async () => {
    const told = await gradcheck(['symmetric-block.ts'], { cwd: CONDUCT });
    expect(told.exitCode).toBe(0);
    expect(told.stdout).toContain('! special-point');
    const args = ['../models/sqrt-at-zero.ts', 'symmetric-block.ts'];
    const undecided = await gradcheck(args, { cwd: CONDUCT });
    expect(undecided.stdout.match(/! special-point/g)).toHaveLength(2);
    const quiet = await gradcheck([...args, '--quiet'], { cwd: CONDUCT });
    expect(quiet.stdout).not.toContain('! special-point');
    expect(quiet.exitCode).toBe(undecided.exitCode);
  });

  it('shows what was hidden when it is followed, and is not repeated then', async () => {
    const { report: followed, exitCode } = await gradcheckJson(['hidden-at-ones.ts', '--points', '3'], {
      cwd: CONDUCT,
    });
    expect(exitCode).toBe(1);
    expect(followed.models[0].points.map((point) => point.parameters[0].verdict)).toEqual([
      'pass',
      'fail',
      'fail',
      'fail',
    ]);
    const right = await gradcheckJson(['symmetric-block.ts', '--points', '2'], { cwd: CONDUCT });
    expect(right.report.models[0]).toMatchObject({ verdict: 'pass', warnings: [] });
  });

  it('is not given on a gradient that fails already', async () => {
    const { report: failing } = await gradcheckJson(['../models/kink-outside.ts'], { cwd: CONDUCT });
    expect(failing.models[0].verdict).toBe('fail');
    expect(codesOf(failing.models[0])).toEqual([]);
  });
});
