import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { formatJsonReport } from '../../src/report/json.js';
import { REPORTERS } from '../../src/report/index.js';
import {
  makeEntry,
  makeErrorModel,
  makeFailingModel,
  makeModel,
  makeParameter,
  makePoint,
  makeReport,
  makeUndecidedModel,
} from './fixtures.js';

const schema = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(schema);

const full = () =>
  makeReport(
    [makeFailingModel(), makeErrorModel(), makeUndecidedModel(), makeModel({ tolerance: { rtol: 1e-3, atol: 0 } })],
    {
      errors: [{ code: 'no-files', message: 'nothing matches', hint: 'quote it' }],
    },
  );

const parse = (text: string) => {
  const value = JSON.parse(text);
  validate(value);
  return { value, errors: validate.errors };
};

describe('formatJsonReport', () => {
  it('writes reports that the schema allows', () => {
    expect(parse(formatJsonReport(full())).errors).toBeNull();
    expect(parse(formatJsonReport(makeReport([]))).errors).toBeNull();
  });

  it('keeps the order of keys and ends with a line break', () => {
    const text = formatJsonReport(makeReport([makeModel()]));
    expect(text.endsWith('}\n')).toBe(true);
    const { value } = parse(text);
    expect(Object.keys(value)).toEqual(['schemaVersion', 'tool', 'seed', 'summary', 'models', 'replay']);
    expect(Object.keys(value.summary)).toMatchInlineSnapshot(`
      [
        "verdict",
        "exitCode",
        "models",
        "parameters",
        "entries",
        "checked",
        "pass",
        "fail",
        "kink",
        "inconclusive",
        "lossEvaluations",
        "gradientEvaluations",
        "durationMs",
      ]
    `);
    expect(Object.keys(value.models[0])).toMatchInlineSnapshot(`
      [
        "name",
        "file",
        "verdict",
        "method",
        "dtype",
        "loss",
        "noise",
        "parameters",
        "entries",
        "checked",
        "pass",
        "fail",
        "kink",
        "inconclusive",
        "lossEvaluations",
        "gradientEvaluations",
        "durationMs",
        "setupEvaluations",
        "points",
        "cause",
        "causeReason",
        "diagnoses",
        "warnings",
      ]
    `);
    expect(value.models[0].points[0].parameters[0]).toMatchInlineSnapshot(`
      {
        "checked": 160,
        "coverage": {
          "directional": 0,
          "full": 160,
          "none": 0,
        },
        "detectionLimit": 0.000006,
        "fail": 0,
        "failed": 0,
        "failures": [],
        "inconclusive": 0,
        "kink": 0,
        "notes": [],
        "pass": 160,
        "path": "layers[0].W",
        "shape": [
          16,
          10,
        ],
        "size": 160,
        "steps": [
          {
            "maxRelativeError": 0.0030000000000020006,
            "scheme": "central",
            "step": 0.1,
          },
          {
            "maxRelativeError": 0.00003000000002,
            "scheme": "central",
            "step": 0.01,
          },
          {
            "maxRelativeError": 3.0000019999999997e-7,
            "scheme": "central",
            "step": 0.001,
          },
          {
            "maxRelativeError": 3.002e-9,
            "scheme": "central",
            "step": 0.0001,
          },
          {
            "maxRelativeError": 5.000000000000001e-11,
            "scheme": "central",
            "step": 0.00001,
          },
          {
            "maxRelativeError": 2.003e-10,
            "scheme": "central",
            "step": 0.000001,
          },
          {
            "maxRelativeError": 2.0000030000000003e-9,
            "scheme": "central",
            "step": 1e-7,
          },
          {
            "maxRelativeError": 2.000000003e-8,
            "scheme": "central",
            "step": 1e-8,
          },
          {
            "maxRelativeError": 0.040000000000004005,
            "scheme": "forward",
            "step": 0.1,
          },
          {
            "maxRelativeError": 0.00400000000004,
            "scheme": "forward",
            "step": 0.01,
          },
          {
            "maxRelativeError": 0.00040000000040000004,
            "scheme": "forward",
            "step": 0.001,
          },
          {
            "maxRelativeError": 0.000040000004,
            "scheme": "forward",
            "step": 0.0001,
          },
          {
            "maxRelativeError": 0.000004000040000000001,
            "scheme": "forward",
            "step": 0.00001,
          },
          {
            "maxRelativeError": 4.0039999999999996e-7,
            "scheme": "forward",
            "step": 0.000001,
          },
          {
            "maxRelativeError": 4.4000000000000004e-8,
            "scheme": "forward",
            "step": 1e-7,
          },
          {
            "maxRelativeError": 4.4000000000000004e-8,
            "scheme": "forward",
            "step": 1e-8,
          },
        ],
        "verdict": "pass",
        "worst": {
          "analytic": -0.012345678,
          "bound": 2.2e-9,
          "index": [
            3,
            7,
          ],
          "numeric": -0.0123456781,
          "reason": "match",
          "relativeError": 8.1e-9,
          "verdict": "pass",
        },
      }
    `);
  });

  it('does not depend on the order in which a report was put together', () => {
    const reverse = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reverse)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, inner]) => [key, reverse(inner)]),
            )
          : value;
    const report = full();
    expect(formatJsonReport(reverse(report) as typeof report)).toBe(formatJsonReport(report));
  });

  it('writes what JSON cannot hold as strings', () => {
    const worst = makeEntry({
      analytic: -Infinity,
      numeric: NaN,
      bound: Infinity,
      relativeError: NaN,
      slopes: [-Infinity, 1],
    });
    const model = makeModel({
      loss: NaN,
      noise: Infinity,
      points: [makePoint({ parameters: [makeParameter({ worst, detectionLimit: Infinity })] })],
    });
    const { value, errors } = parse(formatJsonReport(makeReport([model])));
    expect(errors).toBeNull();
    expect(value.models[0].loss).toBe('NaN');
    expect(value.models[0].points[0].parameters[0].worst).toMatchObject({
      analytic: '-Infinity',
      numeric: 'NaN',
      bound: 'Infinity',
      slopes: ['-Infinity', 1],
    });
  });

  it('is safe to show on a terminal and loses nothing', () => {
    const name = '\u001b[2J\u009b1m\u202eevil\n\ud800';
    const text = formatJsonReport(makeReport([makeModel({ name })]));
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cs}|[\u202a-\u202e]/u);
    expect(JSON.parse(text).models[0].name).toBe(name);
  });
});

describe('the schema', () => {
  // oxlint-disable-next-line typescript/no-explicit-any
  const corruptions: [string, (report: Record<string, any>) => void][] = [
    ['another version', (report) => (report.schemaVersion = 2)],
    ['a missing count', (report) => delete report.summary.checked],
    ['an unknown verdict', (report) => (report.models[0].verdict = 'ok')],
    ['an error verdict without the error', (report) => delete report.models[1].error],
    ['a number as text', (report) => (report.models[0].loss = '1.5')],
    ['a negative bound', (report) => (report.models[0].points[0].parameters[0].worst.bound = -1)],
    ['a misspelt field', (report) => (report.models[0].points[0].parameters[0].detectionlimit = 1)],
    ['a missing reason', (report) => delete report.models[0].points[0].parameters[0].worst.reason],
    ['a place that is no place', (report) => (report.models[0].diagnoses[0].location.line = 0)],
    ['a step of zero', (report) => (report.models[0].points[0].parameters[0].steps[0].step = 0)],
    ['an exit code out of the list', (report) => (report.summary.exitCode = 4)],
  ];

  it.each(corruptions)('refuses %s', (_name, corrupt) => {
    const report = JSON.parse(formatJsonReport(full()));
    corrupt(report);
    expect(validate(report)).toBe(false);
  });
});

describe('REPORTERS', () => {
  it.each(Object.keys(REPORTERS))('loads %s', async (name) => {
    expect(await REPORTERS[name]()).toBeTypeOf('function');
  });
});
