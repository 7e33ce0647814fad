// A damped pendulum through time by leapfrog steps, fitted to sightings. Scalar parameters; the gradient goes forward with the motion.
export const dt = 0.08;
export const between = 5; // steps from one sighting to the next
export const gravity = 9.81;
export const sightings = [0.62, 0.11, -0.43, -0.58, -0.22, 0.3];

export const params = { angle: 0.95, speed: -0.4, length: 1.3, damping: 0.25 };
export type Params = typeof params;

export function pull(p: Params, angle: number, speed: number): number {
  const fall = (gravity / p.length) * Math.sin(angle);
  const drag = p.damping * speed;
  return -fall - drag;
}

export function loss(p: Params): number {
  let { angle, speed } = p;
  let sum = 0;
  for (const seen of sightings) {
    for (let s = 0; s < between; s++) {
      const half = speed + 0.5 * dt * pull(p, angle, speed);
      angle += dt * half;
      speed = half + 0.5 * dt * pull(p, angle, half);
    }
    sum += (angle - seen) ** 2;
  }
  return sum / sightings.length;
}
