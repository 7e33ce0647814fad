import { describe, expect, it } from 'vitest';
import { diagnoseSnippet } from './record-snippet.js';

const wave = (k: number): number => 0.7 * Math.sin(2 * k + 0.3 * k * k + 1);
const matrix = (rows: number, columns: number, seed: number): number[][] =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => wave(seed + 5 * i + j)));

/** Two matrices through one helper, a recurrence, and a backward pass by hand with one helper of its own. */
const RECURRENT = `
const W = 3;
function multiply(M, x) {
  return M.map((row) => row.reduce((s, m, j) => s + m * x[j], 0));
}
function forward(p, data) {
  const steps = [];
  let h = [0.1, -0.2, 0.3];
  for (const x of data) {
    const a = multiply(p.A, h);
    const b = multiply(p.B, x);
    const z = a.map((v, i) => v + b[i]);
    const next = z.map((v) => Math.sinh(Math.tanh(v)));
    steps.push({ x, h, z, next });
    h = next;
  }
  return steps;
}
export function loss(p, data) {
  return forward(p, data).reduce((s, { next }) => s + next.reduce((t, v) => t + v * v, 0), 0);
}
export function gradient(p, data) {
  const A = p.A.map((row) => row.map(() => 0));
  const B = p.B.map((row) => row.map(() => 0));
  let dh = [0, 0, 0];
  for (const { x, h, z, next } of forward(p, data).reverse()) {
    const below = [0, 0, 0];
    for (let i = 0; i < W; i++) {
      const d = 2 * next[i] + dh[i];
      const t = Math.tanh(z[i]);
      const dz = d * (Math.cosh(t) * (1 - t * t));
      for (let j = 0; j < W; j++) {
        A[i][j] += dz * h[j];
        B[i][j] += dz * x[j];
        below[j] += dz * p.A[i][j];
      }
    }
    dh = below;
  }
  return { A, B };
}`;
const PARAMS = { A: matrix(3, 3, 1), B: matrix(3, 3, 4) };
const DATA = matrix(4, 3, 9);
const recurrent = (from: string, to: string): Promise<string[]> => {
  const text = RECURRENT.replace(from, to);
  if (from !== to && text === RECURRENT) throw new Error(`there is no ${from}`);
  return diagnoseSnippet(text, PARAMS, DATA);
};
const lineOf = (text: string): number => RECURRENT.slice(0, RECURRENT.indexOf(text)).split('\n').length;

describe('what the user’s own gradient has in the place of a derivative', () => {
  it('says nothing where it is right', async () => {
    expect(await recurrent('', '')).toEqual([]);
  });

  it('is found in a recurrence, where it spoils all that comes before it', async () => {
    const found = await recurrent('Math.cosh(t) * (1 - t * t)', 'Math.cosh(t) * (1 - next[i] * next[i])');
    expect(found).toEqual([`wrong-derivative A exact line ${lineOf('const next')}`]);
  });

  it('is a matrix turned, in a helper that other matrices go through too', async () => {
    const found = await recurrent('below[j] += dz * p.A[i][j]', 'below[j] += dz * p.A[j][i]');
    expect(found).toEqual([`transposed A exact line ${lineOf('return M.map')}`]);
  });

  it('is another variable in an outer product', async () => {
    const found = await recurrent('A[i][j] += dz * h[j]', 'A[i][j] += dz * z[j]');
    expect(found).toEqual([`wrong-derivative A exact line ${lineOf('return M.map')}`]);
  });
});

/** A table of which rows are used, some of them several times. */
const TABLE = `
export function loss(p, rows) {
  let sum = 0;
  for (const { row, x } of rows) {
    let s = p.offset;
    for (let j = 0; j < 4; j++) s += p.table[row][j] * x[j];
    sum += Math.exp(s);
  }
  return sum;
}
export function gradient(p, rows) {
  const table = p.table.map((row) => row.map(() => 0));
  let offset = 0;
  for (const { row, x } of rows) {
    let s = p.offset;
    for (let j = 0; j < 4; j++) s += p.table[row][j] * x[j];
    const d = Math.exp(s);
    offset += d;
    for (let j = 0; j < 4; j++) table[row][j] += d * x[j];
  }
  return { table, offset };
}`;
const ROWS = [0, 2, 1, 2, 4, 0].map((row, k) => ({ row, x: [0, 1, 2, 3].map((j) => wave(3 * k + j)) }));
const table = (from: string, to: string): Promise<string[]> =>
  diagnoseSnippet(TABLE.replace(from, to), { table: matrix(6, 4, 2), offset: 0.3 }, ROWS);

describe('what the user’s own gradient adds to its result', () => {
  it('says nothing where it is right', async () => {
    expect(await table('', '')).toEqual([]);
  });

  it('is added to another row', async () => {
    expect(await table('table[row][j] += d', 'table[row + 1][j] += d')).toEqual(['off-by-one table exact line 6']);
    expect(await table('table[row][j] += d', 'table[5 - row][j] += d')).toEqual(['permuted table exact line 6']);
  });

  it('is set where a row is used again', async () => {
    expect(await table('table[row][j] += d', 'table[row][j] = d')).toEqual(['overwritten table exact line 6']);
  });

  it('is read from another place of the data', async () => {
    expect(await table('d * x[j];\n  }\n  return { t', 'd * x[(j * 3) % 4];\n  }\n  return { t')).toEqual([
      'permuted table exact line 6',
    ]);
  });

  it('holds a term that the loss does not have', async () => {
    const found = await table(
      'return { table, offset }',
      'return { table: table.map((r, i) => r.map((v, j) => v + 0.1 * p.table[i][j])), offset }',
    );
    expect(found).toEqual(['extra-term table exact line 6']);
  });
});

describe('a result that is taken for a constant', () => {
  it('is left out through both of its operands', async () => {
    const source = `
export function loss(p, data) {
  const scale = p.a * p.a + p.b;
  const gain = scale / (1 + p.c * scale);
  return data.reduce((s, x) => s + (p.w[0] * x - gain) ** 2 + Math.sin(p.w[1] * p.a * x), 0);
}
export function gradient(p, data) {
  const scale = p.a * p.a + p.b;
  const gain = scale / (1 + p.c * scale);
  const g = { a: 0, b: 0, c: 0, w: [0, 0] };
  for (const x of data) {
    g.w[0] += 2 * (p.w[0] * x - gain) * x;
    g.w[1] += Math.cos(p.w[1] * p.a * x) * p.a * x;
    g.a += Math.cos(p.w[1] * p.a * x) * p.w[1] * x;
  }
  return g;
}`;
    const found = await diagnoseSnippet(source, { a: 0.4, b: 0.7, c: -0.2, w: [0.6, 1.1] }, [0.3, -0.8, 1.4]);
    expect(found[0]).toMatch(/^(missing-term|zero-gradient) a/);
  });
});
