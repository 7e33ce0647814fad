/**
 * Gradient through time: a ball with quadratic air drag is to hit a target, thrown no harder than needed.
 *
 *   dx/dt = v,  dv/dt = −drag · |r| · r − g,  r = v − wind   (velocity relative to the air)
 *   loss  = |x(T) − target|² + effort · |v(0)|²
 *
 * 200 steps of semi-implicit Euler; the gradient is the discrete adjoint, run backward over the stored velocities. It
 * is exact for the discretised flight, so it agrees with differences of the loss to rounding, not to the time step.
 */
interface Vector {
  x: number;
  y: number;
}

interface Params {
  /** Launch velocity in m/s. */
  launch: Vector;
  /** Drag coefficient in 1/m. */
  drag: number;
  /** Velocity of the air in m/s. */
  wind: Vector;
}

const steps = 200;
const dt = 0.01;
const gravity = 9.81;
const target: Vector = { x: 18, y: 1 };
const effort = 1e-3;

export const name = 'Projectile with drag, discrete adjoint';

export const params: Params = { launch: { x: 11, y: 10 }, drag: 0.02, wind: { x: -2.5, y: 0.4 } };

/** The velocity before each step and the place where the flight ends. */
function simulate({ launch, drag, wind }: Params) {
  const velocities: Vector[] = [];
  const position: Vector = { x: 0, y: 0 };
  let velocity = launch;
  for (let n = 0; n < steps; n++) {
    velocities.push(velocity);
    const r = { x: velocity.x - wind.x, y: velocity.y - wind.y };
    const speed = Math.hypot(r.x, r.y);
    velocity = {
      x: velocity.x - dt * drag * speed * r.x,
      y: velocity.y - dt * (drag * speed * r.y + gravity),
    };
    position.x += dt * velocity.x;
    position.y += dt * velocity.y;
  }
  return { velocities, position };
}

export function loss(params: Params): number {
  const { position } = simulate(params);
  const miss = (position.x - target.x) ** 2 + (position.y - target.y) ** 2;
  return miss + effort * (params.launch.x ** 2 + params.launch.y ** 2);
}

export function gradient(params: Params): Params {
  const { drag, wind, launch } = params;
  const { velocities, position } = simulate(params);
  const dPosition = { x: 2 * (position.x - target.x), y: 2 * (position.y - target.y) };
  const dVelocity = { x: 0, y: 0 };
  const dWind = { x: 0, y: 0 };
  let dDrag = 0;

  for (let n = steps - 1; n >= 0; n--) {
    // Every velocity moves all later positions.
    dVelocity.x += dt * dPosition.x;
    dVelocity.y += dt * dPosition.y;

    const r = { x: velocities[n].x - wind.x, y: velocities[n].y - wind.y };
    const speed = Math.hypot(r.x, r.y);
    const along = r.x * dVelocity.x + r.y * dVelocity.y;
    dDrag -= dt * speed * along;

    // The Jacobian of |r|·r is |r|·I + r rᵀ/|r|, symmetric, so its transpose needs no second form.
    const dRelative = {
      x: -dt * drag * (speed * dVelocity.x + (along / speed) * r.x),
      y: -dt * drag * (speed * dVelocity.y + (along / speed) * r.y),
    };
    dWind.x -= dRelative.x;
    dWind.y -= dRelative.y;
    dVelocity.x += dRelative.x;
    dVelocity.y += dRelative.y;
  }

  return {
    launch: { x: dVelocity.x + 2 * effort * launch.x, y: dVelocity.y + 2 * effort * launch.y },
    drag: dDrag,
    wind: dWind,
  };
}
