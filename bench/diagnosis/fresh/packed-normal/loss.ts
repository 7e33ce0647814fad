// A multivariate normal law by the packed factor of its precision: L Lᵀ with the logarithms of the diagonal.
export const D = 3;
export const N = 7;

/** N rows of D numbers. */
export const x: number[] = [];
for (let i = 0; i < N * D; i++) x.push(Math.sin(1.1 * i) + 0.5 * Math.cos(0.3 * i * i));

/** mean (D), then the lower triangle row by row (D (D + 1) / 2). */
export const params = [0.1, -0.2, 0.3, 0.2, 0.5, -0.1, -0.4, 0.3, 0.1];

/** Place of row r, column c <= r, in the parameters. */
export function at(r: number, c: number): number {
  return D + (r * (r + 1)) / 2 + c;
}

export function entry(theta: number[], r: number, c: number): number {
  const v = theta[at(r, c)];
  return r === c ? Math.exp(v) : v;
}

/** z = Lᵀ (x − mean) of one row. */
export function whiten(theta: number[], n: number): number[] {
  const z: number[] = [];
  for (let c = 0; c < D; c++) {
    let s = 0;
    for (let r = c; r < D; r++) s += entry(theta, r, c) * (x[n * D + r] - theta[r]);
    z.push(s);
  }
  return z;
}

export function loss(theta: number[]): number {
  let sum = 0;
  for (let n = 0; n < N; n++) {
    for (const v of whiten(theta, n)) sum += 0.5 * v * v;
  }
  for (let r = 0; r < D; r++) sum -= N * theta[at(r, r)];
  for (let r = 1; r < D; r++) {
    for (let c = 0; c < r; c++) sum += 0.2 * Math.sqrt(theta[at(r, c)] ** 2 + 0.01);
  }
  return sum;
}
