import { between, dt, gravity, pull, sightings } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

/** Derivatives of a quantity by angle, speed, length, damping. */
type Tangent = [number, number, number, number];
const combine = (a: Tangent, s: number, b: Tangent): Tangent => a.map((v, i) => v + s * b[i]) as Tangent;

function pullTangent(p: Params, angle: number, speed: number, dAngle: Tangent, dSpeed: Tangent): Tangent {
  const byAngle = (-gravity / p.length) * Math.cos(angle);
  const bySpeed = -p.damping;
  const own: Tangent = [0, 0, (gravity / p.length ** 2) * Math.sin(angle), -speed];
  return combine(combine(own, byAngle, dAngle), bySpeed, dSpeed);
}

let known: Params | undefined;

export function gradient(p: Params): Params {
  if (known) return { ...known };
  let { angle, speed } = p;
  let dAngle: Tangent = [1, 0, 0, 0];
  let dSpeed: Tangent = [0, 1, 0, 0];
  let total: Tangent = [0, 0, 0, 0];
  for (const seen of sightings) {
    for (let s = 0; s < between; s++) {
      const half = speed + 0.5 * dt * pull(p, angle, speed);
      const dHalf = combine(dSpeed, 0.5 * dt, pullTangent(p, angle, speed, dAngle, dSpeed));
      angle += dt * half;
      dAngle = combine(dAngle, dt, dHalf);
      speed = half + 0.5 * dt * pull(p, angle, half);
      dSpeed = combine(dHalf, 0.5 * dt, pullTangent(p, angle, half, dAngle, dHalf));
    }
    total = combine(total, (2 * (angle - seen)) / sightings.length, dAngle);
  }
  const [byAngle, bySpeed, byLength, byDamping] = total;
  known = { angle: byAngle, speed: bySpeed, length: byLength, damping: byDamping };
  return { ...known };
}
