import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordInput, recordTape, type RecordedTape, type TrackedNumber } from '../../src/autodiff/recorder.js';
import { gradientOf, hessianVectorProduct } from '../../src/autodiff/sweep.js';
import { differentiate } from './differences.js';
import { loadInstrumented, loadText } from './load-instrumented.js';

type Loss = (x: readonly unknown[]) => number;

/** Programs in random: statements over three parameters, three variables, a list and two typed arrays. */
const { expression, statements } = fc.letrec<{
  expression: string;
  condition: string;
  statement: string;
  statements: string;
}>((tie) => {
  const index = fc.oneof(
    fc.constantFrom('0', '1', '2', 'n % 3', '(n + 1) % 3', 'Math.floor(Math.abs(u)) % 3 || 0'),
    fc.constantFrom('n++ % 3', '(n += 2) % 3'),
  );
  const variable = fc.constantFrom('u', 'v', 'w');
  const place = fc.oneof(
    variable,
    fc
      .tuple(fc.constantFrom('list', 'typed', 'single', 'typed.subarray(1)', 'box.inner'), index)
      .map(([a, i]) => `${a}[${i}]`),
    fc.constantFrom('box.sum', 'box?.sum'),
  );
  const target = place.filter((text) => !text.includes('?.'));
  const leaf = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('x[0]', 'x[1]', 'x[2]') },
    { weight: 4, arbitrary: place },
    fc.constantFrom('n', '0.5', '2', '-1.25', 'typed?.[1]', 'box.inner?.at(-1)'),
  );
  const e = tie('expression');
  const binary = fc.tuple(e, fc.constantFrom('+', '-', '*'), e).map(([a, o, b]) => `(${a} ${o} ${b})`);
  const smooth = fc.tuple(fc.constantFrom('sin', 'cos', 'tanh', 'atan', 'asinh'), e).map(([f, a]) => `Math.${f}(${a})`);
  const other = fc.oneof(
    fc.tuple(e, e).map(([a, b]) => `${a} / (2 + (${b}) ** 2)`),
    fc.tuple(e, e, e).map(([a, b, c]) => `(${a} > ${b} ? ${b} : ${c})`),
    fc.tuple(fc.constantFrom('max', 'min', 'hypot'), e, e).map(([f, a, b]) => `Math.${f}(${a}, ${b}, 0.3)`),
    fc.tuple(e, e).map(([a, b]) => `(${a} || ${b})`),
    fc.tuple(e, e).map(([a, b]) => `helper(${a}, ${b})`),
    e.map((a) => `helper(${a})`),
    e.map((a) => `(-(${a}))`),
    fc.tuple(target, e).map(([t, a]) => `(${t} = ${a})`),
    variable.map((t) => `${t}++`),
    fc.constantFrom('list', 'typed', 'single').map((a) => `${a}.reduce((p, q) => p + q * 0.5, 0)`),
    e.map((a) => `list.map((q, i) => q * ${a} + i)[1]`),
    e.map((a) => `typed.map((q) => Math.sin(q + ${a}))[2]`),
    e.map((a) => `Math.sqrt(1 + Math.abs(${a}))`),
  );
  const condition = fc.oneof(
    fc.tuple(e, fc.constantFrom('<', '>=', '===', '!=='), e).map(([a, o, b]) => `${a} ${o} ${b}`),
    e.map((a) => `!(${a} > 1)`),
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map(([a, o, b]) => `(${a}) ${o} (${b})`),
  );
  const s = tie('statements');
  const c = tie('condition');
  const statement = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(target, fc.constantFrom('=', '+=', '-=', '*=', '='), e).map(([t, o, a]) => `${t} ${o} ${a}`),
    },
    fc.tuple(c, s, s).map(([a, b, d]) => `if (${a}) {\n${b}\n} else {\n${d}\n}`),
    s.map((b) => `for (let i = 0; i < 3; i++) {\n${b}\nlist[i] *= 0.5\n}`),
    s.map((b) => `for (const item of typed) {\nu += item * 0.1\n${b}\n}`),
    fc.tuple(c, s).map(([a, b]) => `for (let i = 0; i < 4 && (${a}); i++) {\n${b}\n}`),
    fc.tuple(target, target, e, e).map(([p, q, a, b]) => `;[${p}, ${q} = ${b}] = [${a}, ${q}]`),
    e.map((a) => `try { if (${a} > 0.7) throw { value: ${a} } } catch ({ value }) { v += value } finally { n++ }`),
    e.map((a) => `switch (n % 3) { case 0: u = ${a}; break; case 1: v = ${a}; default: w = ${a} }`),
    e.map((a) => `{ const t = ${a}; box = { ...box, sum: t, inner: [t, ...box.inner.slice(1)] } }`),
    fc.constantFrom(
      'typed.set(list)',
      'single.fill(u * 0.25, 1)',
      'typed.copyWithin(0, 1)',
      'list = Array.from(typed)',
      'box = structuredClone(box)',
      'typed = Float64Array.from(list, (q) => q + u)',
      'u **= 2',
      'n--',
    ),
  );
  return {
    expression: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, binary, smooth, other),
    condition,
    statement,
    statements: fc
      .array(tie('statement'), { minLength: 1, maxLength: 3, depthIdentifier: 'block' })
      .map((list) => list.join('\n')),
  };
});

const program = fc.tuple(fc.array(statements, { minLength: 1, maxLength: 3 }), expression).map(
  ([blocks, result]) => `
const helper = (a, b = a * 0.5, [c] = [b + a]) => a * b - Math.sin(c);
export function loss(x) {
  let u = x[0], v = x[1] * 2, w = 0.1, n = 4;
  let list = [x[2], 1, x[0]], typed = new Float64Array([0.3, x[1], 2]), single = new Float32Array(3);
  let box = { sum: x[2], inner: [x[0], x[1], x[2]] };
${blocks.join('\n')}
  return u + v * w + list[0] - typed[1] * single[2] + box.sum + ${result};
}`,
);

const POINT = [0.7312, -1.3179, 0.2943];

async function load(text: string): Promise<{ plain: Loss; rewritten: Loss }> {
  const [plain, rewritten] = [await loadText(text), await loadInstrumented(text)];
  return { plain: plain.loss, rewritten: rewritten.loss };
}

function record(loss: Loss, point: readonly number[]): RecordedTape {
  return recordTape(() => loss(point.map(recordInput)) as number | TrackedNumber);
}

describe('random programs', () => {
  it('give to the last bit what they give plain, and have its gradient', { timeout: 300_000 }, async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(program, async (text) => {
        const { plain, rewritten } = await load(text);
        const expected = plain(POINT);
        expect(rewritten(POINT)).toBe(expected);
        const tape = record(rewritten, POINT);
        expect(tape.result).toBe(expected);
        expect(tape.escapes).toBe(0);
        compared += await compareGradient(smoothed(text));
      }),
      { numRuns: RUNS, seed: 20_240, endOnFailure: true },
    );
    // Of three slopes each, some are of steps and kinks, where differences tell nothing.
    expect(compared).toBeGreaterThan(RUNS);
  });

  it('have the curvature of their gradient', { timeout: 300_000 }, async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(program, async (text) => {
        const { rewritten } = await load(smoothed(text));
        const direction = [0.5, -1, 0.25];
        const tape = record(rewritten, POINT);
        if (!isTame(tape)) return;
        const product = hessianVectorProduct(tape, direction);
        const slope = (t: number): number =>
          gradientOf(
            record(
              rewritten,
              POINT.map((x, i) => x + t * direction[i]),
            ),
          ).reduce((sum, g, i) => sum + g * direction[i], 0);
        const expected = product.reduce((sum, h, i) => sum + h * direction[i], 0);
        const [found] = await differentiate(([t]) => slope(t), [0]);
        if (!isSharp(found)) return;
        compared++;
        expect(Math.abs(expected - found.slope)).toBeLessThanOrEqual(3 * found.bound + 1e-9 * Math.abs(found.slope));
      }),
      { numRuns: RUNS / 4, seed: 77, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(RUNS / 10);
  });
});

const RUNS = 400;

/** Differences of what is made of huge numbers, such as sin(1e20), are those of rounding. */
function isTame({ value, length }: RecordedTape): boolean {
  return value.subarray(0, length).every((y) => Math.abs(y) < 1e4);
}

function isSharp({ slope, bound }: { slope: number; bound: number }): boolean {
  return bound < 1e-5 * Math.max(1, Math.abs(slope));
}

/** Rounding to single precision is a staircase, of which differences tell little. */
function smoothed(text: string): string {
  return text.replace('Float32Array', 'Float64Array');
}

async function compareGradient(text: string): Promise<number> {
  const { plain, rewritten } = await load(text);
  const tape = record(rewritten, POINT);
  if (!isTame(tape)) return 0;
  const gradient = gradientOf(tape);
  let compared = 0;
  const differences = await differentiate((x) => plain(x), POINT);
  differences.forEach((found, i) => {
    if (!isSharp(found)) return;
    compared++;
    expect(Math.abs(gradient[i] - found.slope), `d/dx${i}: ${gradient[i]}, ${found.slope}`).toBeLessThanOrEqual(
      3 * found.bound,
    );
  });
  return compared;
}
