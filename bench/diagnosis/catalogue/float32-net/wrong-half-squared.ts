import { drive, features, predict, rows, units, wanted, x } from './loss.js';
import type { Params } from './loss.js';

export { loss, params, points } from './loss.js';

export function gradient(p: Params): Params {
  const kernel = new Float32Array(units * features);
  const bias = new Float32Array(units);
  const mix = new Float32Array(units);
  const shift = new Float32Array(1);

  const dz = new Float64Array(rows * units);
  for (let row = 0; row < rows; row++) {
    const dy = predict(p, row) - wanted[row];
    shift[0] += dy;
    for (let unit = 0; unit < units; unit++) {
      const z = drive(p, row, unit);
      mix[unit] += dy * Math.max(z, 0);
      dz[row * units + unit] = z > 0 ? dy * p.mix[unit] : 0;
    }
  }
  for (let unit = 0; unit < units; unit++) {
    for (let row = 0; row < rows; row++) {
      const d = dz[row * units + unit];
      bias[unit] += d;
      for (let i = 0; i < features; i++) kernel[unit * features + i] += d * x[row * features + i];
    }
  }
  return { kernel, bias, mix, shift };
}
