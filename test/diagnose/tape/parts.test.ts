import { describe, expect, it } from 'vitest';
import { parameterOf, splitIntoBlocks } from '../../../src/diagnose/tape/blocks.js';
import { alterationsOf } from '../../../src/diagnose/tape/catalogue.js';
import { scaled, ONE } from '../../../src/diagnose/tape/build-alterations.js';
import { nameMistake } from '../../../src/diagnose/tape/name-mistake.js';
import type { Naming } from '../../../src/diagnose/tape/naming.js';
import type { SitePlace } from '../../../src/diagnose/tape/site-place.js';
import { findNonFiniteOrigin } from '../../../src/diagnose/tape/non-finite-origin.js';
import { readTree } from '../../../src/model/tree-layout.js';
import { edgesAt, recordSnippet } from './record-snippet.js';

describe('blocks of a flat vector', () => {
  const { layout } = readTree({ p: Array.from({ length: 10 }, (_, i) => i + 0.5), q: 1.5 });
  const split = (wrong: number[]) =>
    splitIntoBlocks(layout.leaves, (i) => wrong.includes(i)).map(({ path, offset, size }) => [path, offset, size]);

  it('are runs of wrong and of right entries', () => {
    expect(split([4, 5, 6])).toEqual([
      ['p[0…3]', 0, 4],
      ['p[4…6]', 4, 3],
      ['p[7…9]', 7, 3],
      ['q', 10, 1],
    ]);
    expect(parameterOf('p[4…6]')).toBe('p');
    expect(parameterOf('layers[4].W')).toBe('layers[4].W');
  });

  it('are none where a single entry is wrong, or every other one, or all', () => {
    const whole = [
      ['p', 0, 10],
      ['q', 10, 1],
    ];
    expect(split([4])).toEqual(whole);
    expect(split([1, 3, 5, 7, 9])).toEqual(whole);
    expect(split([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual(whole);
  });
});

describe('the birth of a number that is not finite', () => {
  const originOf = async (source: string, x: number) => {
    const { tape, describeSite } = await recordSnippet(source, { x });
    const origin = findNonFiniteOrigin(tape);
    return origin && { text: describeSite(origin.site).text, value: origin.value, operands: origin.operands };
  };

  it('is the first operation that makes one of finite numbers', async () => {
    const source = 'export const loss = ({ x }) => Math.exp(Math.log(x - 1) * 2) + x;';
    expect(await originOf(source, 0)).toEqual({ text: 'Math.log(x - 1)', value: NaN, operands: [-1] });
    expect(await originOf('export const loss = ({ x }) => 3 / (x * 0) - 1;', 2)).toEqual({
      text: '3 / (x * 0)',
      value: Infinity,
      operands: [3, 0],
    });
  });

  it('is none where all is finite', async () => {
    expect(await originOf('export const loss = ({ x }) => Math.log(x - 1);', 3)).toBeNull();
  });
});

describe('the name of a change', () => {
  const naming: Naming = {
    nameFactor: () => null,
    textOf: () => ({ text: 'h', line: 4 }),
    codeOf: () => 'wrong-derivative',
    isAlone: false,
  };
  const effect = { factor: null, wrongEntries: 5 };

  async function nameAt(source: string, text: string, kind: 'left' | 'right', name: string) {
    const recording = await recordSnippet(source, { a: 1.3, b: 0.6 });
    const [edge] = edgesAt(recording, text, kind);
    const alteration = alterationsOf(edge).find((one) => one.name === name)!;
    const place: SitePlace = recording.describeSite(edge.site);
    return nameMistake({ edge, alteration }, effect, place, naming);
  }

  const QUOTIENT = 'export const loss = ({ a, b }) => a / b;';
  const POWER = 'export const loss = ({ a, b }) => a ** b;';
  const TANH = 'export const loss = ({ a, b }) => Math.tanh(a) * b;';

  it.each([
    [QUOTIENT, 'a / b', 'right', '−1/b², the numerator missing', 'missing-factor'],
    [POWER, 'a ** b', 'left', 'a^(b − 1), the factor b not brought down', 'missing-factor'],
    [POWER, 'a ** b', 'right', 'a^b, the factor ln a missing', 'missing-factor'],
    [POWER, 'a ** b', 'left', 'b·a^b, the exponent not lowered', 'wrong-derivative'],
    [QUOTIENT, 'a / b', 'right', '1/b', 'wrong-derivative'],
    [TANH, 'Math.tanh(a)', 'left', '1 − y', 'wrong-derivative'],
    [TANH, 'Math.tanh(a)', 'left', 'one', 'missing-factor'],
    [TANH, 'Math.tanh(a)', 'left', 'zero', 'missing-term'],
    [TANH, 'Math.tanh(a)', 'left', 'negated', 'sign-flip'],
  ] as const)('in %s at %s, %s: %s is a %s', async (source, text, kind, name, code) => {
    const mistake = await nameAt(source, text, kind, name);
    expect(mistake.code).toBe(code);
    expect(mistake.words).toContain(`\`${text}\``);
  });

  it('gives the right derivative in the words of the source', async () => {
    const { words } = await nameAt(TANH, 'Math.tanh(a)', 'left', '1 − y');
    expect(words).toContain('is taken as 1 − y (x going in, y coming out); it is 1 - Math.tanh(a) ** 2');
  });

  it('takes a constant in place of a derivative that varies for a missing factor', () => {
    expect(scaled(ONE, 2, '2')).toMatchObject({ code: 'missing-factor', formula: 'the constant 2' });
  });
});
