import { Chalk } from 'chalk';
import type {
  CheckReport,
  EntryReport,
  ModelReport,
  ParameterReport,
  PointReport,
  StepError,
} from '../../src/check/report.js';
import { createPrettyReporter } from '../../src/report/pretty.js';
import { REPORTERS } from '../../src/report/index.js';
import type { ReporterContext } from '../../src/report/reporter.js';

/** Reports written by hand, as a check of a small network would give them. */

export function makeEntry(changes: Partial<EntryReport> = {}): EntryReport {
  return {
    index: [0],
    analytic: 0.1271,
    numeric: 0.127100000012,
    bound: 3.1e-10,
    relativeError: 9.4e-11,
    verdict: 'pass',
    reason: 'match',
    ...changes,
  };
}

const STEPS = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8];

/** Truncation falls with the step (squared for central), rounding grows: the V of a right gradient. */
export const RIGHT_STEPS: StepError[] = [
  ...STEPS.map((step): StepError => ({
    scheme: 'central',
    step,
    maxRelativeError: 0.3 * step ** 2 + 2e-16 / step,
  })),
  ...STEPS.map((step): StepError => ({
    scheme: 'forward',
    step,
    maxRelativeError: 0.4 * step + 4e-16 / step,
  })),
];

/** The same gap at every step. */
export const WRONG_STEPS: StepError[] = RIGHT_STEPS.map((step) => ({ ...step, maxRelativeError: 2 }));

export function makeParameter(changes: Partial<ParameterReport> = {}): ParameterReport {
  const size = changes.shape?.reduce((product, length) => product * length, 1) ?? 5;
  const checked = changes.verdict === 'none' ? 0 : size;
  const fail = changes.failed ?? 0;
  const kink = changes.kink ?? 0;
  const inconclusive = changes.inconclusive ?? 0;
  return {
    path: 'b1',
    shape: [5],
    size,
    checked,
    pass: checked - fail - kink - inconclusive,
    fail,
    kink,
    inconclusive,
    verdict: 'pass',
    detectionLimit: 6e-6,
    worst: makeEntry(),
    failures: [],
    failed: 0,
    notes: [],
    coverage: { full: checked, directional: 0, none: size - checked },
    steps: RIGHT_STEPS,
    ...changes,
  };
}

/** The bias gradient with its sign turned round. */
export function makeFailingParameter(changes: Partial<ParameterReport> = {}): ParameterReport {
  const claims = [-0.3312, 0.0458, 0.1021, -0.0877, -0.4402];
  const failures = claims.map((analytic, position) =>
    makeEntry({
      index: [position],
      analytic,
      numeric: -analytic * (1 + 1e-9),
      bound: 4e-7 * Math.abs(analytic),
      relativeError: 2,
      verdict: 'fail',
      reason: 'mismatch',
    }),
  );
  return makeParameter({
    path: 'layers[1].b',
    verdict: 'fail',
    worst: failures[4],
    failures,
    failed: 5,
    steps: WRONG_STEPS,
    ...changes,
  });
}

export function makePoint(changes: Partial<PointReport> = {}): PointReport {
  return {
    name: 'params',
    loss: 1.9834,
    parameters: [
      makeParameter({
        path: 'layers[0].W',
        shape: [16, 10],
        worst: makeEntry({
          index: [3, 7],
          analytic: -0.012345678,
          numeric: -0.0123456781,
          relativeError: 8.1e-9,
          bound: 2.2e-9,
        }),
      }),
      makeParameter({
        path: 'layers[0].b',
        shape: [16],
        worst: makeEntry({
          index: [15],
          analytic: 1.2e-7,
          numeric: 1.1999998e-7,
          bound: 6e-14,
          relativeError: 1.7e-7,
        }),
      }),
    ],
    ...changes,
  };
}

export function makeModel(changes: Partial<ModelReport> = {}): ModelReport {
  const points = changes.points ?? [makePoint()];
  const parameters = points.flatMap((point) => point.parameters);
  const sum = (count: (parameter: ParameterReport) => number) =>
    parameters.reduce((total, parameter) => total + count(parameter), 0);
  return {
    name: 'two-layer perceptron',
    file: 'examples/perceptron.ts',
    verdict: 'pass',
    method: 'full',
    dtype: 'float64',
    loss: 1.9834,
    noise: 2.2e-16,
    parameters: points[0]?.parameters.length ?? 0,
    entries: sum(({ size }) => size),
    checked: sum(({ checked }) => checked),
    pass: sum(({ pass }) => pass),
    fail: sum(({ fail }) => fail),
    kink: sum(({ kink }) => kink),
    inconclusive: sum(({ inconclusive }) => inconclusive),
    lossEvaluations: 3_412,
    gradientEvaluations: 3,
    durationMs: 412,
    setupEvaluations: 31,
    points,
    cause: 'none',
    causeReason: '',
    diagnoses: [],
    warnings: [],
    ...changes,
  };
}

/** One wrong parameter, with the diagnosis and a warning. */
export function makeFailingModel(): ModelReport {
  return makeModel({
    verdict: 'fail',
    points: [
      makePoint({
        parameters: [
          makeFailingParameter(),
          ...makePoint().parameters,
          makeParameter({
            path: 'layers[1].W',
            shape: [5, 16],
            kink: 1,
            verdict: 'kink',
            worst: makeEntry({
              index: [4, 15],
              analytic: 3.3e-18,
              numeric: -1.2e-17,
              bound: 4e-16,
              relativeError: 1.27,
              reason: 'zero',
            }),
            notes: [
              makeEntry({
                index: [0, 3],
                analytic: 0,
                numeric: 0.25,
                bound: 0.25,
                relativeError: 1,
                verdict: 'kink',
                reason: 'subgradient',
                slopes: [0, 0.5],
              }),
            ],
          }),
          makeParameter({
            path: 'temperature',
            shape: [],
            verdict: 'none',
            skipped: 'frozen',
            worst: null,
            detectionLimit: null,
            steps: [],
          }),
        ],
      }),
    ],
    cause: 'implementation',
    causeReason: 'The differences settle at every entry, on other values than the gradient has.',
    diagnoses: [
      {
        code: 'sign-flip',
        path: 'layers[1].b',
        message:
          'The gradient of layers[1].b is the negative of what it should be: analytic / numeric is -1 in all 5 entries.',
        evidence: 'exact',
        location: {
          file: 'examples/perceptron.ts',
          line: 41,
          column: 7,
          text: 'grad.layers[1].b[k] -= delta[k];',
        },
      },
    ],
    warnings: [
      {
        code: 'mutated-input',
        message: 'gradient wrote into params.layers[0].W; every call got a fresh copy, so the result stands.',
      },
    ],
  });
}

export function makeErrorModel(): ModelReport {
  return makeModel({
    name: 'vae',
    file: 'examples/vae.ts',
    verdict: 'error',
    points: [],
    loss: NaN,
    noise: NaN,
    lossEvaluations: 1,
    gradientEvaluations: 0,
    error: {
      code: 'user-error',
      message: "loss threw a TypeError: Cannot read properties of undefined (reading 'length')",
      hint: 'The second argument is undefined because the module exports no `data`.',
      location: {
        file: 'examples/vae.ts',
        line: 12,
        column: 24,
        text: 'for (let i = 0; i < data.length; i++) {',
      },
      frame:
        '  10 | export function loss(p, data) {\n  11 |   let sum = 0;\n> 12 |   for (let i = 0; i < data.length; i++) {\n     |                            ^\n  13 |     sum += step(p, data[i]);',
      stack: 'TypeError: Cannot read properties of undefined\n    at loss (examples/vae.ts:12:24)',
    },
  });
}

export function makeUndecidedModel(): ModelReport {
  const note = makeEntry({
    index: [],
    analytic: 3.2e-5,
    numeric: 4.1e-3,
    bound: 0.02,
    relativeError: 0.992,
    verdict: 'inconclusive',
    reason: 'noise',
  });
  return makeModel({
    name: 'monte carlo',
    file: 'examples/monte-carlo.ts',
    verdict: 'inconclusive',
    noise: 3.4e-3,
    points: [
      makePoint({
        parameters: [
          makeParameter({
            path: 'sigma',
            shape: [],
            verdict: 'inconclusive',
            inconclusive: 1,
            worst: note,
            notes: [note],
            detectionLimit: null,
            absoluteDetectionLimit: 0.02,
            steps: RIGHT_STEPS.map((step) => ({ ...step, maxRelativeError: Math.min(1, 1e-3 / step.step) })),
          }),
        ],
      }),
    ],
    warnings: [{ code: 'nondeterministic-loss', message: 'Two calls at equal input differ by 4.8e-3.' }],
  });
}

const PRECEDENCE = [
  ['fail', 1],
  ['error', 2],
  ['inconclusive', 3],
] as const;

export function makeReport(models: ModelReport[], changes: Partial<CheckReport> = {}): CheckReport {
  const [verdict, exitCode] = PRECEDENCE.find(([kind]) => models.some((model) => model.verdict === kind)) ?? [
    'pass',
    0,
  ];
  const sum = (count: (model: ModelReport) => number) => models.reduce((total, model) => total + count(model), 0);
  return {
    schemaVersion: 1,
    tool: { name: 'gradcheck', version: '0.1.0' },
    seed: 1,
    summary: {
      verdict,
      exitCode,
      models: models.length,
      parameters: sum(({ parameters }) => parameters),
      entries: sum(({ entries }) => entries),
      checked: sum(({ checked }) => checked),
      pass: sum(({ pass }) => pass),
      fail: sum(({ fail }) => fail),
      kink: sum(({ kink }) => kink),
      inconclusive: sum(({ inconclusive }) => inconclusive),
      lossEvaluations: sum(({ lossEvaluations }) => lossEvaluations),
      gradientEvaluations: sum(({ gradientEvaluations }) => gradientEvaluations),
      durationMs: sum(({ durationMs }) => durationMs),
    },
    models,
    replay: 'gradcheck check examples/perceptron.ts --seed 1',
    ...changes,
  };
}

/** The text the pretty reporter writes for a report. */
export function renderPretty(
  report: CheckReport,
  changes: Partial<ReporterContext> & { level?: 0 | 1; isMerged?: boolean } = {},
): string {
  const { level = 0, isMerged = false, ...context } = changes;
  let output = '';
  const reporter = createPrettyReporter({
    write: (text) => (output += text),
    color: new Chalk({ level }),
    unicode: true,
    width: 80,
    verbose: false,
    quiet: false,
    debug: false,
    ...context,
  });
  if (!isMerged)
    report.models.forEach((model, index) => reporter.onModel?.(model, { index, total: report.models.length }));
  reporter.onEnd(report);
  return output;
}

/** Text that tries to be something else wherever it is put. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '\u001b[31mred\u001b[0m\u0007\u009b2J',
  'line\n::error file=x::pwned\r\n##[error]pwned',
  ']]> & "quoted" \'single\' &amp; <!-- ',
  'a|b `c` ``d`` \\| **bold** [link](http://x.example) @octocat #12 $x$',
  'right\u202Eleft \ufffe \ud800 \u0000',
  '# TODO later',
  '%0A::add-mask::x,y:z',
].join(' ');

/** A wrong, an undecided and a broken model, with hostile text wherever a user has text. */
export function makeHostileModels(): ModelReport[] {
  const location = { file: `src/${HOSTILE}.ts`, line: 3, column: 5, text: HOSTILE };
  const point = makePoint({
    name: HOSTILE,
    parameters: [
      makeFailingParameter({ path: HOSTILE }),
      makeParameter({ path: `${HOSTILE} right` }),
      makeParameter({ path: `${HOSTILE} undecided`, verdict: 'inconclusive', inconclusive: 5, detectionLimit: null }),
    ],
  });
  const diagnosis = { code: 'sign-flip', path: HOSTILE, message: HOSTILE, evidence: 'hint' as const, location };
  const names = { name: HOSTILE, file: location.file };
  const findings = { warnings: [{ code: 'kink', message: HOSTILE, path: HOSTILE }], causeReason: HOSTILE };
  const error = { code: 'user-error', message: HOSTILE, hint: HOSTILE, location, frame: HOSTILE, stack: HOSTILE };
  return [
    makeModel({ ...names, ...findings, verdict: 'fail', cause: 'data', points: [point], diagnoses: [diagnosis] }),
    makeModel({
      ...names,
      ...findings,
      verdict: 'inconclusive',
      points: [{ ...point, parameters: [point.parameters[2]] }],
    }),
    makeModel({ ...names, verdict: 'error', points: [], error }),
  ];
}

export function makeHostileReport(): CheckReport {
  return makeReport(makeHostileModels(), {
    replay: `gradcheck ${HOSTILE}`,
    errors: [{ code: 'usage', message: HOSTILE, hint: HOSTILE }],
    baseline: { file: HOSTILE, stale: [{ file: HOSTILE, model: HOSTILE, path: HOSTILE, index: [0] }] },
  });
}

/** What a reporter writes for a report. */
export async function render(
  name: string,
  report: CheckReport,
  changes: Partial<ReporterContext> = {},
): Promise<string> {
  let output = '';
  const createReporter = await REPORTERS[name]();
  createReporter({
    write: (text) => (output += text),
    color: new Chalk({ level: 0 }),
    unicode: true,
    width: 120,
    verbose: false,
    quiet: false,
    debug: false,
    ...changes,
  }).onEnd(report);
  return output;
}

/** All that can come up in a report without baseline. */
export function makeMixedReport(): CheckReport {
  return makeReport([makeModel(), makeFailingModel(), makeErrorModel(), makeUndecidedModel()]);
}

// eslint-disable-next-line no-control-regex -- what must not be in any output
export const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\ufffe\uffff]/;
