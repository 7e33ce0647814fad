import { headings, joints, marks, stiffness, tip } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const angles = p.angles.map((angle, j) => stiffness[j] * Math.sin(angle));
  const lengths = new Float64Array(joints);
  const base = new Float64Array(2);
  for (let j = 1; j < joints; j++) {
    const d = 0.8 * (p.lengths[j] - p.lengths[j - 1]);
    lengths[j] += d;
    lengths[j - 1] -= d;
  }
  for (const { x, y, bend, weight } of marks) {
    const [tipX, tipY] = tip(p, bend);
    const far = Math.hypot(tipX - x, tipY - y);
    const dx = (weight * (tipX - x)) / far;
    const dy = (weight * (tipY - y)) / far;
    base[0] += dx;
    base[1] += dy;
    const along = headings(p, bend);
    let later = 0;
    for (let j = joints - 1; j >= 0; j--) {
      lengths[j] += dx * Math.cos(along[j]) + dy * Math.sin(along[j]);
      later += p.lengths[j] * (dy * Math.cos(along[j]) - dx * Math.sin(along[j]));
      angles[j] += later;
    }
  }
  return { angles, lengths, base };
}
