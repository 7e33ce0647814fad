import { describe, expect, it } from 'vitest';
import { closestName, findModels, type ExportNames } from '../../src/model/model-definition.js';
import type { GradcheckError } from '../../src/errors.js';

const params = { w: [1] };
const loss = () => 1;
const gradient = () => ({ w: [0] });
const complete = { params, loss, gradient };

const find = (module: Record<string, unknown>, names?: ExportNames) => findModels(module, 'file.ts', names);
function definition(module: Record<string, unknown>, names?: ExportNames) {
  const [model] = find(module, names);
  if (!('definition' in model)) throw model.error;
  return model.definition;
}
function refusal(module: Record<string, unknown>, names?: ExportNames): GradcheckError {
  const [model] = find(module, names);
  if (!('error' in model)) throw new Error('a model was found');
  return model.error;
}

describe('where a model stands', () => {
  it('is found on named exports, with the file name as title', () => {
    const found = definition({ ...complete, scale: { w: 2 }, frozen: [] });
    expect(found).toMatchObject({ name: 'file.ts', params, scale: { w: 2 }, frozen: [], gradientStyle: 'return' });
    expect(found.loss!()).toBe(1);
  });

  it('is found on the default export', () => {
    expect(definition({ default: { ...complete, name: 'Mine' } }).name).toBe('Mine');
  });

  it('may be spread over both, named exports first', () => {
    const found = definition({ params, default: { loss, gradient, params: { w: [5] }, data: 7 } });
    expect(found.params).toBe(params);
    expect(found.data).toBe(7);
  });

  it('may be an instance of a class whose methods use `this`', () => {
    class Quadratic {
      params = { w: [1] };
      factor = 3;
      loss() {
        return this.factor;
      }
      gradient() {
        return { w: [this.factor] };
      }
    }
    const found = definition({ default: new Quadratic() });
    expect(found.loss!()).toBe(3);
    expect(found.gradient!()).toEqual({ w: [3] });
  });

  it('may be several in a default array, each with its own name or position', () => {
    const found = find({ default: [complete, { ...complete, name: 'B' }, { params }] });
    expect(found.map((model) => model.name)).toEqual(['file.ts [0]', 'B', 'file.ts [2]']);
    expect(found.map((model) => 'definition' in model)).toEqual([true, true, false]);
  });

  it('reports what in an array is no model, beside those that are', () => {
    const found = find({ default: [null, 3, complete] });
    expect(found.map((model) => ('error' in model ? model.error.code : 'fine'))).toEqual([
      'missing-export',
      'missing-export',
      'fine',
    ]);
  });

  it('is missing in an empty array and in an empty module', () => {
    expect(refusal({ default: [] }).message).toMatch(/empty array/);
    expect(refusal({}).message).toMatch(/found no exports at all/);
    expect(refusal({ default: undefined }).code).toBe('missing-export');
  });
});

describe('other names', () => {
  const module = { start: [1], energy: loss, forces: gradient };
  const names = { loss: 'energy', gradient: 'forces', params: 'start' };

  it('are taken for the three parts', () => {
    const found = definition(module, { ...names, gradientStyle: 'out' });
    expect(found.params).toBe(module.start);
    expect(found.loss!()).toBe(1);
    expect(found.gradientStyle).toBe('out');
  });

  it('go before the usual ones, and before lossAndGradient', () => {
    const found = definition({ ...complete, energy: () => 42, lossAndGradient: () => [0, 0] }, { loss: 'energy' });
    expect(found.loss!()).toBe(42);
    expect(found.lossAndGradient).toBeUndefined();
  });

  it('that are misspelt bring a suggestion for the same option', () => {
    const { message, details } = refusal(module, { ...names, loss: 'enrgy' });
    expect(message).toMatch(/no export `enrgy`/);
    expect(details.hint).toMatch(/did you mean `energy`\?/);
    expect(details.hint).toMatch(/--loss energy/);
  });
});

describe('what is missing', () => {
  it.each<[keyof typeof complete, string]>([
    ['params', 'parms'],
    ['loss', 'los'],
    ['gradient', 'gradeint'],
    ['gradient', 'Gradients'],
  ])('%s, spelt %s, is suggested', (key, misspelt) => {
    const { [key]: value, ...rest } = complete;
    const { code, message, details } = refusal({ ...rest, [misspelt]: value });
    expect(code).toBe('missing-export');
    expect(message).toContain(`no export \`${key}\``);
    expect(message).toContain(misspelt);
    expect(details.hint).toBe(`did you mean \`${misspelt}\`? rename it, or pass --${key} ${misspelt}`);
  });

  it.each(['params', 'loss', 'gradient'] as const)('%s, with nothing like it, brings a model to copy', (key) => {
    const { [key]: _left, ...rest } = complete;
    const { message, details } = refusal(rest);
    expect(message).toContain(`no export \`${key}\``);
    for (const part of ['export const params', 'export const loss', 'export const gradient'])
      expect(details.hint).toContain(part);
  });

  it('does not suggest another part of the model', () => {
    expect(refusal({ params, gradient, data: 1, hessian: loss }).details.hint).not.toMatch(/did you mean/);
  });

  it('needs no loss and no gradient beside lossAndGradient', () => {
    expect(definition({ params, lossAndGradient: () => [1, gradient()] }).loss).toBeUndefined();
  });

  it('names no more than a dozen exports', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`export${i}`, i]));
    expect(refusal(many).message).toMatch(/export11, …$/);
  });
});

describe('parts of the wrong kind', () => {
  it.each([
    ['loss', 3, 'number 3'],
    ['gradient', { w: 1 }, 'an object'],
    ['lossAndGradient', 'x', 'the string "x"'],
    ['loss', null, 'null'],
  ])('%s: %j is no function', (key, value, found) => {
    const { code, message } = refusal({ ...complete, [key]: value });
    expect(code).toBe('missing-export');
    expect(message).toBe(`\`${key}\` is ${found}, not a function`);
  });

  it('takes only text for a name', () => {
    expect(definition({ ...complete, name: 5 }).name).toBe('file.ts');
    expect(definition({ ...complete, name: '' }).name).toBe('file.ts');
  });
});

describe('closestName', () => {
  it('is the nearest of those within a third of the length', () => {
    expect(closestName('gradient', ['gradients', 'gradien', 'hessian'])).toBe('gradients');
    expect(closestName('loss', ['lss', 'boss', 'moose'])).toBe('lss');
    expect(closestName('loss', ['energy'])).toBeNull();
    expect(closestName('loss', [])).toBeNull();
  });

  it('does not mind capitals', () => {
    expect(closestName('params', ['PARAMS'])).toBe('PARAMS');
  });
});
