import { describe, expect, it } from 'vitest';
import { detectTransposed } from '../../../src/diagnose/detectors/transposed.js';
import { change, detect, matrix, numbers, vector, wordsOf } from '../evidence.js';

const transpose = (m: number[][]) => m[0].map((_, j) => m.map((row) => row[j]));
const reshape = (flat: number[], columns: number) =>
  Array.from({ length: flat.length / columns }, (_, r) => flat.slice(r * columns, (r + 1) * columns));

describe('detectTransposed', () => {
  const right = { W: matrix(4, 4, 2) };
  const params = { W: matrix(4, 4, 1) };

  it('finds a square block transposed', () => {
    const found = detect(detectTransposed, { params, right, claimed: { W: transpose(right.W) } });
    expect(found).toMatchObject({ code: 'transposed', support: { entries: 12 } });
    expect(wordsOf(found!)).toContain('the gradient of W is transposed: entry [i,j] stands at [j,i]');
  });

  it('finds the layout of another block transposed', () => {
    const truth = matrix(3, 5, 3);
    const claimed = { W: reshape(transpose(truth).flat(), 5) };
    expect(detect(detectTransposed, { params: { W: matrix(3, 5, 1) }, right: { W: truth }, claimed })).toMatchObject({
      code: 'transposed',
    });
  });

  it('finds a flat vector that is a transposed matrix', () => {
    const truth = vector(12, 4);
    const claimed = transpose(reshape(truth, 3)).flat();
    const found = detect(detectTransposed, { params: vector(12, 1), right: truth, claimed });
    expect(wordsOf(found!)).toMatch(/read as \d × \d matrices, is transposed/);
  });

  it('finds axes of a cube in another order', () => {
    const truth = numbers([3, 3, 3], 5) as number[][][];
    const claimed = truth.map((_, i) => truth.map((_, j) => truth.map((_, k) => truth[k][i][j])));
    const found = detect(detectTransposed, { params: numbers([3, 3, 3], 1), right: truth, claimed });
    expect(found!.support.entries).toBe(24);
  });

  it.each([
    ['one entry off', (n: number, i: number) => (i === 1 ? n + 1e-3 : n)],
    ['all of it scaled', (n: number) => 1.01 * n],
  ])('does not take %s for it', (_, mistake) => {
    const claimed = { W: change(transpose(right.W), mistake) };
    expect(detect(detectTransposed, { params, right, claimed })).toBeNull();
  });

  it('does not take reversed rows for it', () => {
    expect(detect(detectTransposed, { params, right, claimed: { W: right.W.slice().reverse() } })).toBeNull();
  });
});
