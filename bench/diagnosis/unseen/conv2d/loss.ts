// Two 3x3 convolutions (same padding), softplus between them, global average pool, squared error. Nested arrays.
export type Image = number[][]; // [row][column]
export type Kernels = number[][][][]; // [out][in][3][3]

let seed = 424242;
const noise = (amplitude: number) => {
  seed = (seed * 1664525 + 1013904223) % 4294967296;
  return amplitude * (seed / 2147483648 - 1);
};
const times = <T>(n: number, f: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => f(i));

export const size = 5;
export const blank = (): Image => times(size, () => times(size, () => 0));
const kernels = (outs: number, ins: number, amplitude: number): Kernels =>
  times(outs, () => times(ins, () => times(3, () => times(3, () => noise(amplitude)))));

export const pictures: Image[] = times(4, () => times(size, () => times(size, () => noise(1))));
export const answers = times(4, () => [noise(1), noise(1)]);

export const params = {
  conv1: { k: kernels(2, 1, 0.8), b: [0.1, -0.2] },
  conv2: { k: kernels(2, 2, 0.6), b: [0.05, 0.3] },
  gain: [1.2, 0.8],
};
export type Params = typeof params;

export const inside = (r: number, c: number) => r >= 0 && r < size && c >= 0 && c < size;

export function conv(layer: Params['conv1'], input: Image[]): Image[] {
  return layer.k.map((bank, o) => {
    const out = blank();
    for (let r = 0; r < size; r++) {
      for (let c = 0; c < size; c++) {
        out[r][c] = layer.b[o];
        for (let i = 0; i < input.length; i++) {
          for (let u = 0; u < 3; u++) {
            for (let v = 0; v < 3; v++) {
              if (inside(r + u - 1, c + v - 1)) out[r][c] += bank[i][u][v] * input[i][r + u - 1][c + v - 1];
            }
          }
        }
      }
    }
    return out;
  });
}

const softplus = (z: number) => Math.log(1 + Math.exp(z));

export function forward(p: Params, picture: Image) {
  const z = conv(p.conv1, [picture]);
  const a = z.map((map) => map.map((row) => row.map(softplus)));
  const y = conv(p.conv2, a);
  const pooled = y.map((map) => map.flat().reduce((s, v) => s + v, 0) / (size * size));
  const out = pooled.map((v, o) => p.gain[o] * v);
  return { z, a, pooled, out };
}

export function loss(p: Params): number {
  let total = 0;
  pictures.forEach((picture, n) => {
    forward(p, picture).out.forEach((v, o) => (total += (v - answers[n][o]) ** 2));
  });
  return total / 2;
}
