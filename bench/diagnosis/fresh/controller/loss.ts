// Tuning of a controller: a plant of second order is simulated with Euler steps, and error and effort are added up.
const STEPS = 25;
const DT = 0.1;
const EFFORT = 0.03;
const LIMIT = 2.5;
const MASS = 0.8;
const DRAG = 0.6;
export { DRAG, DT, EFFORT, LIMIT, MASS, STEPS };

export const wanted = (k: number): number => (k < 12 ? 1 : 0.4);

export const params = [2.1, 0.9, 0.7, 0.15];

/** Gains: proportional, integral, derivative, feed-forward. All that happens is kept in columns. */
export function simulate([kp, ki, kd, kf]: number[]) {
  const position = new Float64Array(STEPS + 1);
  const speed = new Float64Array(STEPS + 1);
  const heap = new Float64Array(STEPS + 1);
  const error = new Float64Array(STEPS);
  const force = new Float64Array(STEPS);
  for (let k = 0; k < STEPS; k++) {
    error[k] = wanted(k) - position[k];
    heap[k + 1] = heap[k] + DT * error[k];
    const asked = kp * error[k] + ki * heap[k + 1] - kd * speed[k] + kf * wanted(k);
    force[k] = LIMIT * Math.tanh(asked / LIMIT);
    const pull = (force[k] - DRAG * speed[k]) / MASS;
    speed[k + 1] = speed[k] + DT * pull;
    position[k + 1] = position[k] + DT * speed[k + 1];
  }
  return { position, speed, heap, error, force };
}

export function loss(gains: number[]): number {
  const { error, force, speed } = simulate(gains);
  let cost = 0;
  for (let k = 0; k < STEPS; k++) {
    cost += DT * error[k] * error[k];
    cost += DT * EFFORT * force[k] * force[k];
  }
  return cost + 0.5 * speed[STEPS] ** 2;
}
