import { DRAG, DT, EFFORT, LIMIT, MASS, simulate, STEPS, wanted } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(gains: number[]): number[] {
  const [kp, ki, kd] = gains;
  const { speed, heap, error, force } = simulate(gains);
  let gp = 0;
  let gi = 0;
  let gd = 0;
  let gf = 0;
  let aPosition = 0;
  let aSpeed = speed[STEPS];
  let aHeap = 0;
  for (let k = STEPS - 1; k >= 0; k--) {
    aSpeed += DT * aPosition;
    const aPull = DT * aSpeed;
    let aForce = aPull / MASS;
    aForce += 2 * DT * EFFORT * force[k];
    const aAsked = aForce * (1 - (force[k] / LIMIT) ** 2);
    gp += aAsked * error[k];
    gi += aAsked * heap[k + 1];
    gd += aAsked * speed[k];
    gf += aAsked * wanted(k);
    aHeap += aAsked * ki;
    const aError = 2 * DT * error[k] + aAsked * kp + DT * aHeap;
    aSpeed = aSpeed - (DRAG * aPull) / MASS - kd * aAsked;
    aPosition -= aError;
  }
  return [gp, gi, gd, gf];
}
