import { forwardTable, logSumExp, normalise, words } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

/** Expected counts minus what their softmax takes off again. */
const throughSoftmax = (counts: number[], logProbabilities: number[]): number[] => {
  const total = counts.reduce((a, b) => a + b, 0);
  return counts.map((n, k) => n - total * Math.exp(logProbabilities[k]));
};

/** Rows: time; columns: state; the logarithm of the probability of the words still to come. */
const backwardTable = (p: Params): number[][] => {
  const { move, emit } = normalise(p);
  const rows: number[][] = [p.start.map(() => 0)];
  for (let t = words.length - 1; t > 0; t--) {
    const [after] = rows;
    rows.unshift(move.map((row) => logSumExp(row.map((v, to) => v + emit[to][words[t]] + after[to]))));
  }
  return rows;
};

export function gradient(p: Params): Params {
  const { start, move, emit } = normalise(p);
  const alpha = forwardTable(p);
  const beta = backwardTable(p);
  const evidence = logSumExp(alpha[alpha.length - 1]);
  const gamma = alpha.map((row, t) => row.map((v, s) => Math.exp(v + beta[t][s] - evidence)));
  const moves = move.map((row) => row.map(() => 0));
  const emissions = emit.map((row) => row.map(() => 0));
  gamma.forEach((row, t) => row.forEach((share, s) => (emissions[s][words[t]] += share)));
  for (let t = 0; t + 1 < words.length; t++) {
    for (let from = 0; from < start.length; from++) {
      for (let to = 0; to < start.length; to++) {
        const path = alpha[t][from] + move[from][to] + emit[to][words[t + 1]] + beta[t + 1][to];
        moves[to][from] += Math.exp(path - evidence);
      }
    }
  }
  const scaled = (row: number[]) => row.map((v) => -v / words.length);
  return {
    start: scaled(throughSoftmax(gamma[0], start)),
    move: moves.map((row, s) => scaled(throughSoftmax(row, move[s]))),
    emit: emissions.map((row, s) => scaled(throughSoftmax(row, emit[s]))),
  };
}
