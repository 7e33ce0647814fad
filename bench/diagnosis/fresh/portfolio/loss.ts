// Weights of a portfolio as a softmax: expected return against variance, concentration and the cost of trading.
export const returns = [0.07, 0.03, 0.11, 0.05];
export const covariance = [
  [0.04, 0.006, 0.012, 0.001],
  [0.006, 0.01, 0.002, 0.003],
  [0.012, 0.002, 0.09, -0.004],
  [0.001, 0.003, -0.004, 0.02],
];
export const held = [0.4, 0.3, 0.1, 0.2];
export const CAUTION = 3;
export const COST = 0.02;
export const SOFT = 1e-3;
export const SPREAD = 0.05;

export const params = { tilt: [0.5, -0.3, 0.8, 0.1], leverage: 1.2 };
export type Params = { tilt: number[]; leverage: number };

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const dot = (a: number[], b: number[]) => sum(a.map((v, i) => v * b[i]));

export const softmax = (z: number[]) => {
  const e = z.map(Math.exp);
  const total = sum(e);
  return e.map((v) => v / total);
};

export const positions = ({ tilt, leverage }: Params) => softmax(tilt).map((w) => leverage * w);

export const variance = (x: number[]) =>
  dot(
    x,
    covariance.map((row) => dot(row, x)),
  );

export const loss = (p: Params): number => {
  const x = positions(p);
  const gain = dot(returns, x);
  const risk = CAUTION * variance(x);
  const trading = COST * sum(x.map((v, i) => Math.sqrt((v - held[i]) ** 2 + SOFT)));
  const concentration = SPREAD * sum(softmax(p.tilt).map((w) => w * Math.log(w)));
  const borrowing = 0.01 * Math.max(0, p.leverage - 1) ** 2;
  return risk - gain + trading + concentration + borrowing;
};
