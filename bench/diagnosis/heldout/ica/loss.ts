// Independent components: the unmixing matrix by maximum likelihood, with the logarithm of its determinant.
export const count = 3;

const wave = (k: number): number => Math.sin(1.9 * k + 0.07 * k * k);
export const samples = Array.from({ length: 10 }, (_, n) => [
  wave(n),
  wave(2 * n + 20),
  wave(3 * n + 50) + 0.3 * wave(n),
]);

export const params = {
  W: [
    [1.1, -0.3, 0.2],
    [0.25, 0.9, -0.4],
    [-0.15, 0.35, 1.2],
  ],
  centre: [0.1, -0.2, 0.05],
  sharpness: [1.2, 0.8, 1.5],
};
export type Params = typeof params;

export function determinant([[a, b, c], [d, e, f], [g, h, i]]: number[][]): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

export function sources({ W, centre }: Params, x: number[]): number[] {
  const moved = x.map((v, j) => v - centre[j]);
  return W.map((row) => {
    let s = 0;
    for (let j = 0; j < count; j++) s += row[j] * moved[j];
    return s;
  });
}

export function loss(p: Params): number {
  let energy = 0;
  for (const x of samples) {
    const s = sources(p, x);
    for (let i = 0; i < count; i++) energy += Math.log(Math.cosh(p.sharpness[i] * s[i])) - Math.log(p.sharpness[i]);
  }
  return energy / samples.length - Math.log(Math.abs(determinant(p.W)));
}
