import { describe, expect, it } from 'vitest';
import { HessianSweeper } from '../../src/autodiff/hessian-sweeper.js';
import { recordTape, type RecordedTape } from '../../src/autodiff/recorder.js';
import { hessianVectorProduct } from '../../src/autodiff/sweep.js';
import { buildTrackedTree } from '../../src/autodiff/tracked-tree.js';
import { readTree } from '../../src/model/tree-layout.js';
import { loadInstrumented } from './load-instrumented.js';

const TEXT = `
export const mixed = (x) => {
  let s = 0;
  for (let i = 0; i + 1 < x.length; i++) s += Math.exp(x[i] * x[i + 1]) / (1 + x[i] ** 2) - Math.atan2(x[i + 1], 2) * Math.sqrt(3 + x[i]);
  return s + Math.hypot(x[0], x[2]) * Math.max(x[1], 0.1) + Math.tanh(x[3]) ** 3;
};
export const residual = (x) => (x[0] * x[1] - 6) ** 2 + (x[2] - x[3] * x[0]) ** 2;
export const root = (x) => Math.sqrt(x[0] * 0) + x[1] * x[1];
export const constant = () => 4;
`;

async function tapeOf(name: string, point: readonly number[]): Promise<RecordedTape> {
  const loss = (await loadInstrumented(TEXT))[name] as (tree: unknown) => never;
  const { layout, values } = readTree([...point]);
  return recordTape(() => loss(buildTrackedTree(layout, values)));
}

describe('many products of one Hessian', () => {
  it.each([
    ['mixed', [0.3, 0.7, -1.1, 0.4]],
    // Both residuals are 0, and so are their adjoints: the curvature is not.
    ['residual', [2, 3, 10, 5]],
    ['constant', [1, 2]],
  ] as const)('are those of single ones: %s', async (name, point) => {
    const tape = await tapeOf(name, point);
    const sweeper = new HessianSweeper(tape);
    for (let k = 0; k < 4; k++) {
      const direction = point.map((_, i) => Math.sin(i + k) * (i === k ? 0 : 1));
      const expected = hessianVectorProduct(tape, direction);
      const found = sweeper.product(direction);
      expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 12));
    }
    const numbers = [...point.keys(), 0, 1, 0];
    sweeper.columns(numbers).forEach((column, k) => {
      const unit = point.map((_, i) => (i === numbers[k] ? 1 : 0));
      hessianVectorProduct(tape, unit).forEach((value, i) => expect(column[i]).toBeCloseTo(value, 12));
    });
  });

  it('are at most the magnitude, which weights of 0 take no part in', async () => {
    const point = [0.3, 0.7, -1.1, 0.4];
    const sweeper = new HessianSweeper(await tapeOf('mixed', point));
    const magnitude = sweeper.magnitude([1, 1, 0, 1])!;
    for (const signs of [
      [1, 1, 0, 1],
      [1, -1, 0, 1],
      [-1, 0, 0, 0],
    ])
      sweeper
        .product(signs)
        .forEach((value, i) => expect(Math.abs(value)).toBeLessThanOrEqual(magnitude[i] * (1 + 1e-14)));
  });

  it('do without what is kept where a local derivative is not finite', async () => {
    const tape = await tapeOf('root', [1, 2]);
    const sweeper = new HessianSweeper(tape);
    expect(sweeper.magnitude([1, 1])).toBeNull();
    expect([...sweeper.columns([1])[0]]).toEqual([...hessianVectorProduct(tape, [0, 1])]);
    expect([...sweeper.product([0, 1])]).toEqual([...hessianVectorProduct(tape, [0, 1])]);
  });
});
