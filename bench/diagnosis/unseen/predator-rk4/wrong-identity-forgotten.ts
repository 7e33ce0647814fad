import { data, h, step, stepsPerSample } from './loss.js';
import type { Pair, Params } from './loss.js';

export { params, loss } from './loss.js';

/** Pulls an adjoint of the field's value back to its argument, and adds to the gradient of the parameters. */
function fieldBackward(p: Params, g: Params, [x, y]: Pair, [ax, ay]: Pair): Pair {
  const birth = Math.exp(p.logRates.birth);
  const hunt = Math.exp(p.logRates.hunt);
  const feed = Math.exp(p.logRates.feed);
  const death = Math.exp(p.logRates.death);
  g.logRates.birth += ax * birth * x;
  g.logRates.hunt -= ax * hunt * x * y;
  g.logRates.feed += ay * feed * x * y;
  g.logRates.death -= ay * death * y;
  g.crowding[0] -= ax * x * x;
  g.crowding[1] -= ay * y * y;
  g.immigration[0] += ax;
  g.immigration[1] += ay;
  const dx = ax * (birth - hunt * y - 2 * p.crowding[0] * x) + ay * feed * y;
  const dy = -ax * hunt * x + ay * (feed * x - death - 2 * p.crowding[1] * y);
  return [dx, dy];
}

function stepBackward(p: Params, g: Params, stages: Pair[], a: Pair): Pair {
  const [u1, u2, u3, u4] = stages;
  const scaled = (s: number, v: Pair): Pair => [s * v[0], s * v[1]];
  const plus = (v: Pair, w: Pair): Pair => [v[0] + w[0], v[1] + w[1]];
  const b4 = fieldBackward(p, g, u4, scaled(h / 6, a));
  const b3 = fieldBackward(p, g, u3, plus(scaled(h / 3, a), scaled(h, b4)));
  const b2 = fieldBackward(p, g, u2, plus(scaled(h / 3, a), scaled(h / 2, b3)));
  const b1 = fieldBackward(p, g, u1, plus(scaled(h / 6, a), scaled(h / 2, b2)));
  return [b2, b3, b4].reduce(plus, b1);
}

export function gradient(p: Params): Params {
  const g: Params = {
    logRates: { birth: 0, hunt: 0, feed: 0, death: 0 },
    crowding: [0, 0],
    immigration: [0, 0],
    logStart: [0, 0],
  };
  const start = p.logStart.map(Math.exp) as Pair;
  const tape: Pair[][] = [];
  const ends: Pair[] = [];
  let u = start;
  for (let i = 0; i < data.length * stepsPerSample; i++) {
    const { stages, end } = step(p, u);
    tape.push(stages);
    ends.push(end);
    u = end;
  }

  let a: Pair = [0, 0];
  for (let i = tape.length - 1; i >= 0; i--) {
    if ((i + 1) % stepsPerSample === 0) {
      const [x, y] = ends[i];
      const [seenX, seenY] = data[(i + 1) / stepsPerSample - 1];
      a = [a[0] + (2 * (Math.log(x) - seenX)) / x, a[1] + (2 * (Math.log(y) - seenY)) / y];
    }
    a = stepBackward(p, g, tape[i], a);
  }
  g.logStart = [a[0] * start[0], a[1] * start[1]];
  return g;
}
