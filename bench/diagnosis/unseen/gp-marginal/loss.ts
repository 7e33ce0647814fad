// Negative log marginal likelihood of a Gaussian process: ARD squared-exponential kernel, linear mean, all scales as logs.
const random = (() => {
  let s = 5;
  return () => {
    s = (s * 1103515245 + 12345) % 2147483648;
    return s / 2147483648;
  };
})();

export const n = 9;
export const d = 3;
export const X: number[][] = Array.from({ length: n }, () => Array.from({ length: d }, () => 3 * random()));
export const t: number[] = X.map((x) => Math.sin(x[0]) + 0.5 * x[1] + 0.3 * random());

export const params = {
  logLength: [0.2, 0.5, -0.1],
  logSignal: 0.1,
  logNoise: -0.9,
  slope: [0.1, 0.4, -0.2],
  intercept: 0.3,
};
export type Params = typeof params;

/** The squared-exponential part without noise. */
export function kernel(p: Params): number[][] {
  const variance = Math.exp(2 * p.logSignal);
  return X.map((a) =>
    X.map((b) => {
      let r2 = 0;
      for (let k = 0; k < d; k++) {
        const u = (a[k] - b[k]) / Math.exp(p.logLength[k]);
        r2 += u * u;
      }
      return variance * Math.exp(-0.5 * r2);
    }),
  );
}

export function covariance(p: Params): number[][] {
  const noise = Math.exp(2 * p.logNoise);
  return kernel(p).map((row, i) => row.map((v, j) => (i === j ? v + noise : v)));
}

export function cholesky(A: number[][]): number[][] {
  const L = A.map((row) => row.map(() => 0));
  for (let i = 0; i < A.length; i++) {
    for (let j = 0; j <= i; j++) {
      let s = A[i][j];
      for (let k = 0; k < j; k++) s -= L[i][k] * L[j][k];
      L[i][j] = i === j ? Math.sqrt(s) : s / L[j][j];
    }
  }
  return L;
}

/** Solves L Lᵀ x = b. */
export function solve(L: number[][], b: number[]): number[] {
  const x = b.slice();
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i] -= L[i][k] * x[k];
    x[i] /= L[i][i];
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i] -= L[k][i] * x[k];
    x[i] /= L[i][i];
  }
  return x;
}

export function residual(p: Params): number[] {
  return t.map((v, i) => v - p.intercept - X[i].reduce((s, x, k) => s + x * p.slope[k], 0));
}

export function loss(p: Params): number {
  const r = residual(p);
  const L = cholesky(covariance(p));
  const alpha = solve(L, r);
  const fit = r.reduce((s, v, i) => s + v * alpha[i], 0);
  const logDet = 2 * L.reduce((s, row, i) => s + Math.log(row[i]), 0);
  return 0.5 * fit + 0.5 * logDet + 0.5 * n * Math.log(2 * Math.PI);
}
