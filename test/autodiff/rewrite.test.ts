import { describe, expect, it } from 'vitest';
import { recordInput, recordTape } from '../../src/autodiff/recorder.js';
import { instrument } from '../../src/autodiff/rewrite/instrument.js';
import { gradientOf } from '../../src/autodiff/sweep.js';
import { loadInstrumented, loadText } from './load-instrumented.js';

type Run = (...args: unknown[]) => unknown;

/** Statements as the body of a function with a parameter x; `log(…)` notes what happens, and returns its last argument. */
async function loadBody(body: string): Promise<{ plain: Run; rewritten: Run }> {
  const text = `export function run(x, log) {${body}\n}`;
  return { plain: (await loadText(text)).run, rewritten: (await loadInstrumented(text)).run };
}

function runWith(run: Run, x: unknown): { result: unknown; logged: string[] } {
  const logged: string[] = [];
  const log = (...args: unknown[]): unknown => {
    logged.push(args.slice(0, 1).map(String).join());
    return args.at(-1);
  };
  return { result: run(x, log), logged };
}

/** The body does the same plain, rewritten, and rewritten with x tracked; text and lists are compared as text. */
async function expectSame(body: string, x = 1.5): Promise<void> {
  const { plain, rewritten } = await loadBody(body);
  const expected = runWith(plain, x);
  expect(runWith(rewritten, x), body).toEqual(expected);
  let tracked: ReturnType<typeof runWith> | undefined;
  const tape = recordTape(() => {
    tracked = runWith(rewritten, recordInput(x));
    tracked.result = typeof expected.result === 'number' ? Number(tracked.result) : String(tracked.result);
    return 0;
  });
  const result = typeof expected.result === 'number' ? expected.result : String(expected.result);
  expect(tracked, `${body} (recorded)`).toEqual({ ...expected, result });
  expect(tape.length).toBeGreaterThan(0);
}

async function expectAllSame(...bodies: string[]): Promise<void> {
  for (const body of bodies) await expectSame(body);
}

describe('order of evaluation', () => {
  it('is that of the language, each part once', () =>
    expectAllSame(
      'return log("a", x) + log("b", 2) * log("c", x)',
      'return log("a", x) < log("b", 2) === log("c", true)',
      'const a = [1, 2]; log("o", a)[log("k", 1)] = log("v", x); return a[1]',
      'const a = new Float64Array(2); log("o", a)[log("k", 1)] += log("v", x); return a[1]',
      'const o = { p: { q: 2 } }; log("o", o).p.q *= log("v", x); return o.p.q',
      'let i = 0; const a = [1, 2, 3]; a[i++] += a[i++] * x; return log(i, a[0])',
      'let i = 0; return i + i++ + x + (i += 5) + i * (i = 3)',
      'let i = 1; const f = () => (i += 2); return i * f() + x',
      'let i = 1; return (i | 0) + (i = 4) * x - -i',
      'const o = { get p() { return log("get", 2) }, set p(v) { log("set " + v) } }; o.p += x; return o.p++',
      'const a = new Float64Array(3); let k = 0; [a[k++], a[k++]] = [log("l", x), log("r", 2)]; return a[0] - a[1] + k',
      'log("a", x) && log("b", 0) || log("c", x); return (log("d", 0) ?? log("e")) + (x ? log("f", 1) : log("g", 2))',
      'const a = [0]; a[0] ||= log("once", x); a[0] ||= log("never", 1); a[1] ??= log("missing", 3); a[0] &&= log("and", 2 * x); return a[0] + a[1]',
      'return Math.max(log("a", x), log("b", 2), ...log("c", [x, 9]))',
    ));

  it('holds in chains that stop', () =>
    expectAllSame(
      'const o = { a: new Float64Array([1, x]) }; return o?.a[log("k", 1)] + (o.b?.[log("never", 0)] === undefined ? 1 : 0)',
      'const o = null; return [o?.a[log("never")].b(log("never")), o?.[log("never")]]',
      'const o = { f: { m() { return this === o.f ? x : 0 } } }; return o.f?.m() + o?.f.m() + o.f.m?.() + (o.g?.m() ?? 1)',
      'const o = { f: { m() { return this === o.f ? x : 0 } } }; return o?.["f"]["m"]() + (o?.f.m)() + (o.f.m)()',
      'const a = [[x, 2]]; delete a?.[0]?.[0]; return a[0][1] + (0 in a[0] ? 5 : 7)',
      'const o = {}; return o.missing?.list.filter(log).length ?? x',
      'const o = {}; o.a?.b.c; try { o?.a.b } catch (e) { log(e.name) } return x',
      'const list = [3, x]; return list?.sort((p, q) => p - q)?.[0] + list.filter?.((v) => v > 2)?.length',
    ));

  it('keeps the receiver of calls', () =>
    expectAllSame(
      'const o = { k: 2, m(y) { return this.k * y } }; return o.m(x) + o["m"](x) + [o][0].m(x) + (0, o.m).call({ k: x }, 3)',
      'class A { #k = 3; m() { return this.#k } } class B extends A { m() { return super.m() * x } n() { return super["m"]() + super.m.call(this) } } const b = new B(); return b.m() + b.n()',
      'const o = { sort() { return x }, filter: (y) => y, call: () => 5, apply: () => 6, set: (y) => y }; return o.sort() + o.filter(x) + o.call() + o.apply() + o.set(x)',
      'const f = [function () { return this.length }, x]; return f[0]() + f[1]',
    ));
});

describe('forms of the language', () => {
  it('without semicolons stay apart', () =>
    expectAllSame(
      'let f = function () { return 1 }\nlet a = [0]\na[0] = x\na[0]++\n-a[0]\n+a[0]\nreturn a[0]',
      'const f = () => {}\nconst a = [0, x]\n!a[1]\nx * 2\na[0] = a[1]\nreturn a[0]',
      'let a = x\nlet b = a\n++b\na = b\n/* c */ void `${a}`\nreturn a',
      'const o = { f() {} }\no.p = x // no end;\no.p += 1\nif (x) o.p *= 2\nelse o.p = 0\no.p -= 1\nreturn o.p',
      'class A { a = x * 2\n b = -this.a\n static c = 1;\n ["d"] = this.a ** 2\n m() { return this.a + this.b + this.d } }\nreturn new A().m() + A.c',
      'let y = x\ny = y * 2 /* c */ ; [y] = [y + 1]\nreturn y',
    ));

  it('keeps directives first, and strict', () =>
    expectAllSame(
      '"use strict"\nlet y = x * 2\nreturn y',
      'function f() { "use strict"; return this === undefined ? x * 2 : 0 } return f()',
      "const f = () => { 'use strict'\n return x * x }\nreturn f()",
    ));

  it('in default values and patterns', () =>
    expectAllSame(
      'const f = (a, b = a * 2, { c = b + 1, [`k${b > 0}`]: d = c - a } = {}, [e = d ** 2] = []) => a + b + c + d + e; return f(x) + f(x, 1, { ktrue: x }, [3])',
      'function f(a = [x, 1], i = 0, b = a[i]++) { return a[0] + b + arguments.length } return f() + f([x])',
      'class A { k = 3; m(a = this.k * x, b = () => this.k + a) { return a * b() } static s = (() => x + 1)() } return new A().m() + A.s',
      'const { a = x * 2, ...rest } = { b: 1 }; const [p = a, , q = p - 1, ...r] = [undefined, 0]; return a + p + q + rest.b + r.length',
      'let y, z; ({ y = x * 3, z: [z] = [y - 1] } = {}); for (const [k = x * 2] of [[], [1]]) y += k; return y + z',
      'try { throw { a: x } } catch ({ a, b = a * 2 }) { return a + b }',
      'async function f(a = x * 2) { return a } const g = function* (a = x + 1) { yield a * 2 }; return g().next().value',
    ));

  it('of operators on what is no number', () =>
    expectAllSame(
      'return "a" + x + 1 + (1 + "b") + [1, x] + { toString: () => "o" } + null',
      'const d = new Date(0); return d - 0 + x + +d + (d < 5) * 1 + ("3" * x) + ("b" > "a" ? 1 : 0)',
      'let n = 5n; n++; n += 2n; n = -n * 3n ** 2n; n <<= 1n; return Number(n | 1n) + Number(n > 2) + x',
      'try { return 1n + x } catch (e) { return e.name }',
      'return [1 < "2", "10" < "9", null >= 0, undefined == null, NaN === NaN, x == "1.5", x === "1.5", "1.5" == x, x != null, true + x, [] + x].join()',
      'const o = { valueOf() { return log("v", 4) } }; return o + x + o * x + (o < x) + -o + o ** 2',
      'return typeof x + typeof missing + typeof (missing) + typeof (x * 2) + typeof typeof x + void x',
      'return [x instanceof Number, Object(x) instanceof Number, x.constructor === Number, x.constructor.name, "a" in { a: x }, delete { a: x }.a].join()',
      'return Symbol.iterator in new Float64Array(1) ? x : 0',
      'return `${x}` + String(x) + x.toFixed(1) + x.toString() + [x].join() + JSON.stringify({ x, a: [x] })',
      'return 1_000.5e-1 * x + 0x1f + .5 + 0b11',
      'return /[/]+x/g.test("/x") ? x / 2 / 3 : 0 /1/ x',
    ));

  it('of statements', () =>
    expectAllSame(
      'a: for (let i = 0; ; i++) { b: do { if (i > x) break a; continue a } while (true) }\nreturn x',
      'let s = 0; for (const k in { p: 1, q: 2 }) s += k.length * x; for (const [k, v] of new Map([[1, x]])) s += k * v; return s',
      'let n = 0; for (const k in x) n++; for (const k in Object.assign([3], { x })) n += k.length; return n',
      'switch (x) { case 1: return 0; case 1.5: { const y = x; return y * 2 } default: return 3 }',
      'switch (x.constructor) { case String: return 1; case Number: return 2 }',
      'let y = 3; while (y--) if (y < x) break; else continue; return y',
      'if (x - x) return 1; else if (!(x - x)) return x; return 0',
      'let i = 5, a = [1, x]; if (i = 0, i) return i; while (i++, i < x); switch (i, x) { case (1, 1.5): a[i, 0] += (a[0, 1], x); case 3, 4: } return a[(i, 1)] * a[log("k", 3), 0]',
      'for (let i = 0, a = [x]; i < a.length; a[i++] *= 2) if (i > 5) return a; return x',
      'var f = x; { function g() { return f * 2 } return g() }',
      'throw_: { try { throw x * 2 } catch (e) { return e } finally { log("f") } }',
      'return new.target === undefined && import.meta ? x : 0',
      'x: { break x } const o = { x, Math: 1, Number, isNaN: x }; return o.x + o.Math + o.isNaN + o.Number(x)',
    ));

  it('of iterators, getters, keys and copies of typed arrays', () =>
    expectAllSame(
      'const a = new Float64Array([x, 2]); let s = ""; for (const k in a) s += k; return s + Object.keys(a) + a.length + ("$shadow" in a)',
      'const a = Float64Array.of(x, 2); return a[-1] === undefined && a[5] === undefined && a["1"] === 2 && a["1.0"] === undefined ? a["0"] : 0',
      'const a = new Float64Array([x, 2, 3]).subarray(1); a[-1] = 9; a[2] = 9; a.extra = x; return [...a].join() + a[0.5] + a.extra',
      'const a = new Float64Array(3).fill(x, -2); return a.join("|") + a.toString() + a.at(-1) + a.lastIndexOf(x) + a.find((v) => v) + a.some((v) => v - v)',
      'return [new Float64Array(2).constructor === Float64Array, Float64Array.name, Object.prototype.toString.call(new Float32Array(1)), Array.isArray(new Float64Array(1)), new Float64Array(1) instanceof Float64Array, Object.getPrototypeOf(new Float64Array(1)) === Float64Array.prototype].join() + x',
      'try { new Float64Array(2).set([1, 2, x], 1) } catch (e) { return e.name + e.message }',
      'try { return [].reduce((a, b) => a + b) } catch (e) { return e.name + x }',
      'try { return new Float64Array(0).reduce((a, b) => a + b) } catch (e) { return e.name + e.message + x }',
      'return [3, NaN, -0, 0, -Infinity, 1].map((v) => v * (x / x)).reduce((a, v, i) => ((a[i] = v), a), new Float64Array(6)).sort().join() + new Float64Array([0, -0]).sort().map((v) => 1 / v)',
      'const big = new BigInt64Array([1n, 2n]); return Number(big[0] + big[1]) + x',
      'return Object.entries({ ...new Float64Array([x, 1]) }).join() + Object.values({ ...[x] }) + Object.assign({}, new Float64Array([x]))[0]',
    ));
});

describe('places', () => {
  it('are those of the operations', () => {
    const source = 'export const f = (a, b) => {\n  let s = a * b;\n  s += Math.tanh(a);\n  s++;\n  return -s / b;\n}';
    const { sites } = instrument(source);
    const texts = sites.map(({ start, end, operation, operands }) => [
      source.slice(start, end),
      operation,
      operands.map(([from, to]) => source.slice(from, to)),
    ]);
    expect(texts).toEqual(
      expect.arrayContaining([
        ['a * b', '*', ['a', 'b']],
        ['s += Math.tanh(a)', '+', ['s', 'Math.tanh(a)']],
        ['Math.tanh(a)', 'Math.tanh', ['a']],
        ['s++', '++', ['s']],
        ['-s / b', '/', ['-s', 'b']],
        ['-s', '-', ['s']],
      ]),
    );
    expect(sites).toHaveLength(6);
  });

  it('keep their lines, and a source map leads back', async () => {
    const source =
      '#!/usr/bin/env node\n"use strict";\nexport function f(a) {\n  const b = a * 2;\n  return fail(b);\n}\n';
    const { code, map } = instrument(source, 'f.js');
    expect(code.split('\n').length).toBe(source.split('\n').length);
    expect(code.startsWith('#!/usr/bin/env node\n')).toBe(true);
    const { SourceMap } = await import('node:module');
    const payload = JSON.parse(map());
    const lines = code.split('\n');
    const placeOf = (line: number, text: string): unknown[] => {
      const entry = new SourceMap(payload).findEntry(line, lines[line].indexOf(text));
      return 'originalLine' in entry ? [entry.originalLine, entry.originalColumn, entry.originalSource] : [];
    };
    expect(placeOf(4, 'fail')).toEqual([4, 9, 'f.js']);
    expect(placeOf(3, 'const b')).toEqual([3, 2, 'f.js']);
    expect(placeOf(3, ' a,')).toEqual([3, 11, 'f.js']);
  });

  it('is text as it was where nothing is to be rewritten', () => {
    for (const text of [
      '',
      'export const a = 1;\n',
      'let s = "a" + "b";',
      'for (let i = 0; i < 3; i++);',
      'import x from "y"; export * from "z";',
    ])
      expect(instrument(text).code).toBe(text);
  });

  it('gives names that the text does not use', async () => {
    const { f } = await loadInstrumented('const $g_0 = 3, $g_mul = 4; export const f = (a) => a * $g_0 + $g_mul');
    const tape = recordTape(() => (f as Run)(recordInput(2)) as never);
    expect([tape.result, ...gradientOf(tape)]).toEqual([10, 3]);
  });

  it('are refused where the text does not parse', () => {
    expect(() => instrument('let = ;')).toThrow(SyntaxError);
  });
});
