import { describe, expect, it } from 'vitest';
import { detectCopied } from '../../../src/diagnose/detectors/copied.js';
import { detect, diagnose, vector } from '../evidence.js';

describe('detectCopied', () => {
  const params = { a: vector(4, 1), b: vector(4, 2), c: vector(3, 3) };
  const right = { a: vector(4, 4), b: vector(4, 5), c: vector(3, 6) };

  it("finds another parameter's gradient", () => {
    const wide = (tree: typeof params) => ({ p: [tree.a, tree.b], q: [tree.b, tree.a] });
    const [found] = diagnose({
      params: wide(params),
      right: wide(right),
      claimed: { p: wide(right).p, q: wide(right).p },
    });
    expect(found).toMatchObject({ code: 'copied', path: 'q', evidence: 'strong' });
    expect(found.message).toContain('the gradient of q is that of p');
  });

  it('is but a hint between vectors, which a lost factor makes equal as well', () => {
    const [found] = diagnose({ params, right, claimed: { ...right, b: right.a } });
    expect(found).toMatchObject({ code: 'copied', path: 'b', evidence: 'hint' });
    expect(found.message).toContain('the factor that tells the two apart was left out');
  });

  it('finds two that are swapped', () => {
    const diagnoses = diagnose({ params, right, claimed: { ...right, a: right.b, b: right.a } });
    expect(diagnoses).toMatchObject([{ code: 'permuted', path: 'a', evidence: 'strong' }]);
    expect(diagnoses[0].message).toContain('the gradients of a and b are swapped');
  });

  it('finds two in one buffer', () => {
    const sum = right.a.map((n, i) => n + right.b[i]);
    const diagnoses = diagnose({ params, right, claimed: { ...right, a: sum, b: sum } });
    expect(diagnoses).toMatchObject([{ code: 'copied', path: 'a' }]);
    expect(diagnoses[0].message).toContain('written into one buffer');
  });

  it.each([
    ['something close', right.a.map((n) => n * (1 + 1e-5))],
    ['a gradient of another size', [...right.c, 0.2]],
  ])('does not take %s for it', (_, b) => {
    expect(detect(detectCopied, { params, right, claimed: { ...right, b } })).toBeNull();
  });

  it('does not take equal mistakes in parameters that play the same part for it', () => {
    const twins = { params: { a: vector(4, 1), b: vector(4, 1) }, right: { a: right.a, b: right.a } };
    const wrong = right.a.map((n, i) => n * (i + 2));
    expect(detect(detectCopied, { ...twins, claimed: { a: wrong, b: wrong } })).toBeNull();
  });

  it('does not take a short number that two scalars share for it', () => {
    const scalars = { params: { a: 1, b: 2 }, right: { a: 7, b: 8 } };
    expect(detect(detectCopied, { ...scalars, claimed: { a: 7, b: 7 } })).toBeNull();
  });
});
