// Rectified units on float32 parameters, as in a browser that trains on Float32Array buffers; a squared error per row.
export const rows = 6;
export const features = 3;
export const units = 6;

function* hash(start: number): Generator<number, never> {
  for (let n = start; ; n++) {
    const s = Math.sin(n * 12.9898) * 43758.5453;
    yield 2 * (s - Math.floor(s)) - 1;
  }
}
const stream = hash(1);
const buffer = (size: number, scale: number): Float32Array =>
  Float32Array.from({ length: size }, () => scale * stream.next().value);

export const x = buffer(rows * features, 1.5);
export const wanted = buffer(rows, 2);

export const params = {
  kernel: buffer(units * features, 1),
  bias: buffer(units, 0.7),
  mix: buffer(units, 1.1),
  shift: buffer(1, 0.5),
};
export type Params = typeof params;
/** Checked once more where the training might go from there. */
export const points: Params[] = [
  {
    kernel: params.kernel.map((v) => 0.8 * v + 0.1),
    bias: params.bias.map((v) => v - 0.15),
    mix: params.mix.map((v) => 1.1 * v),
    shift: params.shift.map((v) => v + 0.3),
  },
];

/** Value of a unit before it is rectified. */
export function drive(p: Params, row: number, unit: number): number {
  let z = p.bias[unit];
  for (let i = 0; i < features; i++) z += p.kernel[unit * features + i] * x[row * features + i];
  return z;
}

export function predict(p: Params, row: number): number {
  let y = p.shift[0];
  for (let unit = 0; unit < units; unit++) {
    const active = Math.max(drive(p, row, unit), 0);
    y += p.mix[unit] * active;
  }
  return y;
}

export function loss(p: Params): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const miss = predict(p, row) - wanted[row];
    sum += miss * miss;
  }
  return sum;
}
