// Bodies under softened gravity, moved by kick-drift-kick steps; the loss compares the last places with observed ones.
const BODIES = 3;
export const STEPS = 12;
export const DT = 0.08;
const SOFTENING = 0.15;

export const observed = Float64Array.of(0.4, 0.9, -0.7, 0.5, 0.6, -1.1);

export const params = {
  position: Float64Array.of(1, 0.1, -0.8, 0.6, 0.1, -1.1),
  velocity: Float64Array.of(-0.2, 0.6, -0.3, -0.5, 0.7, 0.1),
  mass: Float64Array.of(0.9, 0.6, 1.3),
};
export type Params = typeof params;

export { BODIES, SOFTENING };

export function accelerate(x: Float64Array, mass: Float64Array): Float64Array {
  const a = new Float64Array(x.length);
  for (let i = 0; i < BODIES; i++) {
    for (let j = 0; j < BODIES; j++) {
      if (i === j) continue;
      const dx = x[2 * j] - x[2 * i];
      const dy = x[2 * j + 1] - x[2 * i + 1];
      const pull = mass[j] / (dx * dx + dy * dy + SOFTENING) ** 1.5;
      a[2 * i] += pull * dx;
      a[2 * i + 1] += pull * dy;
    }
  }
  return a;
}

export interface Path {
  /** Positions at which the forces were taken, first to last. */
  places: Float64Array[];
  velocity: Float64Array;
}

export function integrate(p: Params): Path {
  const x = p.position.slice();
  const v = p.velocity.slice();
  const places = [x.slice()];
  let a = accelerate(x, p.mass);
  for (let s = 0; s < STEPS; s++) {
    for (let k = 0; k < x.length; k++) {
      v[k] += 0.5 * DT * a[k];
      x[k] += DT * v[k];
    }
    places.push(x.slice());
    a = accelerate(x, p.mass);
    for (let k = 0; k < x.length; k++) v[k] += 0.5 * DT * a[k];
  }
  return { places, velocity: v };
}

export function loss(p: Params): number {
  const { places, velocity } = integrate(p);
  const last = places[STEPS];
  let sum = 0;
  for (let k = 0; k < last.length; k++) {
    sum += 0.5 * (last[k] - observed[k]) ** 2;
    sum += 0.05 * velocity[k] ** 2;
  }
  return sum;
}
