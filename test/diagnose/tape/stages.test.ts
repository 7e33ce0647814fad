import { describe, expect, it } from 'vitest';
import { diagnoseClaim, entriesOf, recordSnippet, type Recording } from './record-snippet.js';

const only = (recording: Recording, claim: Parameters<typeof diagnoseClaim>[1]) => {
  const { diagnoses } = diagnoseClaim(recording, claim);
  return diagnoses.map(({ code, path, evidence }) => `${code} ${path} ${evidence}`);
};

const LAYER = `export function loss(p, x) {
  let total = 0;
  for (let i = 0; i < 3; i++) {
    let z = p.b[i];
    for (let j = 0; j < 3; j++) z += p.W[i][j] * x[j];
    for (let k = 0; k < 3; k++) total += Math.exp(0.1 * (p.V[k][i] * z));
  }
  return total;
}`;
const layer = (): Promise<Recording> =>
  recordSnippet(
    LAYER,
    {
      W: [
        [0.3, -0.2, 0.7],
        [0.9, 0.4, -0.5],
        [-0.6, 1.1, 0.2],
      ],
      V: [
        [1.3, -0.8, 0.4],
        [0.2, 0.9, -1.2],
        [-0.7, 0.5, 0.6],
      ],
      b: [0.15, -0.35, 0.55],
    },
    [1.2, -0.7, 0.4],
  );

/** ∂/∂z of the layer above, with the matrix V read by `at`. */
function layerGradient({ point }: Recording, at: (k: number, i: number) => number): number[] {
  const [w, v, b] = [point.subarray(0, 9), point.subarray(9, 18), point.subarray(18)];
  const x = [1.2, -0.7, 0.4];
  const g = Array.from({ length: 21 }, () => 0);
  for (let i = 0; i < 3; i++) {
    const z = b[i] + x.reduce((sum, xj, j) => sum + w[3 * i + j] * xj, 0);
    for (let k = 0; k < 3; k++) {
      const e = 0.1 * Math.exp(0.1 * v[3 * k + i] * z);
      g[9 + 3 * k + i] += e * z;
      const back = e * v[at(k, i)];
      g[18 + i] += back;
      x.forEach((xj, j) => (g[3 * i + j] += back * xj));
    }
  }
  return g;
}

describe('another variable in the place of a factor', () => {
  it('is the matrix transposed', async () => {
    const recording = await layer();
    expect(only(recording, () => layerGradient(recording, (k, i) => 3 * k + i))).toEqual([]);
    expect(only(recording, () => layerGradient(recording, (k, i) => 3 * i + k))).toEqual(['transposed W exact']);
  });

  it('is another parameter of the same shape', async () => {
    const recording = await layer();
    const x = [1.2, -0.7, 0.4];
    // W where V should stand: the derivative by z is taken with the other matrix.
    const wrong = layerGradient(recording, (k, i) => 3 * k + i);
    const e = (k: number, i: number): number => {
      const { point } = recording;
      const z = point[18 + i] + x.reduce((sum, xj, j) => sum + point[3 * i + j] * xj, 0);
      return 0.1 * Math.exp(0.1 * point[9 + 3 * k + i] * z);
    };
    for (let i = 0; i < 3; i++) {
      const back = [0, 1, 2].reduce((sum, k) => sum + e(k, i) * recording.point[3 * k + i], 0);
      wrong[18 + i] = back;
      x.forEach((xj, j) => (wrong[3 * i + j] = back * xj));
    }
    const { diagnoses } = diagnoseClaim(recording, () => wrong);
    expect(diagnoses[0]).toMatchObject({ code: 'wrong-derivative', path: 'W', evidence: 'exact' });
    expect(diagnoses[0].message).toContain('is taken from W');
  });
});

describe('factors', () => {
  const SUM = `export function loss(p) {
  let s = 0;
  for (let i = 0; i < p.a.length; i++) s += Math.sin(p.a[i]) * Math.cos(p.b[i]);
  return s;
}`;
  const PARAMS = { a: [0.3, 0.8, 1.2, -0.4], b: [0.6, -0.9, 0.2, 1.4] };

  it('of one parameter: two, at a place that only it goes through', async () => {
    const recording = await recordSnippet(SUM, PARAMS);
    const [start, end] = entriesOf(recording, 'a');
    const { diagnoses } = diagnoseClaim(recording, (g) => g.map((v, i) => (i >= start && i < end ? 2 * v : v)));
    expect(diagnoses[0]).toMatchObject({ code: 'scale', path: 'a', evidence: 'exact', location: { line: 3 } });
    expect(diagnoses[0].message).toContain('2 (a square) times what it should be');
  });

  it('two mistakes at once are told apart', async () => {
    const recording = await recordSnippet(SUM, PARAMS);
    const { point } = recording;
    // The sine's derivative left out, and the sign of the cosine's.
    const claim = (g: Float64Array) => g.map((v, i) => (i < 4 ? Math.cos(point[4 + i]) : -v));
    const { diagnoses } = diagnoseClaim(recording, claim);
    const words = diagnoses.map(({ message }) => message).join('\n');
    expect(words).toContain('`Math.sin(p.a[i])` is missing');
    expect(words).toContain('`Math.cos(p.b[i])` is taken as sin x');
    expect(diagnoses.every(({ evidence }) => evidence !== 'hint')).toBe(true);
  });

  it('a factor that fits two numbers of many is no certainty', async () => {
    const recording = await recordSnippet(SUM, PARAMS);
    const diagnoses = only(recording, (g) => g.map((v, i) => (i < 2 ? 1.37 * v : v)));
    expect(diagnoses.filter((words) => words.endsWith('exact'))).toEqual([]);
  });
});

describe('uses that are kept', () => {
  const RECURRENCE = `export function loss(p) {
  let total = 0;
  for (let t = 0; t < 4; t++) for (let i = 0; i < 3; i++) total += Math.sin((t + 1) * p.w[i]) + 0;
  return total;
}`;
  const W = [0.3, -0.7, 1.1];
  const use = (t: number, x: number): number => (t + 1) * Math.cos((t + 1) * x);

  it('the last alone: it is set where it should be added', async () => {
    const recording = await recordSnippet(RECURRENCE, { w: W });
    expect(only(recording, () => W.map((x) => use(3, x)))[0]).toMatch(/^overwritten w exact$/);
  });

  it('not those in the middle', async () => {
    const recording = await recordSnippet(RECURRENCE, { w: W });
    expect(only(recording, () => W.map((x) => use(1, x)))).not.toContain('overwritten w exact');
  });
});

describe('a penalty that the gradient alone has', () => {
  const PENALTY = `export function loss(p) {
  let reg = 0;
  for (const w of p.w) reg += w * w;
  let s = 0;
  for (let i = 0; i < p.w.length; i++) s += Math.sin(p.w[i] + p.b[i]);
  return s + 0.05 * reg;
}`;
  const PARAMS = { w: [0.3, -0.7, 1.1], b: [0.4, 0.9, -0.2] };
  const withPenalty = (kappa: number) => (g: Float64Array) =>
    g.map((v, i) => (i < 3 ? v : v + kappa * PARAMS.b[i - 3]));

  it('has the coefficient that it has in the loss', async () => {
    const recording = await recordSnippet(PENALTY, PARAMS);
    expect(only(recording, withPenalty(0.1))).toEqual(['extra-term b exact']);
  });

  it('is not thought of where the coefficient is another', async () => {
    const recording = await recordSnippet(PENALTY, PARAMS);
    expect(only(recording, withPenalty(0.17)).filter((words) => words.startsWith('extra-term'))).toEqual([]);
  });
});
