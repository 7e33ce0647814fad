import { describe, expect, it } from 'vitest';
import { checkFlat, checkOne, type FlatResult } from './drive-model.js';

const { fround } = Math;
const relu = (z: number): number => Math.max(0, z);
/** A fixed sequence of numbers in (−1, 1), the same in every run. */
const spread = (i: number): number => Math.sin(12.9898 * (i + 1)) * 0.9;

function sum32(terms: readonly number[]): number {
  return terms.reduce((sum, term) => fround(sum + fround(term)), 0);
}

function check32(
  loss: (x: readonly number[]) => number,
  x: readonly number[],
  gradient: readonly number[],
): FlatResult {
  const values = x.map(fround);
  return checkFlat((point) => loss([...point]), values, gradient.map(fround), { tree: Float32Array.from(values) });
}

function counts({ parameters: [parameter] }: FlatResult): { pass: number; fail: number; inconclusive: number } {
  const { pass, fail, inconclusive } = parameter;
  return { pass, fail, inconclusive };
}

describe('a loss in float32', () => {
  it('is seen as such where a short line shows two values only', () => {
    // A mean of many: one spacing of a parameter moves it by a fraction of its last bit.
    const x = Array.from({ length: 12 }, (_, i) => 1 + spread(i) / 2);
    const result = check32(
      (p) => fround(sum32(p.map(Math.abs)) / 12),
      x,
      x.map((v) => Math.sign(v) / 12),
    );
    expect(result.noise.roundoff).toBe(2 ** -24);
    expect(counts(result)).toEqual({ pass: 12, fail: 0, inconclusive: 0 });
  });

  it('passes zeros whose kink lies further out, between two steps of the ladder', () => {
    const x = Array.from({ length: 12 }, (_, i) => spread(i));
    const result = check32(
      (p) => sum32(p.map((v, i) => relu(v) * (i - 5.3))),
      x,
      x.map((v, i) => (v > 0 ? i - 5.3 : 0)),
    );
    expect(counts(result)).toEqual({ pass: 12, fail: 0, inconclusive: 0 });
  });

  it('is checked beyond the size of small weights, as long as it is a line there', () => {
    const w = Array.from({ length: 20 }, (_, i) => 1e-3 * spread(i));
    const loss = (p: readonly number[]): number => {
      const output = sum32(p.map((v, i) => fround(Math.tanh(fround(v * 3 * spread(i + 40))))));
      return fround(fround(output - 1.5) ** 2);
    };
    const output = w.reduce((sum, v, i) => sum + Math.tanh(fround(v) * 3 * spread(i + 40)), 0);
    const gradient = w.map((v, i) => {
      const input = 3 * spread(i + 40);
      return 2 * (output - 1.5) * (1 - Math.tanh(v * input) ** 2) * input;
    });
    const right = counts(check32(loss, w, gradient));
    expect(right.fail).toBe(0);
    expect(right.inconclusive).toBeLessThanOrEqual(1);
    const wrong = checkFlat(
      (point) => loss([...point]),
      w.map(fround),
      gradient.map((g) => fround(1.1 * g)),
      {
        tree: Float32Array.from(w),
      },
    );
    expect(counts(wrong).pass).toBe(0);
  });
});

describe('parameters rounded to float32 inside the loss', () => {
  const points = Array.from({ length: 300 }, (_, i) => spread(i) * 2);

  it.each([
    ['their values', (x: number) => Math.exp(fround(x)), (x: number) => Math.exp(x)],
    [
      'two outputs as well',
      (x: number) => fround(Math.tanh(fround(x))) ** 2 + fround(Math.sin(fround(x)) / 7),
      (x: number) => 2 * Math.tanh(x) * (1 - Math.tanh(x) ** 2) + Math.cos(x) / 7,
    ],
  ])(
    '%s: no right derivative fails, hardly one stays undecided, the opposite does not pass',
    (_name, f, derivative) => {
      const verdicts = points.map((x) => checkOne(f, x, derivative(x)));
      expect(verdicts.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
      expect(verdicts.filter(({ verdict }) => verdict === 'inconclusive').length).toBeLessThanOrEqual(6);
      for (const x of points.slice(0, 100)) expect(checkOne(f, x, -derivative(x)).verdict).not.toBe('pass');
    },
  );

  it('one edge of a step close to the point is no singularity', () => {
    const x = fround(0.345) + 2 ** -27.01; // just above the middle of two float32 numbers
    for (const at of [x, x + 2 ** -26, x - 2 ** -26]) {
      const entry = checkOne((v) => Math.exp(fround(v)), at, Math.exp(at));
      expect(entry).not.toMatchObject({ reason: 'singular' });
      expect(entry.verdict).not.toBe('fail');
    }
  });
});

describe('a loss of exactly 0', () => {
  // −log softmax of the first of (40, 0, −80), shifted by the largest: rounding of numbers of 40 hides behind the 0.
  const crossEntropy = (z: ArrayLike<number>): number => {
    const largest = Math.max(z[0], z[1], z[2]);
    const total = Math.exp(z[0] - largest) + Math.exp(z[1] - largest) + Math.exp(z[2] - largest);
    return largest - z[0] + Math.log(total);
  };

  it('passes zeros, with a limit that allows for the rounding behind it', () => {
    const [e1, e2] = [Math.exp(-40), Math.exp(-120)];
    const { parameters } = checkFlat(crossEntropy, [40, 0, -80], [-e1 - e2, e1, e2]);
    expect(parameters[0]).toMatchObject({ pass: 3, fail: 0, inconclusive: 0, detectionLimit: null });
    expect(parameters[0].absoluteDetectionLimit).toBeGreaterThan(Math.exp(-40));
    expect(parameters[0].absoluteDetectionLimit).toBeLessThan(1e-9);
    const zeros = checkFlat(crossEntropy, [40, 0, -80], [0, 0, 0]).parameters[0];
    expect(zeros).toMatchObject({ pass: 3 });
    expect(zeros.absoluteDetectionLimit).toBeGreaterThan(Math.exp(-40));
  });

  it('looks as far for a small parameter as for the large ones beside it', () => {
    const z = [36.712, 0.0818, -77.905];
    const slopes = z.map((value) => Math.exp(value - z[0]));
    const right = [-slopes[1] - slopes[2], slopes[1], slopes[2]];
    expect(checkFlat(crossEntropy, z, right).parameters[0].fail).toBe(0);
    const zeros = checkFlat(crossEntropy, z, [0, 0, 0]).parameters[0];
    if (zeros.pass === 3) expect(zeros.absoluteDetectionLimit).toBeGreaterThan(slopes[1]);
  });

  it('fails a claim that it contradicts', () => {
    expect(checkFlat(crossEntropy, [40, 0, -80], [-1, 1e-3, 0]).parameters[0]).toMatchObject({ fail: 2 });
  });
});
