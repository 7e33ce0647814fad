import { DT, record, simulate } from './loss.js';
import type { Params, State } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const g: Params = { a: 0, b: 0, tau: 0, current: 0, start: { v: 0, w: 0 } };
  /** Passes an error of the flow back to the state and adds to the parameters. */
  const backFlow = (s: State, k: State, d: State): State => {
    g.a += d.w / p.tau;
    g.b -= (d.w * s.w) / p.tau;
    g.tau -= (d.w * k.w) / p.tau;
    g.current += d.v;
    return { v: d.v * (1 - s.v ** 2 / 3) + d.w / p.tau, w: -d.v - (d.w * p.b) / p.tau };
  };
  const steps = simulate(p);
  let d: State = { v: 0, w: 0 };
  for (let n = steps.length - 1; n >= 0; n--) {
    const { s, k1, guess, k2, next } = steps[n];
    d = { v: d.v + 2 * DT * (next.v - record[n]), w: d.w };
    const fromGuess = backFlow(guess, k2, { v: (DT / 2) * d.v, w: (DT / 2) * d.w });
    const dk1 = { v: (DT / 2) * d.v + DT * fromGuess.v, w: (DT / 2) * d.w + DT * fromGuess.w };
    const fromStart = backFlow(s, k1, dk1);
    d = { v: d.v + fromGuess.v + fromStart.v, w: d.w + fromGuess.w + fromStart.w };
  }
  g.start = d;
  return g;
}
