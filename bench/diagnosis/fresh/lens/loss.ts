// Meridional rays through a lens of two spherical faces, refracted by Snell's law; the spot on the screen is to be small.
export const heights = [-0.35, -0.2, 0.15, 0.3, 0.42];
const SCREEN = 5.2;
const TARGET = 0.05;

export const params = { curvature: [0.22, -0.16], gap: 0.6, index: 1.52, offset: 0.04 };
export type Params = typeof params;

export interface Face {
  curvature: number;
  /** Position of the vertex along the axis. */
  vertex: number;
  /** Index before over index behind. */
  ratio: number;
}

export interface Ray {
  z: number;
  y: number;
  slope: number;
}

/** The sag of a face at a height: c y² / (1 + √(1 − c² y²)). */
export function sag(c: number, y: number): number {
  return (c * y * y) / (1 + Math.sqrt(1 - c * c * y * y));
}

/** Straight on to the face, met to first order at the height in its vertex plane, then bent. */
export function refract(ray: Ray, face: Face) {
  const flat = ray.y + ray.slope * (face.vertex - ray.z);
  const depth = sag(face.curvature, flat);
  const y = flat + ray.slope * depth;
  const tilt = Math.asin(face.curvature * y);
  const angle = Math.atan(ray.slope);
  const incidence = Math.sin(angle + tilt);
  const bent = Math.asin(face.ratio * incidence) - tilt;
  const out: Ray = { z: face.vertex + depth, y, slope: Math.tan(bent) };
  return { flat, depth, y, tilt, angle, incidence, bent, out };
}

export const faces = (p: Params): Face[] => [
  { curvature: p.curvature[0], vertex: 0, ratio: 1 / p.index },
  { curvature: p.curvature[1], vertex: p.gap, ratio: p.index },
];

export function trace(p: Params, height: number) {
  const [front, back] = faces(p);
  const start: Ray = { z: -1, y: height + p.offset, slope: 0.02 };
  const first = refract(start, front);
  const second = refract(first.out, back);
  const { z, y, slope } = second.out;
  return { start, first, second, spot: y + slope * (SCREEN - z) };
}

export { SCREEN, TARGET };

export const loss = (p: Params): number =>
  heights.reduce((sum, height) => sum + (trace(p, height).spot - TARGET) ** 2, 0) / heights.length;
