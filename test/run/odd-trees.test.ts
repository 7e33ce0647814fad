import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/check/report.js';
import { gradcheckJson, modelOf } from '../commands/gradcheck.js';
import { HOSTILE } from './hostile.js';

/** Of each model: its verdict, or the code of its error and what the message says. */
const EXPECTED: [string, string, RegExp?][] = [
  ['params: null', 'bad-params', /^params: expected .* found null$/],
  ['params: text', 'bad-params', /the string "abc"/],
  ['params: deep text', 'bad-params', /^a\.b\[0\]\.c: .*the string "x"/],
  ['params: BigInt', 'bad-params', /^n: .*BigInt 3n/],
  ['params: Boolean', 'bad-params', /^\[1\]: .*boolean true/],
  ['params: function', 'bad-params', /^f: .*a function/],
  ['params: undefined inside', 'bad-params', /^b: .*undefined/],
  ['params: cycle', 'bad-params', /^a\.top: .*cycle/],
  ['params: array in itself', 'bad-params', /cycle|levels/],
  ['params: hole', 'bad-params', /^\[1\]: .*a hole/],
  ['params: holes without end', 'bad-params', /a hole/],
  ['params: Map', 'bad-params', /a Map/],
  ['params: Date', 'bad-params', /^\[0\]: .*a Date/],
  ['params: promise', 'bad-params', /^a: .*a Promise/],
  ['params: generator', 'bad-params', /a Generator/],
  ['params: Int32Array', 'bad-params', /an Int32Array of length 3/],
  ['params: DataView', 'bad-params', /a DataView/],
  ['params: detached buffer', 'empty-params'],
  ['params: symbol as key', 'bad-params', /Symbol\(s\)/],
  ['params: getter that throws', 'user-error', /^params threw while it was read: from the trap/],
  ['params: proxy that throws', 'user-error', /^params threw while it was read: from the trap/],
  ['params: deep nest', 'bad-params', /more than 500 levels/],
  ['params: NaN', 'bad-params', /^w\[1,1\] is NaN/],
  ['params: Infinity', 'bad-params', /^params\[0\] is Infinity/],
  ['params: nothing', 'empty-params'],
  ['params: nothing but empty arrays', 'empty-params'],
  ['params: promise without end', 'user-error', /never settles/],
  ['params: function that throws undefined', 'user-error', /^params\(\) threw: undefined was thrown/],
  ['gradient: undefined', 'shape-mismatch', /nothing \(undefined\)/],
  ['gradient: number', 'shape-mismatch', /should be an object with the keys "w", "b", but is number 3/],
  ['gradient: too short', 'shape-mismatch', /the gradient of w should be 2 numbers, but is an array of 1/],
  ['gradient: too deep', 'shape-mismatch', /the gradient of w should be 2 numbers, but is an array of shape \[1, 2\]/],
  ['gradient: swapped', 'shape-mismatch', /the gradient of w should be 2 numbers, but is number 1/],
  ['gradient: key too much', 'shape-mismatch', /an entry c that params does not have/],
  ['gradient: BigInt', 'shape-mismatch', /the gradient of w\[0\] should be a number, but is the BigInt 1n/],
  ['gradient: hole', 'shape-mismatch', /the gradient of w\[0\] .*nothing/],
  [
    'gradient: array in itself',
    'shape-mismatch',
    /the gradient of w\[0\] .*array of shape \[1, 1, 1, 1, 1, 1, 1, 1, …\]/,
  ],
  ['gradient: getter that throws', 'user-error', /^the gradient threw while it was read: from the trap/],
  ['gradient: proxy that throws', 'user-error', /from the trap/],
  ['gradient: promise without end', 'user-error', /never settles/],
  ['gradient: rejected promise', 'user-error', /^gradient threw: rejected/],
  ['gradient: NaN', 'fail'],
  ['gradient: frozen', 'pass'],
  ['gradient: typed', 'pass'],
  ['gradient: symbol as key', 'pass'],
  ['loss: undefined', 'bad-loss', /returned undefined/],
  ['loss: text', 'bad-loss', /the string "3"/],
  ['loss: BigInt', 'bad-loss', /the BigInt 3n/],
  ['loss: symbol', 'bad-loss', /symbol/],
  ['loss: two numbers', 'bad-loss', /an array of length 2/],
  ['loss: array in itself', 'bad-loss', /an array of length 1/],
  ['loss: proxy that throws', 'user-error', /from the trap/],
  ['loss: promise without end', 'user-error', /never settles/],
  ['loss: NaN', 'non-finite-loss', /NaN/],
  ['bounds: text', 'bad-params', /the string "x"/],
  ['bounds: path that is none', 'bad-params', /"v"/],
  ['bounds: proxy that throws', 'user-error', /from the trap/],
  ['frozen: text', 'bad-params', /the string "w"/],
  ['dtype: float16', 'bad-model', /float16/],
  ['data: proxy that throws', 'user-error', /^data threw while it was read: from the trap/],
  ['data: in itself', 'pass'],
  ['points: number', 'bad-params', /^points\[0\] .*number 3/],
  ['exports: getter that throws', 'user-error', /^the model threw while it was read: from the trap/],
  ['exports: loss is a number', 'missing-export', /`loss` is number 3, not a function/],
  ['exports: params is undefined', 'missing-export', /`params` is exported, but undefined/],
  ['exports: gradient misspelt', 'missing-export', /no export `gradient`/],
  ['odd-trees.ts [66]', 'missing-export', /expected a model, found null/],
  ['odd-trees.ts [67]', 'user-error', /from the trap/],
];

let report: CheckReport;
beforeAll(async () => {
  ({ report } = await gradcheckJson(['odd-trees.ts', '--timeout', '10'], HOSTILE));
});

describe('what is no model', () => {
  it.each(EXPECTED)('is told with its place and what was found: %s', (name, expected, message) => {
    const { verdict, error } = modelOf(report, name);
    expect(error?.code ?? verdict).toBe(expected);
    if (message) expect(error!.message).toMatch(message);
  });

  it('is checked to the last', () => {
    expect(report.models.map(({ name }) => name)).toEqual(EXPECTED.map(([name]) => name));
  });

  it('is told what to do about, where it is a misspelling', () => {
    expect(modelOf(report, 'exports: gradient misspelt').error!.hint).toContain('did you mean `gradeint`?');
  });
});
