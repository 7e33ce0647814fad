// A convolution with two kernels over a small picture, average pooling, softplus and a linear read-out, all on flat arrays.
export const WIDTH = 7;
export const HEIGHT = 6;
export const KERNEL = 2;
export const CHANNELS = 2;
export const OUT_W = WIDTH - KERNEL + 1;
export const OUT_H = HEIGHT - KERNEL + 1;
export const POOL = 2;
export const POOL_W = Math.floor(OUT_W / POOL);
export const POOL_H = Math.floor(OUT_H / POOL);

const noise = (n: number, scale: number, shift: number) =>
  Float64Array.from({ length: n }, (_, i) => scale * Math.sin(12.9898 * (i + shift) + 0.1 * i * i));

export const pictures = [noise(WIDTH * HEIGHT, 1, 0), noise(WIDTH * HEIGHT, 1, 50), noise(WIDTH * HEIGHT, 1, 90)];
export const targets = [0.6, -0.2, 1.4];

export const params = {
  kernels: noise(CHANNELS * KERNEL * KERNEL, 0.7, 7),
  biases: noise(CHANNELS, 0.3, 20),
  readout: noise(CHANNELS * POOL_W * POOL_H, 0.5, 30),
  level: 0.25,
};
export type Params = typeof params;

export function convolve(p: Params, picture: Float64Array): Float64Array {
  const out = new Float64Array(CHANNELS * OUT_W * OUT_H);
  for (let c = 0; c < CHANNELS; c++) {
    for (let y = 0; y < OUT_H; y++) {
      for (let x = 0; x < OUT_W; x++) {
        let sum = p.biases[c];
        for (let ky = 0; ky < KERNEL; ky++) {
          for (let kx = 0; kx < KERNEL; kx++) {
            sum += p.kernels[(c * KERNEL + ky) * KERNEL + kx] * picture[(y + ky) * WIDTH + x + kx];
          }
        }
        out[(c * OUT_H + y) * OUT_W + x] = sum;
      }
    }
  }
  return out;
}

export function pool(maps: Float64Array): Float64Array {
  const out = new Float64Array(CHANNELS * POOL_W * POOL_H);
  for (let c = 0; c < CHANNELS; c++) {
    for (let y = 0; y < POOL_H * POOL; y++) {
      for (let x = 0; x < POOL_W * POOL; x++) {
        const at = (c * POOL_H + Math.floor(y / POOL)) * POOL_W + Math.floor(x / POOL);
        out[at] += maps[(c * OUT_H + y) * OUT_W + x] / (POOL * POOL);
      }
    }
  }
  return out;
}

export function forward(p: Params, picture: Float64Array) {
  const maps = convolve(p, picture);
  const pooled = pool(maps);
  const active = pooled.map((v) => Math.log(1 + Math.exp(v)));
  let answer = p.level;
  for (let i = 0; i < active.length; i++) answer += p.readout[i] * active[i];
  return { pooled, active, answer };
}

export function loss(p: Params): number {
  let sum = 0;
  for (let n = 0; n < pictures.length; n++) {
    const miss = forward(p, pictures[n]).answer - targets[n];
    sum += Math.sqrt(1 + miss * miss) - 1;
  }
  return sum;
}
