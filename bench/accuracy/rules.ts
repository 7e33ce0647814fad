import { createRandom } from '../../src/numdiff/random.js';
import type { Case } from './corpus/index.js';
import { lossOf } from './losses.js';

/** The difference checks that people use, with the steps and tolerances their sources give. */
export interface PeerSlopes {
  /** Central differences at 1e-6 and at 1e-5. */
  readonly torch: Float64Array;
  readonly cs231n: Float64Array;
  /** One random direction, and the central difference along it at 1e-4. */
  readonly direction: Float64Array;
  readonly alongDirection: number;
  readonly isFloat32: boolean;
}

/** Differences do not depend on the claim: taken once a point, then held against each claim. */
export function peerSlopes(test: Case, point: Float64Array, seed: number): PeerSlopes {
  const loss = lossOf(test, seed);
  const isFloat32 = test.storage === 'float32';
  const store = isFloat32 ? Math.fround : (x: number): number => x;
  const central = (step: number): Float64Array =>
    point.map((x, i) => {
      const moved = (shift: number): number => loss(point.map((value, k) => (k === i ? store(x + shift) : value)));
      return (moved(step) - moved(-step)) / (2 * step);
    });
  const random = createRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const direction = point.map(normal);
  const along = (shift: number): number => loss(point.map((x, i) => store(x + shift * direction[i])));
  return {
    torch: central(1e-6),
    cs231n: central(1e-5),
    direction,
    alongDirection: (along(1e-4) - along(-1e-4)) / 2e-4,
    // Where the loss itself is computed in float32 its looser tolerance is meant.
    isFloat32: isFloat32 || (test.family === 'float32' && test.loss !== undefined),
  };
}

/** torch.autograd.gradcheck: |a − n| ≤ atol + rtol·|n| with eps 1e-6, atol 1e-5, rtol 1e-3. */
export function torchRejects(slopes: PeerSlopes, claimed: Float64Array): boolean[] {
  return Array.from(claimed, (a, i) => !(Math.abs(a - slopes.torch[i]) <= 1e-5 + 1e-3 * Math.abs(slopes.torch[i])));
}

/** Course notes of Stanford's CS231n: relative error |a − n|/max(|a|, |n|) of 1e-7 or less at h = 1e-5. */
export function cs231nRejects(slopes: PeerSlopes, claimed: Float64Array): boolean[] {
  return Array.from(claimed, (a, i) => {
    const n = slopes.cs231n[i];
    return !(Math.abs(a - n) <= 1e-7 * Math.max(Math.abs(a), Math.abs(n)));
  });
}

/** jax.test_util.check_grads: the product with one random direction, eps 1e-4, atol = rtol = 1e-5 (float32: 2e-3). */
export function jaxRejects(slopes: PeerSlopes, claimed: Float64Array): boolean {
  const product = claimed.reduce((total, a, i) => total + a * slopes.direction[i], 0);
  const tolerance = slopes.isFloat32 ? 2e-3 : 1e-5;
  return !(Math.abs(product - slopes.alongDirection) <= tolerance + tolerance * Math.abs(slopes.alongDirection));
}
