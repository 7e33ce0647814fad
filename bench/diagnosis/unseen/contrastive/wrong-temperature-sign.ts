import { encode, logSumExp, pairs, similarities, viewA, viewB } from './loss.js';
import type { Code, Params, Vector } from './loss.js';

export { params, loss } from './loss.js';

export function gradient(p: Params): Params {
  const a = viewA.map((x) => encode(p, x));
  const b = viewB.map((x) => encode(p, x));
  const S = similarities(p, a, b);
  const rows = S.map(logSumExp);
  const columns = S.map((_, j) => logSumExp(S.map((r) => r[j])));
  const dS = S.map((r, i) =>
    r.map((s, j) => (0.5 * (Math.exp(s - rows[i]) + Math.exp(s - columns[j])) - (i === j ? 1 : 0)) / pairs),
  );

  const encoder = p.encoder.map((row) => row.map(() => 0));
  const offset = p.offset.map(() => 0);
  const back = ({ x, norm, unit }: Code, dUnit: Vector) => {
    const along = dUnit.reduce((s, d, k) => s + d * unit[k], 0);
    unit.forEach((v, k) => {
      const dRaw = (dUnit[k] - along * v) / norm;
      offset[k] += dRaw;
      x.forEach((xj, j) => (encoder[k][j] += dRaw * xj));
    });
  };

  const temperature = Math.exp(p.logTemperature);
  let logTemperature = 0;
  dS.forEach((r, i) => r.forEach((d, j) => (logTemperature += d * S[i][j])));
  a.forEach((code, i) => {
    const dUnit = code.unit.map((_, k) => b.reduce((s, t, j) => s + dS[i][j] * t.unit[k], 0) / temperature);
    back(code, dUnit);
  });
  b.forEach((code, j) => {
    const dUnit = code.unit.map((_, k) => a.reduce((s, t, i) => s + dS[i][j] * t.unit[k], 0) / temperature);
    back(code, dUnit);
  });
  return { encoder, offset, logTemperature };
}
