import { beforeAll, describe, expect, it } from 'vitest';
import { gradient, hessianVectorProduct, jvp } from '../../src/gradient.js';
import { differentiate } from '../autodiff/differences.js';
import { loadInstrumented, loadText } from '../autodiff/load-instrumented.js';
import { thrownBy } from './thrown-by.js';

const TEXT = `export const loss = ({ a, w }, scale) =>
  scale * Math.exp(a) * w[0] ** 2 + Math.sin(w[0] * w[1]) / (1 + a * a);`;
type Tree = { a: number; w: Float64Array };
type Loss = (p: Tree, scale: number) => number;

const params = { a: 0.3, w: Float64Array.of(0.8, -1.1) };
const direction = { a: 0.5, w: [-1, 2] };
const at = (t: number): Tree => ({
  a: params.a + t * direction.a,
  w: params.w.map((x, i) => x + t * direction.w[i]),
});
let loss: Loss;
let plain: Loss;

beforeAll(async () => {
  loss = (await loadInstrumented(TEXT)).loss as Loss;
  plain = (await loadText(TEXT)).loss as Loss;
});

describe('jvp', () => {
  it('is the slope along the direction', async () => {
    const { value, derivative } = jvp(loss)(params, direction, 2);
    const [{ slope, bound }] = await differentiate(([t]) => plain(at(t), 2), [0]);
    expect(value).toBe(plain(params, 2));
    expect(Math.abs(derivative - slope)).toBeLessThanOrEqual(bound);
  });

  it('is 0 along a direction that is', () => {
    expect(jvp(loss)(params, { a: 0, w: [0, 0] }, 2).derivative).toBe(0);
  });
});

describe('hessianVectorProduct', () => {
  it('is how the gradient changes along the direction', async () => {
    const product = hessianVectorProduct(loss)(params, direction, 2);
    expect(product.w).toBeInstanceOf(Float64Array);
    const slope = gradient(loss);
    for (const read of [(p: Tree) => p.a, (p: Tree) => p.w[0], (p: Tree) => p.w[1]]) {
      const [{ slope: change, bound }] = await differentiate(([t]) => read(slope(at(t), 2)), [0]);
      expect(Math.abs(read(product) - change)).toBeLessThanOrEqual(bound);
    }
  });
});

it('a direction of another shape is refused, with its place', () => {
  for (const take of [jvp(loss), hessianVectorProduct(loss)]) {
    const error = thrownBy(() => take(params, { a: 1, w: [1, 2, 3] }, 2));
    expect(error.code).toBe('shape-mismatch');
    expect(error.message).toMatch(/direction of w/);
  }
});
