// Logistic regression on rows handed over as data: costs per class, mean of softplus, ridge on the weights alone.
export type Row = { x: number[]; positive: boolean };

export function data(): Row[] {
  let word = 40503;
  const draw = (): number => {
    word = (word * 30903 + 7) % 65521;
    return word / 65521;
  };
  const rows: Row[] = [];
  for (let n = 0; n < 21; n++) {
    rows.push({ x: [4 * draw() - 2, 3 * draw() - 1, draw(), 2 * draw() - 1], positive: draw() < 0.35 });
  }
  return rows;
}

export const ridge = 0.17;
export const costs = { positive: 2.6, negative: 0.8 };

export function params() {
  return { weights: [0.7, -0.45, 0.9, -0.2], intercept: -0.35 };
}
export type Params = ReturnType<typeof params>;

export function margin(p: Params, row: Row): number {
  let z = p.intercept;
  for (let j = 0; j < p.weights.length; j++) {
    z += p.weights[j] * row.x[j];
  }
  return row.positive ? z : -z;
}

export function loss(p: Params, rows: Row[]): number {
  let total = 0;
  for (const row of rows) {
    const cost = row.positive ? costs.positive : costs.negative;
    total += cost * Math.log1p(Math.exp(-margin(p, row)));
  }
  let squares = 0;
  for (const w of p.weights) squares += w * w;
  return total / rows.length + 0.5 * ridge * squares;
}
