import { describe, expect, it } from 'vitest';
import { diagnoseClaim, recordSnippet } from './record-snippet.js';

const NORMALISED = `const mean = (v) => v.reduce((a, b) => a + b, 0) / v.length;
const normalise = (z) => {
  const mu = mean(z);
  const variance = mean(z.map((v) => (v - mu) ** 2));
  const inverse = 1 / Math.sqrt(variance + 0.01);
  return z.map((v) => (v - mu) * inverse);
};
export function loss(p, X) {
  const units = p.w.map((row) => normalise(X.map((x) => row[0] * x[0] + row[1] * x[1] + row[2] * x[2])));
  return mean(X.map((x, n) => (1.3 * Math.tanh(units[0][n]) - 0.4 * Math.tanh(units[1][n]) - x[1]) ** 2));
}`;
const X = [
  [0.3, -0.8, 1.2],
  [1.1, 0.4, -0.5],
  [-0.7, 0.9, 0.2],
  [0.5, 1.4, -1.1],
];
const ROWS = [
  [0.5, -0.2, 0.8],
  [0.3, 0.9, -0.4],
];

/** With mean and spread taken for constants. */
function withoutStatistics(): number[] {
  const units = ROWS.map((row) => {
    const z = X.map((x) => row.reduce((sum, w, j) => sum + w * x[j], 0));
    const mu = z.reduce((a, b) => a + b) / z.length;
    const inverse = 1 / Math.sqrt(z.reduce((sum, v) => sum + (v - mu) ** 2, 0) / z.length + 0.01);
    return { inverse, h: z.map((v) => Math.tanh((v - mu) * inverse)) };
  });
  const g = Array.from({ length: 6 }, () => 0);
  X.forEach((x, n) => {
    const r = (2 * (1.3 * units[0].h[n] - 0.4 * units[1].h[n] - x[1])) / X.length;
    [1.3, -0.4].forEach((k, u) => {
      const dz = r * k * (1 - units[u].h[n] ** 2) * units[u].inverse;
      x.forEach((v, j) => (g[3 * u + j] += dz * v));
    });
  });
  return g;
}

describe('two places at once', () => {
  it('names statistics of a batch that are taken for constants', async () => {
    const recording = await recordSnippet(NORMALISED, { w: ROWS }, X);
    const { diagnoses } = diagnoseClaim(recording, withoutStatistics);
    expect(diagnoses[0]).toMatchObject({ code: 'missing-term', path: 'w' });
    expect([3, 4, 5, 6]).toContain(diagnoses[0].location?.line);
  });

  it('tells two mistakes as two diagnoses, each with its line', async () => {
    const source = `export function loss(p, x) {
  let fit = 0;
  for (let i = 0; i < x.length; i++) fit += Math.exp(p.w[i]) * x[i];
  let penalty = 0;
  for (const w of p.w) penalty += w * w;
  return fit + 0.5 * penalty;
}`;
    const w = [0.3, -0.4, 0.9, 0.6, -1.1, 0.2, 0.75, -0.25];
    const x = [1.2, 0.4, -0.7, 0.9, 1.5, -0.3, 0.6, 1.1];
    const recording = await recordSnippet(source, { w }, x);
    // The derivative of exp is left out, and so is the penalty.
    const { diagnoses } = diagnoseClaim(recording, () => x);
    expect(diagnoses.map(({ code, location }) => `${code} line ${location?.line}`).sort()).toEqual([
      'missing-factor line 3',
      'missing-term line 5',
    ]);
    expect(diagnoses.every(({ message }) => message.includes('it is the whole of the error'))).toBe(true);
  });

  it('names two derivatives that stand in each other’s place', async () => {
    const source = `export function loss(p, cells) {
  let total = 0;
  for (const [cell, into] of cells)
    total += Math.sin((1 - into) * p.table[cell] + into * p.table[cell + 1]);
  return total + p.scale ** 2;
}`;
    const cells = [
      [0, 0.2],
      [2, 0.7],
      [5, 0.4],
      [1, 0.85],
      [7, 0.35],
      [4, 0.1],
      [3, 0.65],
      [6, 0.55],
    ];
    const table = [0.3, 0.8, -0.4, 1.1, 0.5, -0.9, 0.2, 0.7, 0.45];
    const recording = await recordSnippet(source, { table, scale: 0.4 }, cells);
    const { diagnoses } = diagnoseClaim(recording, (g) => {
      g.fill(0, 0, table.length);
      for (const [cell, into] of cells) {
        const slope = Math.cos((1 - into) * table[cell] + into * table[cell + 1]);
        g[cell] += slope * into;
        g[cell + 1] += slope * (1 - into);
      }
    });
    expect(diagnoses[0]).toMatchObject({ code: 'permuted', path: 'table', evidence: 'strong', location: { line: 4 } });
  });
});
