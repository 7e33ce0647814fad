// The log-likelihood of a hidden Markov model by the forward algorithm in logarithms; all tables are logits.
export const words = [0, 2, 1, 1, 3, 0, 2, 2, 1, 3, 3, 0];

export const params = {
  start: [0.3, -0.4, 0.1],
  move: [
    [1.1, -0.2, 0.3],
    [-0.5, 0.8, 0.2],
    [0.1, -0.7, 0.9],
  ],
  emit: [
    [0.9, 0.1, -0.3, -0.8],
    [-0.4, 0.7, 0.5, -0.2],
    [0.2, -0.9, 0.1, 1.2],
  ],
};
export type Params = typeof params;

export const logSumExp = (values: number[]): number => {
  const top = Math.max(...values);
  return top + Math.log(values.map((v) => Math.exp(v - top)).reduce((a, b) => a + b));
};

export const logSoftmax = (logits: number[]): number[] => {
  const total = logSumExp(logits);
  return logits.map((v) => v - total);
};

export const normalise = (p: Params) => ({
  start: logSoftmax(p.start),
  move: p.move.map(logSoftmax),
  emit: p.emit.map(logSoftmax),
});

/** Rows: time; columns: state; the logarithm of the probability of the words so far and the state. */
export function forwardTable(p: Params): number[][] {
  const { start, move, emit } = normalise(p);
  const first = start.map((v, s) => v + emit[s][words[0]]);
  return words.slice(1).reduce<number[][]>(
    (rows, word) => {
      const last = rows[rows.length - 1];
      const next = last.map((_, to) => logSumExp(last.map((v, from) => v + move[from][to])) + emit[to][word]);
      return rows.concat([next]);
    },
    [first],
  );
}

export const loss = (p: Params): number => {
  const rows = forwardTable(p);
  return -logSumExp(rows[rows.length - 1]) / words.length;
};
