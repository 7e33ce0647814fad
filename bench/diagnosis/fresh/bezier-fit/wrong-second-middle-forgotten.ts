import { BEND, bernstein, controls, LENGTH, onCurve, samples } from './loss.js';
import type { Curve, Params, Point } from './loss.js';

export { loss, params } from './loss.js';

const zero = (): Point => ({ x: 0, y: 0 });
const add = (to: Point, from: Point, by = 1): void => {
  to.x += by * from.x;
  to.y += by * from.y;
};
const dot = (a: Point, b: Point): number => a.x * b.x + a.y * b.y;

/** The penalties of one curve, added to the gradient of its control points. */
function addPenalties(curve: Curve, into: Curve): void {
  for (let k = 0; k < 2; k++) {
    const bend = zero();
    add(bend, curve[k]);
    add(bend, curve[k + 1], -2);
    add(bend, curve[k + 2]);
    add(into[k], bend, 2 * BEND);
    add(into[k + 1], bend, -4 * BEND);
    add(into[k + 2], bend, 2 * BEND);
  }
  for (let k = 0; k < 3; k++) {
    const step = { x: curve[k + 1].x - curve[k].x, y: curve[k + 1].y - curve[k].y };
    const length = Math.hypot(step.x, step.y);
    add(into[k + 1], step, LENGTH / length);
    add(into[k], step, -LENGTH / length);
  }
}

export function gradient(p: Params): Params {
  const curves = controls(p);
  const d: [Curve, Curve] = [
    [zero(), zero(), zero(), zero()],
    [zero(), zero(), zero(), zero()],
  ];
  samples.forEach((q, i) => {
    const u = (2 * i) / (samples.length - 1);
    const which = u < 1 ? 0 : 1;
    const found = onCurve(curves[which], u - which);
    const miss = { x: 2 * (found.x - q.x), y: 2 * (found.y - q.y) };
    bernstein(u - which).forEach((weight, k) => add(d[which][k], miss, weight));
  });
  curves.forEach((curve, k) => addPenalties(curve, d[k]));
  const g: Params = {
    start: zero(),
    middle: zero(),
    end: zero(),
    leaving: zero(),
    tangent: zero(),
    arriving: zero(),
    tension: 0,
  };
  const [one, two] = d;
  add(g.start, one[0]);
  add(g.start, one[1]);
  add(g.leaving, one[1], p.tension);
  add(g.middle, one[2]);
  add(g.tangent, one[2], -p.tension);
  add(g.middle, one[3]);
  add(g.middle, two[1]);
  add(g.tangent, two[1], p.tension);
  add(g.end, two[2]);
  add(g.arriving, two[2], p.tension);
  add(g.end, two[3]);
  g.tension = dot(one[1], p.leaving) - dot(one[2], p.tangent) + dot(two[1], p.tangent) + dot(two[2], p.arriving);
  return g;
}
