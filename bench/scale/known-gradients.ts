import { createRandom } from '../../src/numdiff/index.js';

/** A loss of a flat vector, and its gradient at a point. */
export interface Known {
  readonly point: Float64Array;
  readonly loss: (point: Float64Array) => number;
  readonly gradient: Float64Array;
  /** Parameters and arithmetic are those of float32. */
  readonly isFloat32?: boolean;
}

/** Log-losses of some random rows, with a penalty and a saturating term in each entry. */
export function logistic(size: number, rowCount = 8): Known & { gradientAt: (point: Float64Array) => Float64Array } {
  const random = createRandom(3);
  const point = Float64Array.from({ length: size }, () => 2 * random() - 1);
  const rows = Array.from({ length: rowCount }, () =>
    Float64Array.from({ length: size }, () => (2 * random() - 1) / Math.sqrt(size)),
  );
  const dot = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += a[i] * b[i];
    return sum;
  };
  const loss = (p: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += 0.5 * p[i] * p[i] + Math.tanh(p[i]);
    return rows.reduce((fit, row) => fit + Math.log1p(Math.exp(dot(row, p))), 0) + sum / size;
  };
  const gradientAt = (p: Float64Array): Float64Array => {
    const weights = rows.map((row) => 1 / (1 + Math.exp(-dot(row, p))));
    return p.map((x, i) => {
      const fit = rows.reduce((sum, row, k) => sum + weights[k] * row[i], 0);
      return fit + (x + 1 - Math.tanh(x) ** 2) / size;
    });
  };
  return { point, loss, gradient: gradientAt(point), gradientAt };
}

/** Mean square of Wᵀ·tanh(W·x + b) − x over six random x: each weight enters twice. */
export function tiedAutoencoder(inputs: number, units: number, round: (x: number) => number = (x) => x): Known {
  const random = createRandom(5);
  const rows = Array.from({ length: 6 }, () => Float64Array.from({ length: inputs }, () => 2 * random() - 1));
  const size = inputs * units + units;
  const point = Float64Array.from({ length: size }, () => round((2 * random() - 1) / Math.sqrt(inputs)));
  const encode = (p: Float64Array, x: Float64Array): Float64Array =>
    Float64Array.from({ length: units }, (_, j) => {
      let sum = p[inputs * units + j];
      for (let i = 0; i < inputs; i++) sum = round(sum + round(p[j * inputs + i] * x[i]));
      return round(Math.tanh(sum));
    });
  const residualsOf = (p: Float64Array, x: Float64Array, code: Float64Array): Float64Array =>
    x.map((value, i) => {
      let sum = 0;
      for (let j = 0; j < units; j++) sum = round(sum + round(p[j * inputs + i] * code[j]));
      return round(sum - value);
    });
  const loss = (p: Float64Array): number => {
    let sum = 0;
    for (const x of rows)
      for (const residual of residualsOf(p, x, encode(p, x))) sum = round(sum + round(residual ** 2));
    return round(sum / rows.length);
  };
  const gradient = new Float64Array(size);
  for (const x of rows) {
    const code = encode(point, x);
    const outer = residualsOf(point, x, code).map((residual) => (2 * residual) / rows.length);
    for (let j = 0; j < units; j++) {
      let back = 0;
      for (let i = 0; i < inputs; i++) back += outer[i] * point[j * inputs + i];
      back *= 1 - code[j] ** 2;
      gradient[inputs * units + j] += back;
      for (let i = 0; i < inputs; i++) gradient[j * inputs + i] += outer[i] * code[j] + back * x[i];
    }
  }
  return { point, loss, gradient, isFloat32: round(0.1) !== 0.1 };
}

/** The same loss, on which each tenth entry has a millionth of the effect. */
export function withTinyTenth({ point, loss, gradientAt }: ReturnType<typeof logistic>): Known {
  const share = (i: number): number => (i % 10 === 0 ? 1e-6 : 1);
  const seen = (p: Float64Array): Float64Array => p.map((x, i) => share(i) * x);
  return { point, loss: (p) => loss(seen(p)), gradient: gradientAt(seen(point)).map((g, i) => share(i) * g) };
}

/** Where errors are planted. */
export type Places = 'anywhere' | 'together';

/**
 * A gradient with an error of a relative size in some entries whose change of the loss is at least the median: at random
 * places, or the next ones after one of these.
 */
export function spoil(
  { point, gradient }: Known,
  { count, size, places = 'anywhere' }: { count: number; size: number; places?: Places },
  seed: number,
): [Float64Array, number[]] {
  const random = createRandom(seed);
  const changes = gradient.map((g, i) => Math.abs(g * point[i]));
  const median = changes.slice().sort()[changes.length >> 1];
  const claimed = gradient.slice();
  const wrong = new Set<number>();
  const place = (): number => Math.floor(random() * claimed.length);
  for (let i = place(); wrong.size < count; i = places === 'together' ? (i + 1) % claimed.length : place())
    if (changes[i] >= median) wrong.add(i);
  for (const i of wrong) claimed[i] *= 1 + size;
  return [claimed, [...wrong].sort((a, b) => a - b)];
}
