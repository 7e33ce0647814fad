import { describe, expect, it } from 'vitest';
import { detectScale } from '../../../src/diagnose/detectors/scale.js';
import { change, detect, diagnose, matrix, vector } from '../evidence.js';

const params = { W: matrix(5, 7, 1), b: vector(7, 2) };
const right = { W: matrix(5, 7, 3), b: vector(7, 4) };
const scaled = (c: number) => ({ params, right, claimed: change(right, (n) => c * n) });

describe('detectScale', () => {
  it('finds the factor, and how well it is known', () => {
    const { constant } = detect(detectScale, scaled(0.7312))!;
    expect(Math.abs(constant!.value - 0.7312)).toBeLessThan(constant!.error);
    expect(constant!.error).toBeLessThan(1e-6);
  });

  it.each([
    ['two factors', (n: number, i: number) => (i < 12 ? 2 : 2.001) * n],
    ['one entry that is right', (n: number, i: number) => (i === 9 ? n : 2 * n)],
    ['the other sign, which has a name of its own', (n: number) => -n],
    ['a constant added', (n: number) => 2 * n + 1e-4],
    ['zeros', () => 0],
  ])('does not take %s for it', (_, mistake) => {
    expect(detect(detectScale, { params, right, claimed: change(right, mistake) })).toBeNull();
  });
});

describe('the diagnosis of a scale', () => {
  const message = (c: number, data?: unknown) => diagnose({ ...scaled(c), data })[0].message;

  it('names all parameters that share the factor, in one diagnosis', () => {
    const diagnoses = diagnose(scaled(2));
    expect(diagnoses).toMatchObject([{ code: 'scale', path: 'W', evidence: 'strong' }]);
    expect(diagnoses[0].message).toContain('the gradients of W and b are 2 times');
  });

  it('knows 2 and ½', () => {
    expect(message(2)).toContain('½ was forgotten');
    expect(message(0.5)).toMatch(/are ½ times .* a factor 2 is missing/);
    expect(message(-2)).toMatch(/are −2 times .* the sign is lost/);
  });

  it('knows the lengths in sight', () => {
    const data = { x: Array.from({ length: 64 }, () => [1, 2]) };
    expect(message(64, data)).toMatch(/are 64 times .*; 64 is the number of rows of data.x: a sum where .* mean/);
    expect(message(1 / 64, data)).toMatch(/are 1\/64 times .* a mean where .* sum/);
    expect(message(7)).toContain('7 is the number of columns of W');
  });

  it('takes a whole number for a count, and names none it does not know', () => {
    expect(message(19)).toContain('19 times what the differences say; a whole number');
    expect(message(1 / 19)).toContain('are 1/19 times');
    expect(message(0.7312)).toMatch(/are 0.7312 times what the differences say$/);
  });

  it('recognises a clipped gradient by its round norm', () => {
    const flat = [...right.W.flat(), ...right.b];
    const c = 5 / Math.hypot(...flat);
    expect(message(c)).toContain('with norm 5, a round number: clipped or normalised');
    expect(message(1.01 * c)).not.toContain('clipped');
  });

  it('asks for more than one entry, unless the factor means something', () => {
    const one = (c: number) => diagnose({ params: { a: 1.3 }, right: { a: 0.7 }, claimed: { a: c * 0.7 } })[0];
    expect(one(1.37)).toMatchObject({ code: 'unknown', evidence: 'hint' });
    expect(one(2)).toMatchObject({ code: 'scale', evidence: 'hint' });
    expect(one(2).message).toContain('consistent with');
  });
});
