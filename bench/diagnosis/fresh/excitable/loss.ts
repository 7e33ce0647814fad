// A nerve model with two states, integrated by Heun's method; the voltage is compared with a record at every step.
export interface State {
  v: number;
  w: number;
}
export interface Params {
  a: number;
  b: number;
  tau: number;
  current: number;
  start: State;
}

export const params: Params = { a: 0.7, b: 0.8, tau: 5, current: 0.5, start: { v: -0.8, w: 0.2 } };
export const DT = 0.2;
export const record = Array.from({ length: 14 }, (_, k) => -0.7 + 1.6 / (1 + Math.exp(4 - 0.6 * k)));

export const flow = ({ a, b, tau, current }: Params, { v, w }: State): State => ({
  v: v - v ** 3 / 3 - w + current,
  w: (v + a - b * w) / tau,
});

const move = (s: State, by: number, d: State): State => ({ v: s.v + by * d.v, w: s.w + by * d.w });

export const step = (p: Params, s: State) => {
  const k1 = flow(p, s);
  const guess = move(s, DT, k1);
  const k2 = flow(p, guess);
  return { s, k1, guess, k2, next: move(move(s, DT / 2, k1), DT / 2, k2) };
};

export function simulate(p: Params) {
  const steps = [];
  let s = p.start;
  for (let k = 0; k < record.length; k++) {
    const now = step(p, s);
    steps.push(now);
    s = now.next;
  }
  return steps;
}

export const loss = (p: Params): number =>
  simulate(p).reduce((sum, { next }, k) => sum + DT * (next.v - record[k]) ** 2, 0);
