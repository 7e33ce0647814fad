import { describe, expect, it } from 'vitest';
import { readExpression } from '../../src/formula/read-expression.js';
import { splitList } from '../../src/formula/split-list.js';
import { thrownBy } from './thrown-by.js';

describe('splitList', () => {
  it.each([
    ['2*x*y, x^2', ['2*x*y', 'x^2']],
    ['f(x, y), [1, 2; 3, 4], {a: 1, b: 2}', ['f(x, y)', '[1, 2; 3, 4]', '{a: 1, b: 2}']],
    ['norm(A, "a,]b"), 1', ['norm(A, "a,]b")', '1']],
    ['x', ['x']],
  ])('splits %s', (text, items) => {
    expect(splitList(text, '--at')).toEqual(items);
  });

  it.each(['(x, y', 'x)', '[x)', 'x, , y', 'x,', ''])('refuses %j', (text) => {
    expect(thrownBy(() => splitList(text, '--at')).code).toBe('usage');
  });
});

describe('readExpression', () => {
  it('is undefined without --expr', () => {
    expect(readExpression({})).toBeUndefined();
  });

  it('reads names, values and formulas in order', () => {
    expect(readExpression({ expr: 'x*w[1]', at: ' x = -1e3, w=[1,2]', gradientExpr: 'w[1], [x, 0]' })).toEqual({
      loss: 'x*w[1]',
      at: [
        ['x', '-1e3'],
        ['w', '[1,2]'],
      ],
      gradient: ['w[1]', '[x, 0]'],
    });
  });

  it.each([
    [{ at: 'x=1' }, /--at goes with --expr/],
    [{ gradientExpr: 'x' }, /--gradient-expr goes with --expr/],
    [{ expr: ' ', at: 'x=1' }, /--expr is empty/],
    [{ expr: 'x' }, /needs --at/],
    [{ expr: 'x', at: 'x' }, /expected name=value/],
    [{ expr: 'x', at: 'x==1' }, /expected name=value/],
    [{ expr: 'x', at: 'x=1,x=2' }, /x twice/],
    [{ expr: 'x', at: 'x=1', gradientExpr: '1, 2' }, /2 formulas for 1 parameters \(x\)/],
  ])('refuses %j', (options, message) => {
    const thrown = thrownBy(() => readExpression(options));
    expect(thrown.code).toBe('usage');
    expect(thrown.message).toMatch(message);
  });
});
