import { describe, expect, it } from 'vitest';
import { diagnoseClaim, entriesOf, recordSnippet, type Recording } from './record-snippet.js';

const told = (recording: Recording, claim: Parameters<typeof diagnoseClaim>[1]) =>
  diagnoseClaim(recording, claim).diagnoses.map(({ code, path, location }) => `${code} ${path} line ${location?.line}`);

const CLASSES = `export function loss(p, { x, labels }) {
  let total = 0;
  for (let n = 0; n < x.length; n++) {
    const e = p.b.map((b, k) => Math.exp(b + p.w[k][0] * x[n][0] + p.w[k][1] * x[n][1]));
    const sum = e[0] + e[1] + e[2];
    const share = e.map((v) => v / sum);
    total -= Math.log(share[labels[n]]);
  }
  return total;
}`;
const W = [
  [0.4, -0.7],
  [0.9, 0.2],
  [-0.3, 0.5],
];
const B = [0.1, -0.2, 0.3];
const DATA = {
  x: [
    [0.5, -1.1],
    [1.3, 0.4],
    [-0.8, 0.9],
    [0.2, 1.6],
  ],
  labels: [0, 2, 1, 2],
};

/** By hand, with the label read through `shift`; flat as the parameters are: b, then w. */
function classGradient(shift: number): number[] {
  const g = Array.from({ length: 9 }, () => 0);
  DATA.x.forEach((x, n) => {
    const e = B.map((b, k) => Math.exp(b + W[k][0] * x[0] + W[k][1] * x[1]));
    const sum = e.reduce((total, v) => total + v, 0);
    e.forEach((v, k) => {
      const d = v / sum - (k === DATA.labels[n] + shift ? 1 : 0);
      g[k] += d;
      x.forEach((xj, j) => (g[3 + 2 * k + j] += d * xj));
    });
  });
  return g;
}

describe('an index that is off by one', () => {
  it('is named where a label counts from one, at the line that picks', async () => {
    const recording = await recordSnippet(CLASSES, { b: B, w: W }, DATA);
    expect(told(recording, () => classGradient(0))).toEqual([]);
    expect(told(recording, () => classGradient(-1))).toEqual(['off-by-one b line 7']);
    expect(told(recording, () => classGradient(1))).toEqual(['off-by-one b line 7']);
  });

  it('is named where a parameter is stored a place too far on, the last entry lost', async () => {
    const recording = await recordSnippet(
      'export const loss = (p, x) => p.w.reduce((sum, w, i) => sum + Math.sin(w * x[i]), 0) + p.c ** 2;',
      { w: [0.3, -0.4, 0.9, 1.2, -0.7, 0.5, 0.2, -1.1, 0.6], c: 0.8 },
      [1.1, 0.7, -0.9, 1.4, 0.5, -1.3, 0.8, 1.7, -0.6],
    );
    const [start, end] = entriesOf(recording, 'w');
    const codes = told(recording, (g) => {
      g.copyWithin(start + 1, start, end - 1);
      g[start] = 0;
    });
    expect(codes).toEqual(['off-by-one w line 1']);
  });
});

const STATES = `export function loss(p, { x, t }) {
  let h = [0.1, -0.2];
  let total = 0;
  for (let s = 0; s < x.length; s++) {
    const before = h;
    h = p.u.map((row, i) => Math.tanh(row.reduce((z, u, j) => z + u * before[j], p.w[i] * x[s])));
    total += (h[0] - t[s]) ** 2 + (h[1] + t[s]) ** 2;
  }
  return total;
}`;

describe('a state a step late', () => {
  it('is named where the recurrent weights get the state after the step', async () => {
    const params = {
      u: [
        [0.5, -0.3],
        [0.8, 0.4],
      ],
      w: [0.7, -0.9],
    };
    const data = { x: [0.6, -1.2, 0.9, 0.3, -0.5], t: [0.2, -0.1, 0.4, 0.3, 0.1] };
    const recording = await recordSnippet(STATES, params, data);
    const byHand = (isLate: boolean): number[] => {
      const states = [[0.1, -0.2]];
      for (const x of data.x) {
        const [a, b] = states.at(-1)!;
        states.push(params.u.map(([p, q], i) => Math.tanh(p * a + q * b + params.w[i] * x)));
      }
      const g = Array.from({ length: 6 }, () => 0);
      let dh = [0, 0];
      for (let s = data.x.length - 1; s >= 0; s--) {
        const [before, after] = [states[s], states[s + 1]];
        const [up, down] = [2 * (after[0] - data.t[s]), 2 * (after[1] + data.t[s])];
        const dz = [(dh[0] + up) * (1 - after[0] ** 2), (dh[1] + down) * (1 - after[1] ** 2)];
        const seen = isLate ? after : before;
        dz.forEach((d, i) => {
          g[2 * i] += d * seen[0];
          g[2 * i + 1] += d * seen[1];
          g[4 + i] += d * data.x[s];
        });
        dh = [0, 1].map((j) => dz[0] * params.u[0][j] + dz[1] * params.u[1][j]);
      }
      return g;
    };
    expect(told(recording, () => byHand(false))).toEqual([]);
    expect(told(recording, () => byHand(true))).toEqual(['off-by-one u line 6']);
  });
});

describe('uses that overwrite each other', () => {
  it('are named where only the last of what each element gets counts', async () => {
    const source = `export function loss(p, pairs) {
  const z = p.w.map((w) => Math.exp(w));
  let total = 0;
  for (const [i, c] of pairs) total += Math.sin(c * z[i]);
  return total;
}`;
    const pairs = [
      [0, 0.4],
      [1, 0.9],
      [0, 1.1],
      [2, -0.6],
      [3, 0.8],
      [1, -0.3],
      [4, 0.5],
      [5, 0.2],
      [6, 1.3],
      [7, -0.7],
      [3, 0.35],
    ];
    const w = [0.1, 0.3, -0.2, 0.4, 0.25, -0.35, 0.15, 0.05];
    const recording = await recordSnippet(source, { w }, pairs);
    const last = w.map((v, i) => {
      const [, c] = pairs.findLast(([at]) => at === i)!;
      return Math.cos(c * Math.exp(v)) * c * Math.exp(v);
    });
    expect(told(recording, () => last)).toEqual(['overwritten w line 4']);
  });
});
