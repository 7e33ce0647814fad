import { describe, expect, it } from 'vitest';
import { sweepFiniteAdjoints } from '../../../src/autodiff/sweep.js';
import { listDeepParts } from '../../../src/diagnose/tape/edge-parts.js';
import { operandValues } from '../../../src/diagnose/tape/edge.js';
import { edgesAt, recordSnippet } from './record-snippet.js';

describe('edges', () => {
  it('gather the executions of one place, by operand, with the right derivatives', async () => {
    const recording = await recordSnippet(
      'export function loss(p) { let s = 0; for (const x of p.a) s += x * p.c; return s; }',
      { a: [2, 3, 5], c: 7 },
    );
    const [left] = edgesAt(recording, 'x * p.c', 'left');
    const [right] = edgesAt(recording, 'x * p.c', 'right');
    expect([...left.slopes]).toEqual([7, 7, 7]);
    expect([...right.slopes]).toEqual([2, 3, 5]);
    expect([...left.starts]).toEqual([1, 2, 3]);
    expect([...right.starts]).toEqual([4, 4, 4]);
    expect(operandValues(recording.tape, left, 1)).toEqual([3, 7]);
  });

  it('leave out what the loss does not depend on', async () => {
    const recording = await recordSnippet('export function loss(p) { const unused = p.a * p.b; return p.a + p.b; }', {
      a: 2,
      b: 3,
    });
    expect(edgesAt(recording, 'p.a * p.b')).toEqual([]);
    expect(edgesAt(recording, 'p.a + p.b')).not.toEqual([]);
  });

  it('of a square are one: 2x, by a composite', async () => {
    const recording = await recordSnippet('export function loss(p) { return p.a * p.a; }', { a: 3 });
    const found = edgesAt(recording, 'p.a * p.a');
    expect(found.map(({ kind, slopes }) => [kind, ...slopes])).toEqual([['composite', 6]]);
  });
});

describe('composites', () => {
  it('reach back to the one number that a sigmoid is a function of', async () => {
    const recording = await recordSnippet('export function loss(p) { return 1 / (1 + Math.exp(-(p.a * p.b))); }', {
      a: 0.5,
      b: 0.6,
    });
    const { tape } = recording;
    const y = tape.result;
    const whole = edgesAt(recording, '1 / (1 + Math.exp(-(p.a * p.b)))', 'composite').find(
      ({ starts }) => tape.value[starts[0]] === 0.3,
    )!;
    expect(whole.slopes[0]).toBeCloseTo(y * (1 - y), 15);
  });

  it('know the constant factors inside', async () => {
    const recording = await recordSnippet('export function loss(p) { return Math.tanh(3 * p.a); }', { a: 0.2 });
    const [whole] = edgesAt(recording, 'Math.tanh(3 * p.a)', 'composite');
    expect(whole.constants.map((list) => [...list])).toEqual([[3]]);
    expect(whole.slopes[0]).toBeCloseTo(3 * (1 - Math.tanh(0.6) ** 2), 14);
  });

  it('are none where two different numbers go in', async () => {
    const recording = await recordSnippet('export function loss(p) { return Math.tanh(p.a + p.b); }', { a: 1, b: 2 });
    expect(edgesAt(recording, 'Math.tanh(p.a + p.b)', 'composite')).toEqual([]);
  });
});

describe('parts', () => {
  const SHARED = `const square = (x) => x * x;
export function loss(p) { return square(p.a) + square(p.b) * 3; }`;

  it('tell the calls of a helper apart by what goes in and by what takes the result', async () => {
    const recording = await recordSnippet(SHARED, { a: 2, b: 5 });
    const [whole, ...parts] = edgesAt(recording, 'x * x');
    expect(whole.isShared).toBe(true);
    expect(parts.map(({ part, slopes }) => [part!.by, ...slopes])).toEqual([
      ['producer', 4],
      ['producer', 10],
      ['consumer', 4],
      ['consumer', 10],
    ]);
  });

  it('are none where all executions are alike', async () => {
    const recording = await recordSnippet(
      'export function loss(p) { let s = 0; for (const x of p.a) s += x * x; return s; }',
      { a: [1, 2, 3] },
    );
    // The sum itself begins with the constant 0; the squares are all of one parameter and go into one sum.
    expect(edgesAt(recording, 'x * x').map(({ part, isShared }) => [part, isShared])).toEqual([[undefined, undefined]]);
  });

  it('follow results through helpers in helpers to the operand where they end up', async () => {
    const recording = await recordSnippet(
      `const half = (x) => 0.5 * x;
const quarter = (x) => half(half(x));
export function loss(p) { return quarter(p.a) * Math.exp(quarter(p.b)); }`,
      { a: 2, b: 3 },
    );
    const adjoints = sweepFiniteAdjoints(recording.tape);
    const whole = edgesAt(recording, '0.5 * x').find(({ part }) => !part)!;
    expect(whole.entries).toHaveLength(4);
    const shares = listDeepParts(recording.tape, [whole]).map(({ entries }) => [...entries]);
    // By where they end up: those of a in the product's left operand, those of b in the exponential.
    expect(shares).toContainEqual([...whole.entries].slice(0, 2));
    expect(shares).toContainEqual([...whole.entries].slice(2));
    expect([...whole.entries].every((entry) => adjoints[entry] !== 0)).toBe(true);
  });
});
