import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckReport, ModelReport } from '../../src/check/report.js';
import { codesOf, gradcheckJson, MODELS, modelOf, parameterOf } from '../commands/gradcheck.js';

/** What each fixture comes to: its verdict, the code of its error, the codes of its warnings. */
const EXPECTED: Record<string, { verdict: ModelReport['verdict']; error?: string; warnings?: string[] }> = {
  'tree.ts': { verdict: 'pass' },
  'async.ts': { verdict: 'pass' },
  'pair.ts': { verdict: 'pass' },
  'object.ts': { verdict: 'pass' },
  'both.ts': { verdict: 'pass' },
  'tensor-loss.ts': { verdict: 'pass' },
  'methods.ts': { verdict: 'pass' },
  'dropout.ts': { verdict: 'pass' },
  'exit-code.ts': { verdict: 'pass', warnings: ['special-point'] },
  'prints.ts': { verdict: 'pass', warnings: ['special-point'] },
  'counts.ts': { verdict: 'pass' },
  'bounds.ts': { verdict: 'pass', warnings: ['special-point'] },
  'scale.ts': { verdict: 'pass', warnings: ['special-point'] },
  'frozen.ts': { verdict: 'pass' },
  'float32.ts': { verdict: 'pass', warnings: ['low-precision'] },
  'tolerance.ts': { verdict: 'pass', warnings: ['explicit-tolerance'] },
  'mutates.ts': { verdict: 'pass', warnings: ['mutated-input', 'mutated-input'] },
  'reused-buffer.ts': { verdict: 'pass', warnings: ['reused-buffer'] },
  'reused-inner-buffer.ts': { verdict: 'pass', warnings: ['reused-buffer'] },
  'throws-away.ts': { verdict: 'pass', warnings: ['domain-edge', 'special-point'] },
  'kink.ts': { verdict: 'pass', warnings: ['kink', 'special-point'] },
  'single-undecided.ts': { verdict: 'pass', warnings: ['special-point'] },
  'wrong.ts': { verdict: 'fail' },
  'layers.ts': { verdict: 'fail' },
  'kink-outside.ts': { verdict: 'fail' },
  'nan-gradient.ts': { verdict: 'fail' },
  'loss-mismatch.ts': { verdict: 'fail' },
  'aliased.ts': { verdict: 'fail', warnings: ['aliased-gradient'] },
  'tied.ts': { verdict: 'pass', warnings: ['shared-storage'] },
  'sqrt-at-zero.ts': { verdict: 'inconclusive', warnings: ['special-point'] },
  'syntax.ts': { verdict: 'error', error: 'syntax' },
  'throws-on-load.ts': { verdict: 'error', error: 'load' },
  'throws.ts': { verdict: 'error', error: 'user-error' },
  'throws-later.ts': { verdict: 'error', error: 'user-error' },
  'throws-text.ts': { verdict: 'error', error: 'user-error' },
  'gradient-throws.ts': { verdict: 'error', error: 'user-error' },
  'params-throw.ts': { verdict: 'error', error: 'user-error' },
  'throws-everywhere-else.ts': { verdict: 'error', error: 'user-error' },
  'misspelt.ts': { verdict: 'error', error: 'missing-export' },
  'no-gradient.ts': { verdict: 'error', error: 'missing-export' },
  'shape.ts': { verdict: 'error', error: 'shape-mismatch' },
  'extra-key.ts': { verdict: 'error', error: 'shape-mismatch' },
  'frozen-given.ts': { verdict: 'error', error: 'frozen-gradient' },
  'empty.ts': { verdict: 'error', error: 'empty-params' },
  'nan-params.ts': { verdict: 'error', error: 'bad-params' },
  'bad-params.ts': { verdict: 'error', error: 'bad-params' },
  'outside-bounds.ts': { verdict: 'error', error: 'bad-params' },
  'nan-loss.ts': { verdict: 'error', error: 'non-finite-loss' },
  'no-return.ts': { verdict: 'error', error: 'bad-loss' },
  'exits-on-load.ts': { verdict: 'error', error: 'exited' },
};

/** Fixtures of which only some of the warnings are fixed. */
const OTHERS = [
  'bounds-tight.ts',
  'nondeterministic.ts',
  'mutated-data.ts',
  'accumulating.ts',
  'accumulating-pair.ts',
  'changing-gradient.ts',
  'stale-previous.ts',
  'stale-memo.ts',
  'both-wrong.ts',
  'forward-cache.ts',
  'loss-never-settles.ts',
];

let report: CheckReport;
let stderr: string;
let exitCode: number;
const of = (file: string) => report.models.find((model) => model.file === file)!;

beforeAll(async () => {
  const files = [...Object.keys(EXPECTED), ...OTHERS];
  ({ report, stderr, exitCode } = await gradcheckJson(files));
  expect(report.models.map((model) => model.file)).toEqual(files);
});

describe('verdict, error and warnings', () => {
  it.each(Object.entries(EXPECTED))('of %s', (file, { verdict, error, warnings = [] }) => {
    const model = of(file);
    expect({ verdict: model.verdict, error: model.error?.code, warnings: codesOf(model) }).toEqual({
      verdict,
      error,
      warnings,
    });
  });

  it('of a call with all kinds is fail: a mismatch is never masked', () => {
    expect(exitCode).toBe(1);
    expect(report.summary.verdict).toBe('fail');
  });
});

describe('wrong entries', () => {
  it('are those, with both numbers', () => {
    const a = parameterOf(of('wrong.ts'), 'a');
    expect(a.failures.map(({ index, analytic }) => ({ index, analytic }))).toEqual([{ index: [1], analytic: -4 }]);
    expect(a.worst!.index).toEqual([1]);
    expect(Math.abs(a.worst!.numeric - 4)).toBeLessThanOrEqual(a.worst!.bound);
    expect(a.worst!.relativeError).toBeCloseTo(2, 5);
    expect(parameterOf(of('wrong.ts'), 'b').verdict).toBe('pass');
  });

  it('do not blunt the detection limit, which rests on bounds alone', () => {
    expect(parameterOf(of('wrong.ts'), 'a').detectionLimit).toBeLessThan(1e-3);
  });

  it('are found in the layer where they are', () => {
    const verdicts = of('layers.ts').points[0].parameters.map(({ path, verdict }) => [path, verdict]);
    expect(verdicts).toEqual([
      ['layers[0].W', 'pass'],
      ['layers[0].b', 'pass'],
      ['layers[1].W', 'fail'],
      ['layers[1].b', 'pass'],
    ]);
  });

  it('include NaN, and it alone', () => {
    const w = parameterOf(of('nan-gradient.ts'), 'w');
    expect(w.failures.map(({ index, analytic, reason }) => [index, analytic, reason])).toEqual([
      [[1], 'NaN', 'non-finite'],
    ]);
  });

  it('include a slope outside of the subgradient of a kink', () => {
    const { worst } = parameterOf(of('kink-outside.ts'), 'at');
    expect(worst).toMatchObject({ analytic: 2, reason: 'outside-subgradient' });
    expect(worst!.slopes!.map(Math.round)).toEqual([-1, 1]);
  });
});

describe('entries that are right or cannot be decided', () => {
  it('at a kink are told, with the slopes on both sides', () => {
    const { worst, verdict } = parameterOf(of('kink.ts'), 'at');
    expect(verdict).toBe('kink');
    expect(worst).toMatchObject({ analytic: 0, reason: 'subgradient' });
    expect(worst!.slopes!.map(Math.round)).toEqual([-1, 1]);
  });

  it('at √0 are undecided, for the differences diverge as well', () => {
    expect(parameterOf(of('sqrt-at-zero.ts'), 'x').worst).toMatchObject({ analytic: 'Infinity', reason: 'singular' });
  });

  it('are all in the report, by path and shape', () => {
    const parameters = of('tree.ts').points[0].parameters;
    expect(of('tree.ts').name).toBe('Tree of everything');
    expect(parameters.map(({ path, shape }) => `${path} [${shape}]`)).toEqual([
      'x []',
      'typed [2]',
      'matrix [2,3]',
      'ragged[0] [1]',
      'ragged[1] [2]',
      'layers[0].W [2]',
      'layers[0].b []',
      'layers[1].W [2]',
      'layers[1].b []',
      '["odd key"] []',
      'none [0]',
    ]);
    expect(parameters.at(-1)).toMatchObject({ verdict: 'none', skipped: 'empty', checked: 0, worst: null });
    expect(of('tree.ts')).toMatchObject({ parameters: 11, entries: 19, checked: 19, pass: 19 });
  });
});

describe('bounds', () => {
  it('are left by no evaluation of the loss or the gradient', () => {
    expect(stderr).not.toMatch(/OUTSIDE: loss/);
    expect(stderr).not.toMatch(/OUTSIDE: gradient/);
  });

  it('make differences one-sided where the point stands on them', () => {
    const schemes = (path: string) => [...new Set(parameterOf(of('bounds.ts'), path).steps.map((step) => step.scheme))];
    expect(schemes('low')).toEqual(['forward']);
    expect(schemes('high')).toEqual(['backward']);
    expect(schemes('inside')).toContain('central');
    expect(schemes('narrow')).toContain('central');
  });
});

describe('frozen parameters', () => {
  it('are not checked and not moved', () => {
    const size = parameterOf(of('frozen.ts'), 'layer.size');
    expect(size).toMatchObject({ verdict: 'none', skipped: 'frozen', checked: 0 });
    expect(stderr).not.toMatch(/MOVED/);
  });
});

describe('a gradient that depends on more than its arguments', () => {
  it('fails when it accumulates', () => {
    expect(of('accumulating.ts').verdict).toBe('fail');
  });

  it.each(['accumulating-pair.ts', 'changing-gradient.ts', 'stale-previous.ts', 'stale-memo.ts'])(
    'fails in %s',
    (file) => {
      expect(of(file).verdict).toBe('fail');
    },
  );
});

describe('a gradient that leans on the last call of the loss', () => {
  it('fails, or is told to keep state', () => {
    const model = of('forward-cache.ts');
    expect(model.verdict === 'fail' || codesOf(model).includes('stateful-gradient')).toBe(true);
  });
});

describe('two gradients in one model', () => {
  it('that contradict each other do not pass', () => {
    expect(of('both-wrong.ts').verdict).toBe('fail');
  });
});

describe('a loss that depends on more than its arguments', () => {
  it('is undecided when it differs at equal input, and told so', () => {
    const model = of('nondeterministic.ts');
    expect(model.verdict).toBe('inconclusive');
    expect(codesOf(model)).toContain('nondeterministic-loss');
    expect(parameterOf(model, 'w').worst!.reason).toBe('nondeterministic');
  });

  it('sees its data as they were, whatever earlier calls did to them', () => {
    expect(of('mutated-data.ts')).toMatchObject({ verdict: 'pass', loss: 5 });
    expect(codesOf(of('mutated-data.ts'))).toContain('mutated-input');
  });

  it('may draw random numbers: they are the same at x, x + h and x − h', () => {
    expect(of('dropout.ts')).toMatchObject({ pass: 8, warnings: [] });
  });
});

describe('loss-mismatch', () => {
  it('is diagnosed with both losses', () => {
    const [diagnosis] = of('loss-mismatch.ts').diagnoses;
    expect(diagnosis).toMatchObject({ code: 'loss-mismatch', evidence: 'exact' });
    expect(diagnosis.message).toMatch(/\b3\b.*\b2\b/);
  });
});

describe('float32', () => {
  it('is told of parameters and loss, and measured', () => {
    const model = of('float32.ts');
    expect(model.dtype).toBe('float32');
    expect(model.noise).toBeGreaterThan(1e-9);
    expect(of('tree.ts').dtype).toBe('float64');
  });
});

describe('errors in user code', () => {
  const lineOf = (file: string) =>
    readFileSync(join(MODELS, file), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes('// here')) + 1;

  it.each([
    ['throws.ts', 'throws-helper.ts', 'loss threw: RangeError: singular: 2'],
    ['throws-later.ts', 'throws-later.ts', 'loss threw: after a while'],
    ['gradient-throws.ts', 'gradient-throws.ts', 'gradient threw: TypeError: not written yet'],
    ['params-throw.ts', 'params-throw.ts', 'params() threw: SyntaxError: '],
    ['throws-on-load.ts', 'throws-on-load.ts', 'the module threw while it was loaded: SyntaxError: '],
    ['throws-everywhere-else.ts', 'throws-everywhere-else.ts', 'RangeError: only 2 will do'],
  ])('of %s are located in the line of %s', (file, source, message) => {
    const { error } = of(file);
    expect(error!.message).toContain(message);
    expect(error!.location).toMatchObject({
      file: expect.stringMatching(new RegExp(`(^|/)${source}$`)),
      line: lineOf(source),
    });
    expect(error!.location!.text).toContain('// here');
    expect(error!.frame).toContain(`> ${lineOf(source)} |`);
    expect(error!.stack).not.toMatch(/dist\/|node:internal|gradcheck-/);
  });

  it('that are no Error are quoted', () => {
    expect(of('throws-text.ts').error!.message).toBe('loss threw: the string "no data" was thrown');
  });

  it('of syntax are located as well', () => {
    expect(of('syntax.ts').error!.location).toMatchObject({ line: 2, text: expect.stringContaining('w[0] +;') });
  });
});

describe('messages on models', () => {
  const wordsOf = (file: string) => `${of(file).error!.message} ${of(file).error!.hint}`;

  it.each<[string, RegExp[]]>([
    ['misspelt.ts', [/no export `gradient`/, /did you mean `gradeint`/]],
    ['no-gradient.ts', [/no export `gradient`/, /export const gradient/]],
    ['shape.ts', [/gradient of W/, /\[2, 3\]/, /\[3, 2\]/]],
    ['extra-key.ts', [/bias/]],
    ['nan-params.ts', [/w\[1\] is NaN/]],
    ['bad-params.ts', [/label: .*the string "first"/]],
    ['outside-bounds.ts', [/rate is 2, outside its bounds \[0, 1\]/]],
    ['nan-loss.ts', [/the loss is NaN/]],
    ['no-return.ts', [/returned undefined/, /`return`/]],
    ['frozen-given.ts', [/\bk\b.*frozen/]],
    ['exits-on-load.ts', [/process\.exit/]],
  ])('of %s say what to do', (file, patterns) => {
    for (const pattern of patterns) expect(wordsOf(file)).toMatch(pattern);
  });

  it('do not speak of process.exit where a promise never settles', () => {
    expect(of('loss-never-settles.ts').verdict).toBe('error');
    expect(wordsOf('loss-never-settles.ts')).not.toMatch(/process\.exit/);
  });
});

describe('what models print', () => {
  it('goes to stderr, from loading and from every function', () => {
    for (const text of ['printed while loading', 'written to stdout', 'printed by loss', 'complaint of gradient'])
      expect(stderr).toContain(text);
  });

  it('is not lost, however much it is, and the evaluations are all counted', () => {
    const model = modelOf(report, 'counts.ts');
    const last = (word: string) =>
      Math.max(...[...stderr.matchAll(new RegExp(`${word} (\\d+)`, 'g'))].map((match) => Number(match[1])));
    expect([last('losses'), last('gradients')]).toEqual([model.lossEvaluations, model.gradientEvaluations]);
  });
});
