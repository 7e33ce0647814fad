// A factorisation machine of second order on sparse rows, logistic loss, separate decay for weights and factors.
export const fields = 7;
export const rank = 3;
export const decayWeights = 0.02;
export const decayFactors = 0.05;

export interface Row {
  readonly places: readonly number[];
  readonly values: readonly number[];
  readonly label: 1 | -1;
}
export const rows: readonly Row[] = [
  { places: [0, 3, 5], values: [1, 0.5, 1], label: 1 },
  { places: [1, 3, 6], values: [1, 1.5, 0.7], label: -1 },
  { places: [0, 2, 4], values: [1, 1, 0.3], label: 1 },
  { places: [1, 4, 5, 6], values: [0.6, 1, 1, 1.2], label: -1 },
  { places: [2, 3, 6], values: [1, 0.4, 1], label: -1 },
  { places: [0, 1, 5], values: [0.9, 1, 1], label: 1 },
];

export const params = {
  base: 0.15,
  weights: [0.3, -0.2, 0.5, 0.1, -0.4, 0.25, -0.35],
  factors: Array.from({ length: fields }, (_, i) =>
    Array.from({ length: rank }, (__, k) => 0.5 * Math.sin(1.3 * i + 2.1 * k + 0.5)),
  ),
};
export type Params = typeof params;

/** Σ vᵢₖ xᵢ for each k. */
export function project({ factors }: Params, { places, values }: Row): number[] {
  const sums = Array.from<number>({ length: rank }).fill(0);
  places.forEach((place, n) => {
    for (let k = 0; k < rank; k++) sums[k] += factors[place][k] * values[n];
  });
  return sums;
}

export function predict(p: Params, row: Row): number {
  let y = p.base;
  row.places.forEach((place, n) => {
    y += p.weights[place] * row.values[n];
  });
  const sums = project(p, row);
  for (let k = 0; k < rank; k++) {
    let squares = 0;
    row.places.forEach((place, n) => {
      squares += (p.factors[place][k] * row.values[n]) ** 2;
    });
    y += 0.5 * (sums[k] ** 2 - squares);
  }
  return y;
}

export function loss(p: Params): number {
  let total = 0;
  for (const row of rows) total += Math.log1p(Math.exp(-row.label * predict(p, row)));
  let penalty = 0;
  for (const w of p.weights) penalty += 0.5 * decayWeights * w * w;
  for (const v of p.factors.flat()) penalty += 0.5 * decayFactors * v * v;
  return total + penalty;
}
