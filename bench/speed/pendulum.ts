import type { BenchModel } from './models.js';

interface Pendulum {
  length: number;
  damping: number;
  start: { angle: number; speed: number };
}

/** A damped pendulum, by semi-implicit Euler steps; the loss is how far its path lies from a measured one. */
export function createPendulum(steps: number): Pick<BenchModel, 'name' | 'params' | 'loss'> {
  const dt = 5 / steps;
  const measured = Array.from({ length: steps }, (_, k) => 0.8 * Math.exp(-0.1 * k * dt) * Math.cos(3 * k * dt));
  const loss = ({ length, damping, start }: Pendulum): number => {
    let { angle, speed } = start;
    let sum = 0;
    for (let k = 0; k < steps; k++) {
      speed += dt * ((-9.81 / length) * Math.sin(angle) - damping * speed);
      angle += dt * speed;
      sum += (angle - measured[k]) ** 2;
    }
    return sum / steps;
  };
  const params: Pendulum = { length: 1.1, damping: 0.15, start: { angle: 0.75, speed: 0.1 } };
  return { name: `pendulum, ${steps} time steps`, params, loss };
}
