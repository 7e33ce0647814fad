import { describe, expect, it } from 'vitest';
import { compileFormula } from '../../src/formula/compile-formula.js';
import { FormulaScope } from '../../src/formula/formula-scope.js';
import { thrownBy } from './thrown-by.js';

const PARAMS = {
  x: 0.7,
  y: -2,
  w: [1, 2, 3],
  A: [
    [1, 2],
    [3, 4],
  ],
  net: { a: 5, layers: [{ W: [[6]] }, { W: [[7, 8]] }] },
};

function evaluate(text: string, params: unknown = PARAMS, data?: unknown): unknown {
  return compileFormula({ what: 'the loss', text }, new FormulaScope(params, data))();
}

describe('compileFormula', () => {
  it.each([
    ['x^2 + sin(x)', 0.49 + Math.sin(0.7)],
    ['2x(1)', null],
    ['2 x', 1.4],
    ['w[1] + w[end]', 4],
    ['A[2, 1]', 3],
    ['net.a + net.layers[2].W[1, 2]', 13],
    ['dot(w, w)', 14],
    ['w * w', 14],
    ["w' * w", 14],
    ['w .^ 2', [1, 4, 9]],
    ['A * [1, 1]', [3, 7]],
    ['sum(map(w, f(t) = t^2))', 14],
    ['y < 0 ? -y : y', 2],
    ['max(0, 1e-300)', 1e-300],
    ['floor(2.9999999999999)', 2],
    ['sqrt(y)', NaN],
    ['log(y)', NaN],
    ['y^0.5', NaN],
    ['acos(y)', NaN],
    ['(-8)^(1/3)', -2],
    ['x\n + 1', 1.7],
    ['zeros(2)', [0, 0]],
    ['diag(inv([[2, 0], [0, 4]]))', [0.5, 0.25]],
    ['e^1', Math.E],
  ])('evaluates %s', (text, expected) => {
    if (expected === null) expect(() => evaluate(text)).toThrow();
    else expect(evaluate(text)).toEqual(expected);
  });

  it('sees the parameters the scope holds', () => {
    const scope = new FormulaScope({ x: 1 }, { c: 10 });
    const formula = compileFormula({ what: 'the loss', text: 'c * x' }, scope);
    expect(formula()).toBe(10);
    scope.assign({ x: 2 });
    expect(formula()).toBe(20);
  });

  it('names parameters and data that have no names', () => {
    expect(evaluate('params[2] + data[1]', [1, 2], [3])).toBe(5);
    expect(evaluate('params^2', 3)).toBe(9);
  });

  it('lets a parameter hide a constant', () => {
    expect(evaluate('e + pi', { e: 1, pi: 2 })).toBe(3);
  });

  it.each([
    ['x^2 +* 2', 'value expected (character 6)', 6],
    ['(x', 'parenthesis ) expected (character 3)', 3],
    ['x = 3', 'without =', 3],
    ['f(x) = x^2', 'without =', 6],
    ['x; y', 'without ;', 2],
    ['w[1] = 2', 'without =', 6],
    ['x | 1', 'operator |', 3],
  ])('refuses %s with a caret', (text, message, column) => {
    const thrown = thrownBy(() => evaluate(text));
    expect(thrown.code).toBe('syntax');
    expect(thrown.message).toContain(message);
    expect(thrown.message).toContain(text);
    expect(thrown.frame.split('\n')[1]).toBe(`    | ${' '.repeat(column - 1)}^`);
  });

  it('names an unknown symbol and the parameters', () => {
    const thrown = thrownBy(() => evaluate('x + learningRat * rate', { x: 1, learningRate: 2 }));
    expect(thrown).toMatchObject({
      code: 'bad-model',
      message: 'the loss, `x + learningRat * rate`: learningRat is neither a parameter nor a constant',
      hint: 'did you mean learningRate? the parameters are x, learningRate',
    });
    expect(thrown.frame).toContain('\n    |     ^');
  });

  it.each([
    ['x(x + 1)', 'x(…) would call x', 'to multiply, write x * (…)'],
    ['qqqqqqqq(x)', 'there is no function qqqqqqqq', 'formulas.md'],
    ['sqr(x)', 'there is no function sqr', 'did you mean sqrt?'],
    ['3 cm', 'cm is neither', 'parameters'],
    ['i * x', 'i is neither', 'parameters'],
    ['random()', 'there is no function random', ''],
    ['map(w, x(t) = t)', 'x already has a meaning', ''],
  ])('refuses %s', (text, message, hint) => {
    const thrown = thrownBy(() => evaluate(text));
    expect(thrown.code).toBe('bad-model');
    expect(thrown.message).toContain(message);
    expect(thrown.hint).toContain(hint);
  });

  it.each([
    'import',
    'createUnit',
    'evaluate',
    'parse',
    'simplify',
    'derivative',
    'compile',
    'parser',
    'config',
    'typed',
  ])('keeps %s from formulas', (name) => {
    expect(thrownBy(() => evaluate(`${name}("1")`)).message).toContain(`no function ${name}`);
    expect(thrownBy(() => evaluate(`map(w, ${name})`)).message).toContain(`${name} is neither`);
  });

  it.each(['x.constructor', 'w.constructor', 'w["constructor"]', 'net.__proto__', 'sin.constructor'])(
    'does not let %s out',
    (text) => {
      expect(() => evaluate(text)).toThrow();
    },
  );

  it.each(['w.push(1)', 'x.constructor("return 1")', 'w.map.call(1)'])('calls no methods: %s', (text) => {
    expect(thrownBy(() => evaluate(text)).message).toContain('calls a method');
  });

  it('says that positions count from 1', () => {
    expect(thrownBy(() => evaluate('w[0]'))).toMatchObject({ code: 'user-error', hint: /from 1/ });
    expect(thrownBy(() => evaluate('w[4]')).message).toContain('Index out of range (4 > 3)');
    expect(thrownBy(() => evaluate('A * w')).code).toBe('user-error');
  });

  it.each(['odd key', '2x', 'end', 'true', 'a.b', ''])('refuses the parameter name %j', (name) => {
    expect(thrownBy(() => new FormulaScope({ [name]: 1 }, undefined)).code).toBe('bad-params');
    expect(thrownBy(() => new FormulaScope({ x: 1 }, { [name]: 1 })).code).toBe('bad-model');
  });

  it.each(['θ', 'x_1', 'Δx', '$a'])('takes the parameter name %s', (name) => {
    expect(evaluate(`2 ${name}`, { [name]: 3 })).toBe(6);
  });

  it('refuses a name that means two things', () => {
    expect(thrownBy(() => new FormulaScope({ x: 1 }, { x: 1 })).message).toContain('x is a parameter and a constant');
  });
});
