// Robust regression with Tukey's biweight; the scale is fitted along, and outliers are cut off smoothly.
const ROWS = 16;
const COLUMNS = 3;
const C = 4.685;
const RIDGE = 0.1;
export { C, COLUMNS, RIDGE, ROWS };

/** Row-major. */
export const X = new Float64Array(ROWS * COLUMNS);
export const y = new Float64Array(ROWS);
for (let i = 0; i < ROWS; i++) {
  X[3 * i] = 1;
  X[3 * i + 1] = Math.sin(1.3 * i);
  X[3 * i + 2] = 0.2 * i - 1.5;
  y[i] = 0.5 + 1.2 * X[3 * i + 1] - 0.8 * X[3 * i + 2] + 0.2 * Math.cos(9 * i) + (i % 7 === 3 ? 6 : 0);
}

/** Coefficients first, the logarithm of the scale last. */
export const params = [0.4, 0.9, -0.6, -0.7];

export function residuals(theta: number[]): Float64Array {
  const r = y.slice();
  for (let i = 0; i < ROWS; i++) {
    for (let j = 0; j < COLUMNS; j++) r[i] -= X[i * COLUMNS + j] * theta[j];
  }
  return r;
}

export function loss(theta: number[]): number {
  const scale = Math.exp(theta[COLUMNS]);
  const r = residuals(theta);
  let sum = 0;
  for (let i = 0; i < ROWS; i++) {
    const z = r[i] / scale;
    const inside = 1 - (z / C) ** 2;
    sum += inside > 0 ? (C * C * (1 - inside ** 3)) / 6 : (C * C) / 6;
  }
  let penalty = 0;
  for (let j = 1; j < COLUMNS; j++) penalty += theta[j] * theta[j];
  return sum + ROWS * theta[COLUMNS] + RIDGE * penalty;
}
