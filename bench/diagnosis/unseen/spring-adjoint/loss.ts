// A chain of masses on springs between two walls, symplectic Euler in time; fits observed positions along the way.
const draws = (() => {
  let s = 20;
  return () => {
    s = (s * 75 + 74) % 65537;
    return s / 65537 - 0.5;
  };
})();

export const masses = 4;
export const steps = 24;
export const dt = 0.12;
export const every = 6; // an observation each so many steps
export const ridge = 0.02;

export const observed: number[][] = Array.from({ length: steps / every }, () =>
  Array.from({ length: masses }, () => 1.2 * draws()),
);

export const params = {
  stiffness: Array.from({ length: masses + 1 }, () => 1.5 + draws()),
  logMass: Array.from({ length: masses }, () => 0.6 * draws()),
  drag: 0.35,
  start: { x: Array.from({ length: masses }, () => draws()), v: Array.from({ length: masses }, () => 2 * draws()) },
};
export type Params = typeof params;

/** Acceleration: springs to both neighbours, and drag that is quadratic in the velocity. */
export function acceleration(p: Params, x: number[], v: number[]): number[] {
  const a: number[] = [];
  for (let i = 0; i < masses; i++) {
    const left = i > 0 ? x[i - 1] : 0;
    const right = i < masses - 1 ? x[i + 1] : 0;
    const pull = p.stiffness[i] * (left - x[i]) + p.stiffness[i + 1] * (right - x[i]);
    const friction = p.drag * Math.abs(v[i]) * v[i];
    a.push((pull - friction) / Math.exp(p.logMass[i]));
  }
  return a;
}

export function simulate(p: Params) {
  let x = p.start.x;
  let v = p.start.v;
  const path = [{ x, v }];
  for (let n = 0; n < steps; n++) {
    const a = acceleration(p, x, v);
    v = v.map((w, i) => w + dt * a[i]);
    x = x.map((q, i) => q + dt * v[i]);
    path.push({ x, v });
  }
  return path;
}

export function loss(p: Params): number {
  const path = simulate(p);
  let sum = 0;
  for (let k = 0; k < observed.length; k++) {
    const { x } = path[(k + 1) * every];
    for (let i = 0; i < masses; i++) sum += 0.5 * (x[i] - observed[k][i]) ** 2;
  }
  for (const k of p.stiffness) sum += ridge * (k - 1.5) ** 2;
  return sum;
}
