// Sharpening: a Gaussian blur of learnable width along rows and columns, the difference amplified, then a gamma curve.
export const W = 8;
export const H = 5;
export const RADIUS = 2;
export const picture = Array.from({ length: W * H }, (_, i) => 0.5 + 0.35 * Math.sin(0.8 * i + 0.05 * i * i));
export const wanted = picture.map((v, i) => v ** 0.9 + 0.05 * Math.cos(3 * i));

export const params = { logSigma: 0.1, amount: 0.6, logGamma: -0.15 };
export type Params = typeof params;

export function taps(sigma: number) {
  const raw: number[] = [];
  for (let k = -RADIUS; k <= RADIUS; k++) raw.push(Math.exp(-(k * k) / (2 * sigma * sigma)));
  const total = raw.reduce((a, b) => a + b);
  return { total, taps: raw.map((v) => v / total) };
}

const clamp = (v: number, top: number): number => (v < 0 ? 0 : v > top ? top : v);

/** Convolution along one direction with the border repeated. */
export function blur(image: number[], kernel: number[], horizontal: boolean): number[] {
  const out: number[] = [];
  for (let y = 0; y < H; y++) {
    for (let x = 0; x < W; x++) {
      let sum = 0;
      for (let k = -RADIUS; k <= RADIUS; k++) {
        const from = horizontal ? y * W + clamp(x + k, W - 1) : clamp(y + k, H - 1) * W + x;
        sum += kernel[k + RADIUS] * image[from];
      }
      out.push(sum);
    }
  }
  return out;
}

export function develop(p: Params) {
  const { taps: kernel } = taps(Math.exp(p.logSigma));
  const rows = blur(picture, kernel, true);
  const smooth = blur(rows, kernel, false);
  const sharp = picture.map((v, i) => 0.5 + Math.abs(v + p.amount * (v - smooth[i])));
  const gamma = Math.exp(p.logGamma);
  return { kernel, rows, smooth, sharp, gamma, seen: sharp.map((v) => v ** gamma) };
}

export const loss = (p: Params): number =>
  develop(p).seen.reduce((sum, v, i) => sum + (v - wanted[i]) ** 2, 0) / (W * H);
