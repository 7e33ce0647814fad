// Poisson regression with exposures, by the deviance. The flat style: loss(x) and gradient(x) on plain arrays of numbers.
const table = `
1.2  0.4 -1.0  3
0.7 -0.8  0.3  0
2.0  1.1  0.9  9
1.5 -0.2 -0.6  1
0.9  0.7  1.4  4
1.1 -1.3  0.2  0
1.8  0.1 -0.4  2
0.6  1.6 -1.2  2
1.4 -0.5  1.0  3
`;
const rows = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/).map(Number));
export const exposure = rows.map((row) => row[0]);
export const covariates = rows.map((row) => row.slice(1, 3));
export const counts = rows.map((row) => row[3]);

export const params = [0.35, 0.6, -0.25];

export const rateOf = ([base, ...slopes]: number[], n: number): number =>
  exposure[n] * Math.exp(slopes.reduce((eta, slope, j) => eta + slope * covariates[n][j], base));

export const loss = (x: number[]): number =>
  counts.reduce((deviance, y, n) => {
    const mu = rateOf(x, n);
    const saturated = y > 0 ? y * Math.log(y / mu) : 0;
    return deviance + 2 * (saturated - (y - mu));
  }, 0);
