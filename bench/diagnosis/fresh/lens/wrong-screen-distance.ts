import { faces, heights, SCREEN, TARGET, trace } from './loss.js';
import type { Face, Params, Ray, refract } from './loss.js';

export { loss, params } from './loss.js';

type Bent = ReturnType<typeof refract>;

/** What a face passes back to its ray, its curvature, its vertex and its ratio. */
function back(ray: Ray, face: Face, at: Bent, dOut: Ray) {
  const { flat, depth, y, tilt, angle, incidence, bent } = at;
  const c = face.curvature;
  const dBent = dOut.slope / Math.cos(bent) ** 2;
  const dSine = dBent / Math.sqrt(1 - (face.ratio * incidence) ** 2);
  const dRatio = dSine * incidence;
  const dSum = dSine * face.ratio * Math.cos(angle + tilt);
  const dTilt = dSum - dBent;
  const dAsin = dTilt / Math.sqrt(1 - (c * y) ** 2);
  const dY = dOut.y + dAsin * c;
  let dCurvature = dAsin * y;
  let dSlope = dSum / (1 + ray.slope ** 2) + dY * depth;
  const dDepth = dOut.z + dY * ray.slope;
  // The sag: its slopes are y / root and y² / (root (1 + root)).
  const root = Math.sqrt(1 - (c * flat) ** 2);
  dCurvature += (dDepth * flat ** 2) / (root * (1 + root));
  const dFlat = dY + (dDepth * c * flat) / root;
  dSlope += dFlat * (face.vertex - ray.z);
  const dVertex = dOut.z + dFlat * ray.slope;
  const dRay: Ray = { z: -dFlat * ray.slope, y: dFlat, slope: dSlope };
  return { dRay, dCurvature, dVertex, dRatio };
}

export function gradient(p: Params): Params {
  const [front, rear] = faces(p);
  const g: Params = { curvature: [0, 0], gap: 0, index: 0, offset: 0 };
  for (const height of heights) {
    const { start, first, second, spot } = trace(p, height);
    const d = (2 * (spot - TARGET)) / heights.length;
    const { slope } = second.out;
    const atRear = back(first.out, rear, second, { z: -d * slope, y: d, slope: d * (SCREEN - p.gap) });
    const atFront = back(start, front, first, atRear.dRay);
    g.curvature[1] += atRear.dCurvature;
    g.curvature[0] += atFront.dCurvature;
    g.gap += atRear.dVertex;
    g.index += atRear.dRatio - atFront.dRatio / p.index ** 2;
    g.offset += atFront.dRay.y;
  }
  return g;
}
