// Soft clustering: points belong to centres by a softmax of weighted squared distances; distortion plus balance of sizes.
export const dims = 2;
export const clusters = 3;
export const points = Float64Array.from({ length: 24 }, (_, i) => Math.sin(i * i + 1) + ((i >> 1) % 3) - 1);
export const BALANCE = 0.4;

export const params = {
  centres: Float64Array.of(-0.8, -1.1, 0.2, 0.3, 1.2, 0.7),
  logWeights: Float64Array.of(0.2, -0.3),
  logHeat: 0.4,
};
export type Params = typeof params;

/** Squared distances, and shares of each point, row-major by point. */
export function assign({ centres, logWeights, logHeat }: Params) {
  const n = points.length / dims;
  const weights = logWeights.map(Math.exp);
  const heat = Math.exp(logHeat);
  const distance = new Float64Array(n * clusters);
  const share = new Float64Array(n * clusters);
  const size = new Float64Array(clusters);
  for (let i = 0; i < n; i++) {
    let total = 0;
    for (let c = 0; c < clusters; c++) {
      let d = 0;
      for (let k = 0; k < dims; k++) d += weights[k] * (points[i * dims + k] - centres[c * dims + k]) ** 2;
      distance[i * clusters + c] = d;
      share[i * clusters + c] = Math.exp(-d / heat);
      total += share[i * clusters + c];
    }
    for (let c = 0; c < clusters; c++) {
      share[i * clusters + c] /= total;
      size[c] += share[i * clusters + c] / n;
    }
  }
  return { n, weights, heat, distance, share, size };
}

export function loss(p: Params): number {
  const { n, distance, share, size } = assign(p);
  let distortion = 0;
  for (let a = 0; a < share.length; a++) distortion += share[a] * distance[a];
  let balance = 0;
  for (const s of size) balance += (s - 1 / clusters) ** 2;
  let volume = 0;
  for (const w of p.logWeights) volume -= w;
  return distortion / n + BALANCE * balance + 0.3 * volume;
}
