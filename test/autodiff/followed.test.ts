import { describe, expect, it } from 'vitest';
import type { GradcheckError } from '../../src/errors.js';
import { recordInput, recordTape, type RecordedTape, type TrackedNumber } from '../../src/autodiff/recorder.js';
import { gradientOf } from '../../src/autodiff/sweep.js';
import { loadInstrumented } from './load-instrumented.js';

type Run = (...args: unknown[]) => TrackedNumber | number;

async function load(text: string): Promise<Run> {
  return (await loadInstrumented(text)).f;
}

function recordOf(f: Run, x: number, ...more: unknown[]): RecordedTape {
  return recordTape(() => f(recordInput(x), ...more));
}

function errorOf(run: () => unknown): Pick<GradcheckError, 'code' | 'message'> | null {
  try {
    run();
    return null;
  } catch (error) {
    const { code, message } = error as GradcheckError;
    return { code, message };
  }
}

const STALE = { code: 'not-instrumentable', message: 'the loss uses a number that it kept from an earlier call' };

describe('a number kept from an earlier recording', () => {
  it.each([
    ['in a variable', 'let kept; export const f = (x) => (kept ??= x * 2) + x;'],
    ['compared', 'let kept; export const f = (x) => { const is = kept > 1; kept = x; return is ? 1 : x; };'],
    ['as text', 'let kept = 1; export const f = (x) => { const text = `${kept}`; kept = x; return text.length * x; };'],
    [
      'in a map',
      'const kept = new Map(); export const f = (x) => { if (!kept.has("x")) kept.set("x", x * x); return kept.get("x") + x; };',
    ],
    [
      'in a typed array',
      'const kept = new Float64Array(2); export const f = (x) => { const old = kept[1]; kept[1] = x; return old + x; };',
    ],
    [
      'summed up',
      'const sums = new Float64Array(2); export const f = (x) => sums.map((s, i) => (sums[i] = s + x))[1];',
    ],
    [
      'and the error caught',
      'let kept; export const f = (x) => { try { return (kept ??= x * 2) + x } catch { return x } };',
    ],
  ])('%s is refused', async (_, text) => {
    const f = await load(text);
    expect(errorOf(() => recordOf(f, 2))).toBeNull();
    expect(errorOf(() => recordOf(f, 2))).toEqual(STALE);
  });

  it('is refused outside of recordings too', async () => {
    const f = await load('let kept; export const f = (x) => (kept ??= x * 2) + 1;');
    recordOf(f, 2);
    expect(errorOf(() => f(3))).toEqual(STALE);
  });

  it('is good where it is written anew', async () => {
    const f = await load(
      'const row = new Float64Array(3); export const f = (x) => { row.fill(0); for (let i = 0; i < 3; i++) row[i] += x * i; return row[2]; };',
    );
    for (const x of [1, 2, 3]) expect(gradientOf(recordOf(f, x))).toEqual(Float64Array.of(2));
    expect(f(4)).toBe(8);
  });
});

describe('too long a recording', () => {
  it('ends even where all errors are caught', async () => {
    const f = await load(
      'export const f = (x) => { let s = x; for (let i = 0; i < 100; i++) try { s += x } catch {} return s; };',
    );
    expect(errorOf(() => recordTape(() => f(recordInput(1)), 50))?.code).toBe('tape-limit');
    expect(recordOf(f, 1).length).toBe(102);
  });
});

describe('bytes', () => {
  const REFUSED = { code: 'not-instrumentable', message: expect.stringContaining('DataView') };

  it.each([
    [
      'written',
      'export const f = (x) => { const v = new DataView(new ArrayBuffer(8)); v.setFloat64(0, x); return v.getFloat64(0); };',
    ],
    [
      'read',
      'export const f = (x) => { const a = Float64Array.of(x); return new DataView(a.buffer).getFloat64(0, true); };',
    ],
    [
      'seen before',
      'const a = new Float64Array(1), v = new DataView(a.buffer); export const f = (x) => { a[0] = x; return v.getFloat64(0, true); };',
    ],
  ])('of tracked numbers are refused when %s', async (_, text) => {
    const f = await load(text);
    expect(f(1.5)).toBe(1.5);
    expect(errorOf(() => recordOf(f, 1.5))).toEqual(REFUSED);
  });

  it('of data are read', async () => {
    const f = await load(
      'const v = new DataView(Float32Array.of(2, 3).buffer); export const f = (x) => x * v.getFloat32(4, true);',
    );
    expect(gradientOf(recordOf(f, 2))).toEqual(Float64Array.of(3));
  });
});

describe('a derivative that is lost', () => {
  it.each([
    ['in text that is read back', 'export const f = (x) => Number(x.toFixed(3)) + parseFloat(`${x}`) + +String(x);', 3],
    [
      'in JSON that is read back',
      'export const f = (x) => { const text = JSON.stringify({ x }); return JSON.parse(text).x; };',
      1,
    ],
    [
      'in the bits of a number',
      'const a = new Float64Array(1), bits = new Uint32Array(a.buffer); export const f = (x) => { a[0] = x; bits[0] = 0; return a[0] * 1; };',
      1,
    ],
    [
      'in a native typed array',
      'export const f = (x, list) => { list[0] = x; list.set(Float64Array.of(x), 1); return list[0] + list[1]; };',
      2,
    ],
    [
      'in an integer',
      'export const f = (x) => { const o = Object(x); return BigInt.asIntN(8, 3n) ? Number(o) : 0; };',
      1,
    ],
    ['in code made of text', 'export const f = (x) => new Function("a", "return a * 2")(x);', 1],
    [
      'in a package',
      'import { format } from "node:util"; export const f = (x) => format("%d", Float64Array.of(x)).length * x + Number(format("%d", x));',
      2,
    ],
    [
      'in a package, inside of an object',
      'import { inspect } from "node:util"; export const f = (x) => inspect({ w: Float64Array.of(x) }).length + x * 0;',
      1,
    ],
    ['by Atomics', 'const a = new Int32Array(1); export const f = (x) => Atomics.add(a, 0, x) * 0 + x;', 1],
  ])('%s is counted', async (_, text, least) => {
    const f = await load(text);
    const tape = recordOf(f, 1.25, new Float64Array(2));
    expect(tape.escapes).toBeGreaterThanOrEqual(least);
    expect(tape.result).toBe(f(1.25, new Float64Array(2)));
  });

  it('is not claimed where text is written only', async () => {
    const f = await load(
      'export const f = (x) => { JSON.stringify({ x }); `${x} ${x.toFixed(2)}`; return x * Number("2") + parseFloat("1"); };',
    );
    // Text that is read might be that of a number which was written.
    const quiet = await load(
      'export const f = (x) => { JSON.stringify({ x }); `${x} ${x.toFixed(2)}`; return x * 2; };',
    );
    expect(recordOf(f, 1).escapes).toBe(2);
    expect(recordOf(quiet, 1).escapes).toBe(0);
  });
});

describe('recordings', () => {
  it('do not nest', async () => {
    const f = await load('export const f = (x) => x * 2;');
    expect(errorOf(() => recordTape(() => recordOf(f, 1).result))?.code).toBe('not-instrumentable');
    expect(recordOf(f, 1).result).toBe(2);
  });

  it('leave numbers of the language behind: constants and parameters that are not used', async () => {
    const f = await load('export const f = (x) => 3 + 4;');
    const tape = recordOf(f, 2);
    expect([tape.output, tape.result, ...gradientOf(tape)]).toEqual([0, 7, 0]);
  });

  it('give fractions of single precision the derivative 1', async () => {
    const f = await load(
      'export const f = (x) => { const a = new Float32Array(2); a[0] = x * 0.1; return a[0] * 3; };',
    );
    const tape = recordOf(f, 1);
    expect(tape.result).toBe(Math.fround(0.1) * 3);
    expect(gradientOf(tape)[0]).toBeCloseTo(0.3, 15);
  });
});
