import { classes, features, logits, rows, softmax, softness } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const W = p.W.map((row) => row.map(() => 0));
  const b = new Float64Array(classes);
  const T = Math.exp(p.logTemperature);
  const N = rows.length;
  let dT = 0;
  for (const { x, teacher, label } of rows) {
    const z = logits(p, x);
    const student = softmax(z.map((v) => v / T));
    const given = softmax(teacher);
    const plain = softmax(z);
    for (let i = 0; i < classes; i++) {
      const pull = student[i] - given[i];
      const dSoft = (softness * T * T * pull) / N;
      const dHard = ((1 - softness) * (plain[i] - (i === label ? 1 : 0))) / N;
      dT -= (softness * pull * z[i]) / N;
      dT += (2 * softness * T * given[i] * Math.log(given[i] / student[i])) / N;
      b[i] += dSoft + dHard;
      for (let j = 0; j < features; j++) W[i][j] += (dSoft + dHard) * x[j];
    }
  }
  return { W, b, logTemperature: dT * T };
}
