import { describe, expect, it } from 'vitest';
import { detectUnsummedBias } from '../../../src/diagnose/detectors/unsummed-bias.js';
import { detect, matrix, vector } from '../evidence.js';

describe('detectUnsummedBias', () => {
  const params = { W1: matrix(5, 4, 1), b1: vector(4, 2), W2: matrix(4, 3, 3), b2: vector(3, 4) };
  const right = { W1: matrix(5, 4, 5), b1: vector(4, 6), W2: matrix(4, 3, 7), b2: vector(3, 8) };
  const odd = vector(4, 9);

  it('blames the sum of the bias where the matrix beside it is right', () => {
    const found = detect(detectUnsummedBias, { params, right, claimed: { ...right, b1: odd } });
    expect(found).toMatchObject({ code: 'broadcast', trait: 'hint' });
  });

  it('says nothing where the matrix is wrong too', () => {
    const claimed = { ...right, b1: odd, W1: matrix(5, 4, 10) };
    expect(detect(detectUnsummedBias, { params, right, claimed }, 'b1')).toBeNull();
  });

  it('says nothing of a vector that is no bias, or of another layer', () => {
    const gain = (tree: typeof params) => ({ W1: tree.W1, gamma1: tree.b1 });
    expect(
      detect(detectUnsummedBias, {
        params: gain(params),
        right: gain(right),
        claimed: { ...gain(right), gamma1: odd },
      }),
    ).toBeNull();
    const lone = (tree: typeof params) => ({ W2: tree.W2, b1: tree.b1 });
    expect(
      detect(detectUnsummedBias, { params: lone(params), right: lone(right), claimed: { ...lone(right), b1: odd } }),
    ).toBeNull();
  });
});
