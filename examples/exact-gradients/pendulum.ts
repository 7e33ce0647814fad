/**
 * A damped pendulum, whose length and damping are to be found from its path. The gradient of the loss would go through 300
 * time steps; nobody has written it.
 */
export const params = { length: 1, damping: 0.1, angle: 0.6, speed: 0 };

export type Pendulum = typeof params;

const STEPS = 300;
const STEP = 0.02;
const GRAVITY = 9.81;

/** Angles at the end of each time step, by the semi-implicit Euler method. */
function swing({ length, damping, angle, speed }: Pendulum): number[] {
  const path: number[] = [];
  for (let k = 0; k < STEPS; k++) {
    speed -= STEP * ((GRAVITY / length) * Math.sin(angle) + damping * speed);
    angle += STEP * speed;
    path.push(angle);
  }
  return path;
}

/** A measured path: that of a pendulum of 0.85 m, read off to a thousandth. */
export const data = swing({ length: 0.85, damping: 0.2, angle: 0.7, speed: 0.1 }).map(
  (x) => Math.round(x * 1000) / 1000,
);

/** Mean squared distance from the measured path, in rad². */
export function loss(pendulum: Pendulum, measured: readonly number[]): number {
  return swing(pendulum).reduce((sum, angle, k) => sum + (angle - measured[k]) ** 2, 0) / STEPS;
}
