import { valueAndGradient } from 'gradcheck/gradient';
import { data, loss, params, type Pendulum } from './pendulum.js';

const evaluate = valueAndGradient(loss);
const keys = Object.keys(params) as (keyof Pendulum)[];
const dot = (a: Pendulum, b: Pendulum) => keys.reduce((sum, key) => sum + a[key] * b[key], 0);
const combine = (a: Pendulum, factor: number, b: Pendulum) =>
  Object.fromEntries(keys.map((key) => [key, a[key] + factor * b[key]])) as Pendulum;

/** Gradient descent with the step lengths of Barzilai and Borwein (1988). */
let at = params;
let { value, gradient } = evaluate(at, data);
let step = 0.02;
for (let k = 0; k <= 200; k++) {
  if (k % 50 === 0) console.log(`step ${String(k).padStart(3)}  loss ${value.toExponential(2)}`);
  const next = combine(at, -step, gradient);
  const found = evaluate(next, data);
  const moved = combine(next, -1, at);
  const turned = combine(found.gradient, -1, gradient);
  step = Math.abs(dot(moved, moved) / dot(moved, turned));
  [at, value, gradient] = [next, found.value, found.gradient];
}
for (const key of keys) console.log(`${key.padEnd(8)} ${at[key].toFixed(4)}`);
