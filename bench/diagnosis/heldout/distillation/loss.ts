// A student learns a teacher's softened classes: softmax with a temperature, Kullback-Leibler divergence, and the hard labels.
export const classes = 3;
export const features = 4;
export const softness = 0.6;

const wave = (k: number) => Math.cos(0.7 + 2.3 * k - 0.11 * k * k);
export const rows = Array.from({ length: 5 }, (_, n) => ({
  x: Float64Array.from({ length: features }, (__, j) => wave(9 * n + j)),
  teacher: Float64Array.from({ length: classes }, (__, j) => 2 * wave(60 + 5 * n + j)),
  label: (2 * n + 1) % classes,
}));

export const params = {
  W: Array.from({ length: classes }, (_, i) =>
    Float64Array.from({ length: features }, (__, j) => 0.9 * wave(100 + 6 * i + j)),
  ),
  b: Float64Array.of(0.2, -0.1, 0.05),
  logTemperature: 0.5,
};
export type Params = typeof params;

export function softmax(z: Float64Array): Float64Array {
  const top = Math.max(...z);
  const e = z.map((v) => Math.exp(v - top));
  const sum = e.reduce((a, b) => a + b);
  return e.map((v) => v / sum);
}

export function logits({ W, b }: Params, x: Float64Array): Float64Array {
  const z = Float64Array.from(b);
  for (let i = 0; i < classes; i++) for (let j = 0; j < features; j++) z[i] += W[i][j] * x[j];
  return z;
}

export function loss(p: Params): number {
  const T = Math.exp(p.logTemperature);
  let soft = 0;
  let hard = 0;
  for (const { x, teacher, label } of rows) {
    const z = logits(p, x);
    const student = softmax(z.map((v) => v / T));
    const given = softmax(teacher);
    for (let i = 0; i < classes; i++) soft += given[i] * Math.log(given[i] / student[i]);
    hard -= Math.log(softmax(z)[label]);
  }
  return (softness * T * T * soft + (1 - softness) * hard) / rows.length;
}
