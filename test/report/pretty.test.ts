import { describe, expect, it } from 'vitest';
import { measureWidth } from '../../src/terminal/text-layout.js';
import {
  makeEntry,
  makeErrorModel,
  makeFailingModel,
  makeFailingParameter,
  makeModel,
  makeParameter,
  makePoint,
  makeReport,
  makeUndecidedModel,
  renderPretty,
  RIGHT_STEPS,
  WRONG_STEPS,
} from './fixtures.js';

const ESCAPE = String.fromCharCode(27);

describe('pretty reporter', () => {
  it('reports a failing model in 80 columns without colour', () => {
    expect(renderPretty(makeReport([makeFailingModel()]))).toMatchInlineSnapshot(`
      "  Each row is the worst entry of a parameter. analytic: your gradient. numeric:
        the finite difference and its error bound. error: |analytic - numeric| / the
        larger of the two. central, forward: its error at the best step of each
        scheme; bars: at every step taken, largest step first.

      ✗ FAIL  two-layer perceptron  examples/perceptron.ts
        loss 1.983, noise ±2.2e-16 · float64 · 5 parameters
        261 of 262 entries checked

           parameter    worst   analytic  numeric ± bound    error  central  forward
        ────────────────────────────────────────────────────────────────────────────
        –  temperature            frozen
        ✓  layers[0].W  [3,7]   -0.01235  -0.01235 ±2.2e-9  8.1e-9    5e-11   4.4e-8
        ✓  layers[0].b  [15]      1.2e-7    1.2e-7 ±6e-14   1.7e-7    5e-11   4.4e-8
        ~  layers[1].W  [4,15]        ≈0        ≈0 ±4e-16       ≈0    5e-11   4.4e-8
        ✗  layers[1].b  [4]      -0.4402    0.4402 ±1.8e-7       2        2        2

        Errors above 6e-6 of an entry would have been seen.

        ~ layers[1].W: 1 of 80 checked entries at a kink of the loss
          entry             analytic  one-sided slopes
          ────────────────────────────────────────────
          layers[1].W[0,3]         0  0 to 0.5
          the loss has a kink here, and the gradient lies between its one-sided
          slopes: a valid subgradient

        ✗ layers[1].b: all 5 entries wrong
          entry           analytic  numeric ± bound  error  ratio
          ───────────────────────────────────────────────────────
          layers[1].b[4]   -0.4402   0.4402 ±1.8e-7      2     -1
          layers[1].b[0]   -0.3312   0.3312 ±1.4e-7      2     -1
          layers[1].b[2]    0.1021  -0.1021 ±4.1e-8      2     -1
          layers[1].b[3]   -0.0877   0.0877 ±3.6e-8      2     -1
          layers[1].b[1]    0.0458  -0.0458 ±1.9e-8      2     -1
          the gap stays the same from step to step: the gradient is off, not the
          differences

        ! mutated-input
          gradient wrote into params.layers[0].W; every call got a fresh copy, so the
          result stands.

        → sign-flip in layers[1].b (certain)
          The gradient of layers[1].b is the negative of what it should be: analytic /
          numeric is -1 in all 5 entries.
          at examples/perceptron.ts:41:7
          │ grad.layers[1].b[k] -= delta[k];

      ✗ FAIL  1 model: 1 wrong
        261 of 262 entries checked · 255 pass · 5 fail · 1 kink · 0 undecided
        3,412 loss + 3 gradient evaluations · 0.41 s · seed 1
        what it means: gradcheck explain sign-flip
        replay: gradcheck check examples/perceptron.ts --seed 1
      "
    `);
  });

  it('reports a passing model in 80 columns of ASCII', () => {
    const output = renderPretty(makeReport([makeModel()]), { unicode: false });
    expect(output).toMatchInlineSnapshot(`
      "  Each row is the worst entry of a parameter. analytic: your gradient. numeric:
        the finite difference and its error bound. error: |analytic - numeric| / the
        larger of the two. central, forward: its error at the best step of each
        scheme; bars: at every step taken, largest step first.

      ok PASS  two-layer perceptron  examples/perceptron.ts
        loss 1.983, noise +-2.2e-16 | float64 | 2 parameters
        176 of 176 entries checked

            parameter    worst  analytic  numeric +- bound    error  central  forward
        -----------------------------------------------------------------------------
        ok  layers[0].W  [3,7]  -0.01235  -0.01235 +-2.2e-9  8.1e-9    5e-11   4.4e-8
        ok  layers[0].b  [15]     1.2e-7    1.2e-7 +-6e-14   1.7e-7    5e-11   4.4e-8

        Errors above 6e-6 of an entry would have been seen.

      ok PASS  1 model: 1 right
        176 of 176 entries checked | 176 pass | 0 fail | 0 kink | 0 undecided
        3,412 loss + 3 gradient evaluations | 0.41 s | seed 1
      "
    `);
  });

  it('shows shapes, counts and the curve over the steps in 120 columns', () => {
    expect(renderPretty(makeReport([makeFailingModel()]), { width: 120 })).toMatchInlineSnapshot(`
      "  Each row is the worst entry of a parameter. analytic: your gradient. numeric: the finite difference and its error
        bound. error: |analytic - numeric| / the larger of the two. central, forward: its error at the best step of each
        scheme; bars: at every step taken, largest step first.

      ✗ FAIL  two-layer perceptron  examples/perceptron.ts
        loss 1.983, noise ±2.2e-16 · float64 · 5 parameters · 261 of 262 entries checked

                   parameter    shape   checked  worst   analytic  numeric ± bound    error  central         forward
        ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
        – skipped  temperature  number      0/1            frozen
        ✓ pass     layers[0].W  16×10   160/160  [3,7]   -0.01235  -0.01235 ±2.2e-9  8.1e-9  5e-11 ▇▅▄▃▂▂▃▄  4.4e-8 ▇▇▆▅▅▄▄▄
        ✓ pass     layers[0].b  16        16/16  [15]      1.2e-7    1.2e-7 ±6e-14   1.7e-7  5e-11 ▇▅▄▃▂▂▃▄  4.4e-8 ▇▇▆▅▅▄▄▄
        ~ kink     layers[1].W  5×16      80/80  [4,15]        ≈0        ≈0 ±4e-16       ≈0  5e-11 ▇▅▄▃▂▂▃▄  4.4e-8 ▇▇▆▅▅▄▄▄
        ✗ FAIL     layers[1].b  5           5/5  [4]      -0.4402    0.4402 ±1.8e-7       2      2 ████████       2 ████████

        Errors above 6e-6 of an entry would have been seen.

        ~ layers[1].W: 1 of 80 checked entries at a kink of the loss
          entry             analytic  one-sided slopes
          ────────────────────────────────────────────
          layers[1].W[0,3]         0  0 to 0.5
          the loss has a kink here, and the gradient lies between its one-sided slopes: a valid subgradient

        ✗ layers[1].b: all 5 entries wrong
          entry           analytic  numeric ± bound  error  ratio
          ───────────────────────────────────────────────────────
          layers[1].b[4]   -0.4402   0.4402 ±1.8e-7      2     -1
          layers[1].b[0]   -0.3312   0.3312 ±1.4e-7      2     -1
          layers[1].b[2]    0.1021  -0.1021 ±4.1e-8      2     -1
          layers[1].b[3]   -0.0877   0.0877 ±3.6e-8      2     -1
          layers[1].b[1]    0.0458  -0.0458 ±1.9e-8      2     -1
          the gap stays the same from step to step: the gradient is off, not the differences

        ! mutated-input
          gradient wrote into params.layers[0].W; every call got a fresh copy, so the result stands.

        → sign-flip in layers[1].b (certain)
          The gradient of layers[1].b is the negative of what it should be: analytic / numeric is -1 in all 5 entries.
          at examples/perceptron.ts:41:7
          │ grad.layers[1].b[k] -= delta[k];

      ✗ FAIL  1 model: 1 wrong
        261 of 262 entries checked · 255 pass · 5 fail · 1 kink · 0 undecided
        3,412 loss + 3 gradient evaluations · 0.41 s · seed 1
        what it means: gradcheck explain sign-flip
        replay: gradcheck check examples/perceptron.ts --seed 1
      "
    `);
  });

  it('reports what could not be checked, with its place and a hint', () => {
    expect(renderPretty(makeReport([makeErrorModel()]))).toMatchInlineSnapshot(`
      "✗ ERROR  vae  examples/vae.ts
        ✗ user-error
          loss threw a TypeError: Cannot read properties of undefined (reading
          'length')
          at examples/vae.ts:12:24
            10 | export function loss(p, data) {
            11 |   let sum = 0;
          > 12 |   for (let i = 0; i < data.length; i++) {
               |                            ^
            13 |     sum += step(p, data[i]);
          →  The second argument is undefined because the module exports no \`data\`.

      ✗ ERROR  1 model: 1 not checked
        0 of 0 entries checked · 0 pass · 0 fail · 0 kink · 0 undecided
        1 loss + 0 gradient evaluations · 0.41 s · seed 1
        what it means: gradcheck explain user-error
        replay: gradcheck check examples/perceptron.ts --seed 1
      "
    `);
  });

  it('says why something is undecided and what would decide it', () => {
    expect(renderPretty(makeReport([makeUndecidedModel()]))).toMatchInlineSnapshot(`
      "  Each row is the worst entry of a parameter. analytic: your gradient. numeric:
        the finite difference and its error bound. error: |analytic - numeric| / the
        larger of the two. central, forward: its error at the best step of each
        scheme; bars: at every step taken, largest step first.

      ? UNDECIDED  monte carlo  examples/monte-carlo.ts
        loss 1.983, noise ±0.0034 · float64 · 1 parameter · 1 of 1 entry checked

                     parameter  analytic  numeric ± bound  error  central  forward
        ──────────────────────────────────────────────────────────────────────────
        ? undecided  sigma        3.2e-5  0.0041 ±0.02      0.99     0.01     0.01

        Where the gradient is below the noise (sigma), absolute errors above 0.02
        would have been seen.

        ? sigma: undecided
          entry  analytic  numeric ± bound  error
          ───────────────────────────────────────
          sigma    3.2e-5  0.0041 ±0.02      0.99
          the noise of the loss hides the derivative
          →  compute the loss more precisely (float64, a tighter inner solver), or say
             how accurate it is (--loss-accuracy)

        ! nondeterministic-loss
          Two calls at equal input differ by 4.8e-3.

        ? hidden by noise
          the noise of the loss, or the steps in which it changes, would have to be
          about 20000 times smaller for sigma to be decided: compute it in float64,
          tighten an inner solver, take large constants out of it, do not round it, or
          check at a point where this parameter moves it more

      ? UNDECIDED  1 model: 1 undecided
        1 of 1 entry checked · 0 pass · 0 fail · 0 kink · 1 undecided
        3,412 loss + 3 gradient evaluations · 0.41 s · seed 1
        what it means: gradcheck explain nondeterministic-loss
        replay: gradcheck check examples/perceptron.ts --seed 1
      "
    `);
  });

  it('shows the whole matrix of errors over steps with --verbose', () => {
    const model = makeModel({
      points: [makePoint({ parameters: [makeParameter({ path: 'x', shape: [] })] })],
    });
    expect(renderPretty(makeReport([model]), { verbose: true, unicode: false })).toMatchInlineSnapshot(`
      "  Each row is the worst entry of a parameter. analytic: your gradient. numeric:
        the finite difference and its error bound. error: |analytic - numeric| / the
        larger of the two. central, forward: its error at the best step of each
        scheme; bars: at every step taken, largest step first.

      ok PASS  two-layer perceptron  examples/perceptron.ts
        loss 1.983, noise +-2.2e-16 | float64 | 1 parameter | 1 of 1 entry checked

            parameter  worst  analytic  numeric +- bound    error  central  forward
        ---------------------------------------------------------------------------
        ok  x          [0]      0.1271  0.1271 +-3.1e-10  9.4e-11    5e-11   4.4e-8

        Errors above 6e-6 of an entry would have been seen.

          x: largest relative error over its entries, by step (< the best)
            step   central      forward
            -------------------------------
            0.1      0.003 *       0.04 *
            0.01      3e-5 =      0.004 *
            0.001     3e-7 -       4e-4 +
            1e-4      3e-9 :       4e-5 =
            1e-5     5e-11 . <     4e-6 =
            1e-6     2e-10 .       4e-7 -
            1e-7      2e-9 :     4.4e-8 - <
            1e-8      2e-8 -     4.4e-8 - <

      ok PASS  1 model: 1 right
        1 of 1 entry checked | 1 pass | 0 fail | 0 kink | 0 undecided
        3,412 loss + 3 gradient evaluations | 0.41 s | seed 1
      "
    `);
  });

  it('shows the stack only with --debug', () => {
    const report = makeReport([makeErrorModel()]);
    expect(renderPretty(report)).not.toContain('at loss (');
    expect(renderPretty(report, { debug: true })).toContain('at loss (examples/vae.ts:12:24)');
  });

  it('shows a failure and its error side by side', () => {
    const model = { ...makeFailingModel(), error: { code: 'timeout', message: 'Stopped after 30 s.' } };
    const output = renderPretty(makeReport([model]));
    expect(output).toContain('✗ timeout\n    Stopped after 30 s.');
    expect(output).toContain('all 5 entries wrong');
  });

  it('leaves passing models out with --quiet, and nothing else', () => {
    const report = makeReport([
      makeModel({ name: 'right one' }),
      makeFailingModel(),
      makeErrorModel(),
      makeUndecidedModel(),
    ]);
    const output = renderPretty(report, { quiet: true });
    expect(output).not.toContain('right one');
    for (const { name } of report.models.slice(1)) expect(output).toContain(name);
    expect(renderPretty(makeReport([makeModel()]), { quiet: true })).toMatchInlineSnapshot(`
      "✓ PASS  1 model: 1 right
        176 of 176 entries checked · 176 pass · 0 fail · 0 kink · 0 undecided
        3,412 loss + 3 gradient evaluations · 0.41 s · seed 1
      "
    `);
  });

  it('prints models that came without an event, as merged reports do', () => {
    const report = makeReport([makeModel(), makeFailingModel()]);
    expect(renderPretty(report, { isMerged: true })).toBe(renderPretty(report));
  });

  it('says the explicit tolerance', () => {
    const output = renderPretty(makeReport([makeModel({ tolerance: { rtol: 1e-3, atol: 0 } })]));
    expect(output).toContain('explicit tolerance rtol 0.001, atol 0');
  });

  it('prints the replay command only when something is not right', () => {
    expect(renderPretty(makeReport([makeModel()]))).not.toContain('replay');
    const long = `gradcheck check ${'models/a.ts '.repeat(20)}--seed 7`;
    expect(renderPretty(makeReport([makeFailingModel()], { replay: long }))).toContain(`replay: ${long}\n`);
  });

  it('cuts messages that hold whole arrays', () => {
    const error = { code: 'user-error', message: `not a tensor: ${'0.12345,'.repeat(100_000)}` };
    const report = makeReport([{ ...makeErrorModel(), error }]);
    expect(renderPretty(report).split('\n').length).toBeLessThan(31);
    expect(renderPretty(report)).toContain('more lines (--debug shows them)');
  });

  it('says that a parameter is wrong even when no single entry is known', () => {
    const parameter = makeParameter({ verdict: 'fail', failed: 5, failures: [], worst: null });
    const output = renderPretty(
      makeReport([makeModel({ verdict: 'fail', points: [makePoint({ parameters: [parameter] })] })]),
    );
    expect(output).toContain('✗ b1: all 5 entries wrong\n\n');
  });

  it.each([
    ['what is wrong', [makeUndecidedModel(), makeErrorModel(), makeFailingModel()], 'sign-flip'],
    ['what could not be checked', [makeUndecidedModel(), makeErrorModel()], 'user-error'],
    ['a warning', [makeUndecidedModel(), makeModel()], 'nondeterministic-loss'],
  ])('tells once a run which page explains %s', (_what, models, code) => {
    expect(renderPretty(makeReport(models)).match(/gradcheck explain .*/g)).toEqual([`gradcheck explain ${code}`]);
  });

  it('names no page where nothing has a code', () => {
    expect(renderPretty(makeReport([makeModel()]))).not.toContain('explain');
  });

  it('reports errors of the call', () => {
    const report = makeReport([], {
      errors: [{ code: 'no-files', message: 'No file matches src/*.model.ts.', hint: 'Quote the pattern.' }],
    });
    const output = renderPretty(report);
    expect(output).toContain('✗ no-files\n    No file matches src/*.model.ts.\n    →  Quote the pattern.');
  });
});

describe('numbers in the pretty report', () => {
  const show = (parameter: ReturnType<typeof makeParameter>, width = 120) =>
    renderPretty(makeReport([makeModel({ points: [makePoint({ parameters: [parameter] })] })]), { width });

  it('prints two numbers that are zero within the bound as ≈0', () => {
    const worst = makeEntry({
      analytic: 3e-18,
      numeric: -1e-17,
      bound: 4e-16,
      relativeError: 1.3,
      reason: 'zero',
    });
    expect(show(makeParameter({ worst }))).toMatch(/≈0 +≈0 ±4e-16 +≈0/);
  });

  it('prints as many digits as a mismatch needs to be seen', () => {
    const entry = makeEntry({
      analytic: 0.33120001,
      numeric: 0.3312,
      bound: 1e-13,
      relativeError: 3e-8,
      verdict: 'fail',
      reason: 'mismatch',
    });
    const output = show(makeParameter({ verdict: 'fail', worst: entry, failures: [entry], failed: 1 }));
    expect(output).toMatch(/0\.33120001 +0\.3312 ±1e-13/);
  });

  it('survives NaN and infinities everywhere', () => {
    const entry = makeEntry({
      analytic: NaN,
      numeric: Infinity,
      bound: Infinity,
      relativeError: NaN,
      verdict: 'fail',
      reason: 'non-finite',
    });
    const undecided = makeEntry({
      analytic: -Infinity,
      numeric: NaN,
      bound: NaN,
      relativeError: NaN,
      verdict: 'inconclusive',
      reason: 'no-room',
    });
    const output = show(
      makeParameter({
        verdict: 'fail',
        worst: entry,
        failures: [entry],
        failed: 1,
        inconclusive: 1,
        notes: [undecided],
        detectionLimit: Infinity,
        steps: [
          { scheme: 'central', step: 0.1, maxRelativeError: NaN },
          { scheme: 'central', step: 0.01, maxRelativeError: Infinity },
          { scheme: 'forward', step: 0.1, maxRelativeError: NaN },
        ],
      }),
      80,
    );
    expect(output).toMatchInlineSnapshot(`
      "  Each row is the worst entry of a parameter. analytic: your gradient. numeric:
        the finite difference and its error bound. error: |analytic - numeric| / the
        larger of the two. central, forward: its error at the best step of each
        scheme; bars: at every step taken, largest step first.

      ✓ PASS  two-layer perceptron  examples/perceptron.ts
        loss 1.983, noise ±2.2e-16 · float64 · 1 parameter · 5 of 5 entries checked

           parameter  worst  analytic  numeric ± bound     error   central  forward
        ───────────────────────────────────────────────────────────────────────────
        ✗  b1         [0]         NaN  Infinity ±Infinity    NaN  Infinity      NaN

        No error at all can be ruled out in b1.

        ? b1: 1 of 5 checked entries undecided
          entry   analytic  numeric ± bound  error
          ────────────────────────────────────────
          b1[0]  -Infinity  none               NaN
          \`bounds\` leave no step to take
          →  widen \`bounds\`, or move the point away from them; list it in \`frozen\` if
             it is not to move

        ✗ b1: 1 of 5 checked entries wrong
          entry  analytic  numeric ± bound     error
          ──────────────────────────────────────────
          b1[0]       NaN  Infinity ±Infinity    NaN
          the gradient is not a finite number
          →  look for a division by 0, a log or root of 0, or an overflow in the
             gradient

      ✓ PASS  1 model: 1 right
        5 of 5 entries checked · 3 pass · 1 fail · 0 kink · 1 undecided
        3,412 loss + 3 gradient evaluations · 0.41 s · seed 1
      "
    `);
  });

  it('tells reasons apart by the entries they belong to', () => {
    const failures = [
      makeEntry({ index: [0, 1], analytic: NaN, verdict: 'fail', reason: 'non-finite', relativeError: NaN }),
      makeEntry({
        index: [2, 0],
        analytic: 1,
        numeric: 0.5,
        verdict: 'fail',
        reason: 'mismatch',
        relativeError: 0.5,
      }),
    ];
    const output = show(makeParameter({ shape: [3, 2], verdict: 'fail', worst: failures[0], failures, failed: 2 }));
    expect(output).toContain('[0,1]: the gradient is not a finite number\n');
    expect(output).toContain('[2,0]: the gap stays the same');
    expect(output).toContain('2 of 6 checked entries wrong');
  });
});

describe('many parameters and points', () => {
  const many = (count: number, make: (changes: { path: string }) => ReturnType<typeof makeParameter>) =>
    Array.from({ length: count }, (_, index) => make({ path: `blocks[${index}].weight` }));

  it('collapses many passing and skipped parameters into a line each', () => {
    const skipped = many(196, (changes) =>
      makeParameter({ ...changes, verdict: 'none', skipped: 'not-selected', worst: null }),
    );
    const parameters = [...many(200, makeParameter), ...skipped, makeFailingParameter()];
    const report = makeReport([makeModel({ verdict: 'fail', points: [makePoint({ parameters })] })]);
    const output = renderPretty(report);
    expect(output).toContain('✓ 200 parameters pass, 1,000 entries checked (--verbose lists them)');
    expect(output).toContain('– 196 parameters skipped: not selected (--verbose lists them)');
    expect(output).not.toContain('blocks[7].weight');
    expect(renderPretty(report, { verbose: true })).toContain('blocks[7].weight');
  });

  it('shows the first of many failing parameters and says how many there are', () => {
    const report = makeReport([
      makeModel({ verdict: 'fail', points: [makePoint({ parameters: many(200, makeFailingParameter) })] }),
    ]);
    const output = renderPretty(report);
    expect(output).toContain('✗ 170 more failing parameters (--verbose lists them)');
    expect(output).toContain('Entries of 20 more parameters are listed with --verbose.');
    expect(output.split('\n').length).toBeLessThan(170);
  });

  it('details failing points and counts the passing ones', () => {
    const wrong = (name: string) => makePoint({ name, parameters: [makeFailingParameter()] });
    const points = [
      makePoint(),
      makePoint({ name: 'points[0]' }),
      ...[1, 2, 3, 4, 5].map((n) => wrong(`drawn ${n} (seed 1)`)),
    ];
    const output = renderPretty(makeReport([makeModel({ verdict: 'fail', points })]));
    expect(output).toContain('7 points');
    expect(output).toContain('  at drawn 3 (seed 1), loss 1.983\n');
    expect(output).not.toContain('  at drawn 4 (seed 1), loss');
    expect(output).toContain('✓ 2 more points with nothing wrong or undecided');
    expect(output).toContain('Also wrong or undecided at drawn 4 (seed 1), drawn 5 (seed 1)');
  });

  it('lists the models that did not pass once more after many', () => {
    const models = [makeModel(), makeModel(), makeFailingModel(), makeModel(), makeErrorModel()];
    expect(renderPretty(makeReport(models)).trimEnd().split('\n').slice(-8)).toMatchInlineSnapshot(`
      [
        "✗  two-layer perceptron  examples/perceptron.ts",
        "✗  vae  examples/vae.ts",
        "",
        "✗ FAIL  5 models: 3 right, 1 not checked, 1 wrong",
        "  789 of 790 entries checked · 783 pass · 5 fail · 1 kink · 0 undecided",
        "  13,649 loss + 12 gradient evaluations · 2.1 s · seed 1",
        "  what it means: gradcheck explain sign-flip",
        "  replay: gradcheck check examples/perceptron.ts --seed 1",
      ]
    `);
  });
});

describe('hostile names', () => {
  const hostile = `${ESCAPE}[2J${ESCAPE}[31mevil\n✓ PASS\u202eabc\u0000\u009b1m`;
  const parameter = makeFailingParameter({ path: `["${hostile}"]` });
  const model = makeModel({
    name: hostile,
    file: `dir/${hostile}.ts`,
    verdict: 'fail',
    points: [
      makePoint({ name: hostile, parameters: [parameter] }),
      makePoint({ name: `${hostile}2`, parameters: [parameter] }),
    ],
    cause: 'data',
    causeReason: hostile,
    error: {
      code: 'user-error',
      message: hostile,
      hint: hostile,
      frame: hostile,
      stack: hostile,
      location: { file: hostile, line: 1, column: 1, text: hostile },
    },
    diagnoses: [
      {
        code: 'unknown',
        path: hostile,
        message: hostile,
        evidence: 'hint',
        location: { file: hostile, line: 1, column: 1, text: hostile },
      },
    ],
    warnings: [{ code: 'kink', message: hostile, path: hostile }],
  });
  const report = makeReport([model, model, model, model], {
    replay: `gradcheck '${hostile}'`,
    errors: [{ code: 'load', message: hostile }],
  });

  it('never reach the terminal unescaped', () => {
    const output = renderPretty(report, { verbose: true, debug: true });
    // eslint-disable-next-line no-control-regex -- finding them is the purpose
    expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(output).toContain('\\u001b[2J\\u001b[31mevil\\n');
    expect(output.split('\n').filter((line) => line.startsWith('✓ PASS'))).toEqual([]);
  });
});

describe('width', () => {
  const long = 'encoder.blocks[11].attention.projection.kernel_of_the_output_'.repeat(3);
  const entry = makeEntry({
    index: [123, 456],
    analytic: -0.123456789012345,
    numeric: -0.123456789012399,
    bound: 1.2e-15,
    relativeError: 4.4e-13,
    verdict: 'fail',
    reason: 'mismatch',
  });
  const parameters = [
    makeParameter({ path: long, shape: [768, 3072], steps: RIGHT_STEPS }),
    makeParameter({ path: 'gewichte.größe', shape: [] }),
    makeParameter({ path: '["重み"]' }),
    makeParameter({
      path: long,
      shape: [768, 3072],
      verdict: 'fail',
      worst: entry,
      failures: [entry],
      failed: 2000,
      steps: WRONG_STEPS,
    }),
  ];
  const wide = makeModel({
    name: long,
    file: `models/${long}.ts`,
    verdict: 'fail',
    points: [makePoint({ name: long, parameters }), makePoint({ parameters })],
    warnings: [{ code: 'kink', message: `${long} ${long}`, path: long }],
  });
  const report = makeReport([makeModel(), makeFailingModel(), makeErrorModel(), makeUndecidedModel(), wide], {
    replay: '',
  });

  it.each([40, 60, 72, 80, 100, 120, 200])('keeps every line within %d columns', (width) => {
    for (const unicode of [true, false]) {
      for (const verbose of [true, false]) {
        for (const level of [0, 1] as const) {
          const output = renderPretty(report, { width, unicode, verbose, level });
          expect(output.split('\n').filter((line) => measureWidth(line) > width)).toEqual([]);
        }
      }
    }
  });

  it('lays out the same with colour as without', () => {
    const colored = renderPretty(report, { level: 1 });
    // eslint-disable-next-line no-control-regex -- colour codes begin with one
    expect(colored.replace(/\u001b\[[\d;]*m/g, '')).toBe(renderPretty(report));
  });

  it('leaves no blanks at line ends and no two empty lines in a row', () => {
    const output = renderPretty(report);
    expect(output).not.toMatch(/[ \t]\n/);
    expect(output).not.toContain('\n\n\n');
  });

  it('is ASCII where the terminal is', () => {
    const ascii = makeReport([makeModel(), makeFailingModel(), makeErrorModel(), makeUndecidedModel()]);
    // eslint-disable-next-line no-control-regex -- ASCII begins there
    expect(renderPretty(ascii, { unicode: false, verbose: true })).toMatch(/^[\u0000-\u007f]*$/);
  });
});
