import type { HessianDomain } from '../../src/curvature/hessian-domain.js';
import { nearestPowerOfTwo } from '../../src/numdiff/index.js';

/** A loss with its derivatives by hand. */
export interface KnownLoss {
  readonly name: string;
  readonly point: readonly number[];
  loss(x: Float64Array): number;
  gradient(x: Float64Array): Float64Array;
  hessian(x: Float64Array): number[][];
}

const rosenbrock: Omit<KnownLoss, 'name' | 'point'> = {
  loss: ([x, y]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: ([x, y]) => Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
  hessian: ([x, y]) => [
    [2 - 400 * (y - 3 * x * x), -400 * x],
    [-400 * x, 200],
  ],
};

/** exp(a·b) + cos(c)·a, whose third derivatives are of the size of the others. */
const mixed: Omit<KnownLoss, 'name' | 'point'> = {
  loss: ([a, b, c]) => Math.exp(a * b) + Math.cos(c) * a,
  gradient: ([a, b, c]) => {
    const e = Math.exp(a * b);
    return Float64Array.of(b * e + Math.cos(c), a * e, -Math.sin(c) * a);
  },
  hessian: ([a, b, c]) => {
    const e = Math.exp(a * b);
    return [
      [b * b * e, e * (1 + a * b), -Math.sin(c)],
      [e * (1 + a * b), a * a * e, 0],
      [-Math.sin(c), 0, -Math.cos(c) * a],
    ];
  },
};

/** Units of 1e6 and 1e-6 in one loss. */
const badlyScaled: Omit<KnownLoss, 'name' | 'point'> = {
  loss: ([x, y]) => Math.sin(x * 1e-6) * Math.exp(y * 1e6) + (x * 1e-6) ** 4,
  gradient: ([x, y]) => {
    const e = Math.exp(y * 1e6);
    return Float64Array.of(1e-6 * Math.cos(x * 1e-6) * e + 4e-6 * (x * 1e-6) ** 3, 1e6 * Math.sin(x * 1e-6) * e);
  },
  hessian: ([x, y]) => {
    const e = Math.exp(y * 1e6);
    const cross = Math.cos(x * 1e-6) * e;
    return [
      [-1e-12 * Math.sin(x * 1e-6) * e + 12e-12 * (x * 1e-6) ** 2, cross],
      [cross, 1e12 * Math.sin(x * 1e-6) * e],
    ];
  },
};

export const KNOWN_LOSSES: readonly KnownLoss[] = [
  { name: 'Rosenbrock at its minimum', point: [1, 1], ...rosenbrock },
  { name: 'Rosenbrock away from it', point: [-1.2, 1], ...rosenbrock },
  { name: 'mixed', point: [0.7, -0.4, 1.3], ...mixed },
  { name: 'mixed, with a zero', point: [0, 2, 0.5], ...mixed },
  { name: 'badly scaled', point: [0.8e6, -0.5e-6], ...badlyScaled },
];

export function domainOf(point: readonly number[], settings: Partial<HessianDomain> = {}): HessianDomain {
  return {
    point: Float64Array.from(point),
    active: Int32Array.from(point, (_, i) => i),
    scales: Float64Array.from(point, (x) => nearestPowerOfTwo(Math.abs(x) || 1)),
    isFloat32: () => false,
    ...settings,
  };
}
