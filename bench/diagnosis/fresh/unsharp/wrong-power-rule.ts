import { blur, develop, H, picture, RADIUS, W, wanted } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

/** The taps by the logarithm of sigma: each times k²/σ² less its mean. */
function bySigma(kernel: number[], sigma: number): number[] {
  const steep = kernel.map((_, i) => (i - RADIUS) ** 2 / sigma ** 2);
  const mean = kernel.reduce((sum, v, i) => sum + v * steep[i], 0);
  return kernel.map((v, i) => v * (steep[i] - mean));
}

export function gradient(p: Params): Params {
  const { kernel, rows, smooth, sharp, gamma, seen } = develop(p);
  const dKernel = bySigma(kernel, Math.exp(p.logSigma));
  const moved = blur(rows, dKernel, false);
  const carried = blur(blur(picture, dKernel, true), kernel, false);
  let logSigma = 0;
  let amount = 0;
  let logGamma = 0;
  for (let i = 0; i < W * H; i++) {
    const dSeen = (2 * (seen[i] - wanted[i])) / (W * H);
    logGamma += dSeen * seen[i] * Math.log(sharp[i]) * gamma;
    const inner = picture[i] + p.amount * (picture[i] - smooth[i]);
    const dSharp = dSeen * gamma * sharp[i] ** gamma * Math.sign(inner);
    amount += dSharp * (picture[i] - smooth[i]);
    logSigma -= dSharp * p.amount * (moved[i] + carried[i]);
  }
  return { logSigma, amount, logGamma };
}
