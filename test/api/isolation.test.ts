import { afterEach, describe, expect, it, vi } from 'vitest';
import { check, type AnyModel } from '../../src/index.js';
import { right, throwing } from './models.js';

const own = Math.random;
afterEach(() => expect(Math.random).toBe(own));

/** A model that notes the first number it draws, at import-like moments and in each call. */
function noting(drawn: number[]): AnyModel {
  const note = () => void drawn.push(Math.random());
  return {
    params: () => (note(), { x: 2 }),
    data: () => (note(), [1]),
    loss: async ({ x }: { x: number }) => {
      note();
      await new Promise((resolve) => setTimeout(resolve));
      expect(Math.random).not.toBe(own);
      return x ** 2;
    },
    gradient: ({ x }: { x: number }) => (note(), { x: 2 * x }),
  };
}

describe('Math.random', () => {
  it('is the seeded stream while user code runs, the same each time', async () => {
    const [first, second, other]: number[][] = [[], [], []];
    await check(noting(first), { seed: 3 });
    await check(noting(second), { seed: 3 });
    await check(noting(other), { seed: 4 });
    expect(first.length).toBeGreaterThan(10);
    expect(second).toEqual(first);
    expect(other[0]).not.toBe(first[0]);
    // It starts again with each evaluation.
    expect(new Set(first.slice(2)).size).toBe(1);
  });

  it('is restored when user code throws', async () => {
    expect((await check(throwing)).summary.verdict).toBe('error');
    expect(Math.random).toBe(own);
    const broken = Object.defineProperty({}, 'name', {
      enumerable: true,
      get: () => {
        throw new Error('a getter that throws');
      },
    });
    const { models } = await check(broken as AnyModel);
    expect(models[0].error).toMatchObject({
      code: 'user-error',
      message: expect.stringContaining('a getter that throws'),
    });
  });

  it('is restored to what it was before, also where that is not its own', async () => {
    const spy = vi.spyOn(Math, 'random').mockReturnValue(0.25);
    await check(right);
    expect(Math.random()).toBe(0.25);
    spy.mockRestore();
  });

  it('is neither mixed up nor kept by checks at the same time', async () => {
    const drawn: number[][] = [[], [], [], []];
    const reports = await Promise.all([
      ...drawn.map((numbers, i) => check(noting(numbers), { seed: i % 2 })),
      check(throwing),
    ]);
    expect(reports.map(({ summary }) => summary.verdict)).toEqual(['pass', 'pass', 'pass', 'pass', 'error']);
    expect(drawn[2]).toEqual(drawn[0]);
    expect(drawn[3]).toEqual(drawn[1]);
    expect(drawn[1][0]).not.toBe(drawn[0][0]);
  });

  it('is not kept by a check inside of a check, which comes to an end', async () => {
    const drawn: number[] = [];
    const outer: AnyModel = {
      params: async () => {
        const [inner] = await Promise.all([check(right, { seed: 8 }), check(noting([]), { seed: 9 })]);
        expect(inner.summary.verdict).toBe('pass');
        return { x: 2 };
      },
      loss: noting(drawn).loss,
      gradient: noting(drawn).gradient,
    };
    expect((await check(outer, { seed: 3 })).summary.verdict).toBe('pass');
    expect(new Set(drawn).size).toBe(1);
  });
});

describe("the user's values", () => {
  it('are as they were, whatever the functions do to what they are given', async () => {
    const params = { w: [1, 2], v: Float64Array.of(3) };
    const data = [{ x: [1, 2] }, { x: [3, 4] }];
    const [paramsBefore, dataBefore] = [structuredClone(params), structuredClone(data)];
    const meddling: AnyModel = {
      params,
      data,
      loss: (p: typeof params, rows: typeof data) => {
        const value = p.w[0] ** 2 + p.w[1] * p.v[0] + rows[0].x[0] * p.w[0];
        p.w[0] = p.v[0] = rows[0].x[0] = 100;
        return value;
      },
      gradient: (p: typeof params, rows: typeof data) => {
        const gradient = { w: [2 * p.w[0] + rows[0].x[0], p.v[0]], v: [p.w[1]] };
        p.w.push(1);
        rows.pop();
        return gradient;
      },
    };
    const { models } = await check(meddling);
    expect(params).toEqual(paramsBefore);
    expect(data).toEqual(dataBefore);
    expect(models[0].warnings.map(({ code }) => code)).toContain('mutated-input');

    const { models: again } = await check({ ...meddling, data: () => data });
    expect(data).toEqual(dataBefore);
    expect(again[0].verdict).toBe(models[0].verdict);
  });
});
