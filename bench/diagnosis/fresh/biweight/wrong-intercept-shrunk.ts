import { C, COLUMNS, residuals, RIDGE, ROWS, X } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(theta: number[]): number[] {
  const g = Array.from({ length: COLUMNS + 1 }, () => 0);
  const scale = Math.exp(theta[COLUMNS]);
  const r = residuals(theta);
  for (let i = 0; i < ROWS; i++) {
    const z = r[i] / scale;
    const inside = 1 - (z / C) ** 2;
    if (inside <= 0) continue;
    const psi = z * inside ** 2;
    for (let j = 0; j < COLUMNS; j++) g[j] -= (psi * X[i * COLUMNS + j]) / scale;
    g[COLUMNS] -= psi * z;
  }
  g[COLUMNS] += ROWS;
  for (let j = 0; j < COLUMNS; j++) g[j] += 2 * RIDGE * theta[j];
  return g;
}
