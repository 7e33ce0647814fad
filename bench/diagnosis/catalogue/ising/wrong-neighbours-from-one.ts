import { lasso, local, spins, states } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const field: number[] = [];
  const coupling: number[][] = [];
  const heat = Math.exp(p.logTemperature);
  let logTemperature = 0;
  for (let i = 0; i < spins; i++) {
    field[i] = (lasso * p.field[i]) / Math.sqrt(p.field[i] ** 2 + 1e-4);
    coupling[i] = p.coupling[i].map(() => 0);
    for (const s of states) {
      const energy = (-2 * s[i] * local(p, s, i)) / heat;
      const share = 1 / (1 + Math.exp(-energy)) / states.length;
      const dLocal = (-2 * s[i] * share) / heat;
      logTemperature -= share * energy;
      field[i] += dLocal;
      for (let j = 1; j < spins; j++) {
        if (j !== i) coupling[i][j] += dLocal * s[j];
      }
    }
  }
  return { field, coupling, logTemperature };
}
