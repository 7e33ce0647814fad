import { describe, expect, it } from 'vitest';
import { Objective } from '../../src/model/objective.js';
import type { ModelDefinition } from '../../src/model/model-definition.js';
import { readTree } from '../../src/model/tree-layout.js';

type Call = (...args: any[]) => unknown;
interface Parts {
  loss?: Call;
  gradient?: Call;
  lossAndGradient?: Call;
  gradientStyle?: 'return' | 'out';
}

function makeObjective(
  params: unknown,
  parts: Parts,
  options: { data?: unknown; frozen?: string[]; restart?: () => void } = {},
) {
  const { layout, values } = readTree(params);
  const model = { name: 'm', params, data: options.data, gradientStyle: 'return', ...parts } as ModelDefinition;
  const objective = new Objective(
    model,
    layout,
    values,
    options.data,
    new Set(options.frozen),
    options.restart ?? (() => {}),
  );
  return { objective, point: values };
}

const square = {
  loss: (p: { w: number[] }) => p.w[0] ** 2 + 3 * p.w[1],
  gradient: (p: { w: number[] }) => ({ w: [2 * p.w[0], 3] }),
};

describe('the loss near the point', () => {
  it('replaces one entry, and only for this evaluation', () => {
    const { objective } = makeObjective({ w: [1, 2] }, square);
    expect(objective.lossAt({ index: 0, value: 5 })).toBe(31);
    expect(objective.lossAt({ index: 1, value: 0 })).toBe(1);
    expect(objective.lossAt({ point: Float64Array.of(3, 0) })).toBe(9);
    expect(objective.lossEvaluations).toBe(3);
  });

  it('restores the entry also when the loss throws', () => {
    const seen: number[][] = [];
    const { objective } = makeObjective(
      { w: [1, 2] },
      {
        ...square,
        loss: (p) => {
          seen.push([...p.w]);
          if (p.w[0] === 5) throw new Error('no');
          return 0;
        },
      },
    );
    objective.lossAt({ index: 0, value: 5 });
    objective.lossAt({ index: 1, value: 9 });
    expect(seen).toEqual([
      [5, 2],
      [1, 9],
    ]);
  });

  it('counts what throws and what is not finite, and goes on', () => {
    const failure = new Error('outside');
    const { objective } = makeObjective(1, {
      gradient: () => 0,
      loss: (x) => {
        if (x < 0) throw failure;
        return x === 2 ? Infinity : x;
      },
    });
    expect(objective.lossAt({ index: 0, value: -1 })).toBeNaN();
    expect(objective.lossAt({ index: 0, value: -2 })).toBeNaN();
    expect(objective.lossAt({ index: 0, value: 2 })).toBe(Infinity);
    expect(objective.conduct).toMatchObject({ thrown: 2, nonFinite: 1, firstThrown: failure });
  });

  it('stays synchronous as long as the loss does, and awaits promises', async () => {
    const { objective } = makeObjective(1, { gradient: () => 0, loss: (x) => (x > 1 ? Promise.resolve([x]) : x) });
    expect(objective.lossAt({ index: 0, value: 0.5 })).toBe(0.5);
    const later = objective.lossAt({ index: 0, value: 3 });
    expect(later).toBeInstanceOf(Promise);
    expect(await later).toBe(3);
  });

  it('counts a rejected promise as thrown', async () => {
    const { objective } = makeObjective(1, { gradient: () => 0, loss: () => Promise.reject(new Error('late')) });
    expect(await objective.lossAt({ index: 0, value: 3 })).toBeNaN();
    expect(objective.conduct.thrown).toBe(1);
  });

  it.each<[string, (x: number) => unknown]>([
    ['an object', (x) => ({ loss: 7 * x, gradient: 7 })],
    ['a pair', (x) => [7 * x, 7]],
    ['a promise of an object', async (x) => ({ loss: [7 * x], gradient: 7 })],
    ['a promise of a pair', async (x) => [7 * x, 7]],
  ])('comes out of lossAndGradient that returns %s', async (_what, lossAndGradient) => {
    const { objective, point } = makeObjective(1, { lossAndGradient });
    expect(await objective.lossAt({ index: 0, value: 2 })).toBe(14);
    expect(await objective.loss(point)).toBe(7);
    expect([...(await objective.gradient(point)).gradient]).toEqual([7]);
    expect([objective.lossEvaluations, objective.gradientEvaluations]).toEqual([2, 1]);
  });
});

describe('every call', () => {
  it('gets a fresh tree and the data', async () => {
    const trees = new Set<unknown>();
    const data = [1, 2];
    const remember = (result: unknown) => (p: { w: number[] }, rows: unknown) => {
      trees.add(p);
      trees.add(p.w);
      expect(rows).toEqual([1, 2]);
      expect(p.w).toEqual([1, 2]);
      p.w.fill(77);
      return result;
    };
    const { objective, point } = makeObjective(
      { w: [1, 2] },
      { loss: remember(1), gradient: remember({ w: [0, 0] }) },
      { data },
    );
    await objective.loss(point);
    await objective.gradient(point);
    objective.lossAt({ point });
    objective.lossAt({ index: 0, value: 1 });
    expect(trees.size).toBe(8);
    expect([...point]).toEqual([1, 2]);
    expect(objective.conduct).toMatchObject({ lossMutates: true, gradientMutates: true });
  });

  it('restarts the random numbers', async () => {
    let restarts = 0;
    const { objective, point } = makeObjective({ w: [1, 2] }, square, { restart: () => restarts++ });
    await objective.loss(point);
    await objective.gradient(point);
    objective.lossAt({ index: 0, value: 1 });
    objective.lossAt({ point });
    expect(restarts).toBe(4);
  });

  it('is not accused of changing its input when it does not', async () => {
    for (const params of [{ w: [1, -0] }, { w: new Float32Array([0.1, 0.2]) }, { w: [1, 2], none: [], meta: {} }]) {
      const { objective, point } = makeObjective(params, { loss: () => 1, gradient: () => params });
      await objective.loss(point);
      await objective.gradient(point);
      expect(objective.conduct).toMatchObject({ lossMutates: false, gradientMutates: false });
    }
  });

  it.each<[string, (p: any) => void]>([
    ['a number', (p) => (p.w[0] += 1)],
    ['a length', (p) => p.w.push(3)],
    ['an array', (p) => (p.w = [5, 6])],
    ['a key that goes', (p) => delete p.w],
    ['a sign of zero', (p) => (p.z = 0)],
  ])('is seen to change %s', async (_what, change) => {
    const { objective, point } = makeObjective(
      { w: [1, 2], z: -0 },
      {
        loss: (p) => {
          change(p);
          return 1;
        },
        gradient: () => ({ w: [0, 0], z: 0 }),
      },
    );
    await objective.loss(point);
    expect(objective.conduct.lossMutates).toBe(true);
  });
});

describe('a gradient written into the second argument', () => {
  it('starts at zero each time, and takes the data third', async () => {
    const { objective, point } = makeObjective(
      { w: [1, 2] },
      {
        gradientStyle: 'out',
        loss: square.loss,
        gradient: (p, out, data) => {
          out.w[0] += 2 * p.w[0];
          out.w[1] += data;
        },
      },
      { data: 3 },
    );
    for (let call = 0; call < 2; call++) expect([...(await objective.gradient(point)).gradient]).toEqual([2, 3]);
  });

  it('may leave frozen parameters alone', async () => {
    const { objective, point } = makeObjective(
      { w: [1, 2], k: 3 },
      { gradientStyle: 'out', loss: square.loss, gradient: (p, out) => void (out.w[0] = p.w[0]) },
      { frozen: ['k'] },
    );
    expect([...(await objective.gradient(point)).gradient]).toEqual([1, 0, 0]);
  });
});

describe('what user code throws', () => {
  it.each<[keyof Parts, 'loss' | 'gradient', Parts]>([
    ['loss', 'loss', { loss: fail, gradient: fail }],
    ['gradient', 'gradient', { loss: fail, gradient: fail }],
    ['lossAndGradient', 'loss', { lossAndGradient: fail }],
    ['lossAndGradient', 'gradient', { lossAndGradient: fail }],
  ])('in %s is a user-error that names it', async (name, method, parts) => {
    const { objective, point } = makeObjective(1, parts);
    await expect(objective[method](point)).rejects.toMatchObject({
      code: 'user-error',
      message: `${name} threw`,
      details: { cause: expect.objectContaining({ message: 'mine' }) },
    });
  });

  it.each([undefined, 3, [1, 2, 3], { loss: 1 }, { gradient: 1 }])(
    'lossAndGradient must return both, not %j',
    async (value) => {
      const { objective, point } = makeObjective(1, { lossAndGradient: () => value });
      await expect(objective.gradient(point)).rejects.toMatchObject({
        code: 'bad-loss',
        message: expect.stringContaining('{ loss, gradient } or [loss, gradient]'),
      });
    },
  );
});

function fail(): never {
  throw new Error('mine');
}
