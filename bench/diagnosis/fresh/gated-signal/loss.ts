// Three dilated causal convolutions with gates and a skip over a signal.
export const T = 18;
export const signal = Float64Array.from({ length: T }, (_, t) => Math.sin(0.7 * t) + 0.3 * Math.sin(2.9 * t + 1));
/** A block: filter taps 2, filter bias, gate taps 2, gate bias, residual weight. */
export const BLOCK = 7;
export const DILATIONS = [1, 3, 2];
export const START = 5;
export const READ = BLOCK * DILATIONS.length;

export const params = Float64Array.of(
  0.8,
  -0.5,
  0.1,
  0.6,
  0.4,
  -0.2,
  0.7,
  -0.6,
  0.9,
  0.05,
  0.3,
  -0.7,
  0.25,
  0.5,
  0.5,
  0.7,
  -0.15,
  -0.4,
  0.8,
  0.1,
  -0.6,
  1.1,
  -0.05,
);

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

export interface Level {
  input: Float64Array;
  filter: Float64Array;
  gate: Float64Array;
  output: Float64Array;
}

export function run(w: Float64Array) {
  const levels: Level[] = [];
  const skip = new Float64Array(T);
  let input = signal;
  DILATIONS.forEach((d, l) => {
    const o = l * BLOCK;
    const filter = new Float64Array(T);
    const gate = new Float64Array(T);
    const output = new Float64Array(T);
    for (let t = 0; t < T; t++) {
      const past = t >= d ? input[t - d] : 0;
      filter[t] = Math.tanh(w[o] * past + w[o + 1] * input[t] + w[o + 2]);
      gate[t] = sigmoid(w[o + 3] * past + w[o + 4] * input[t] + w[o + 5]);
      const z = filter[t] * gate[t];
      skip[t] += z;
      output[t] = input[t] + w[o + 6] * z;
    }
    levels.push({ input, filter, gate, output });
    input = output;
  });
  return { levels, skip };
}

export function loss(w: Float64Array): number {
  const { skip } = run(w);
  let sum = 0;
  for (let t = START; t < T - 1; t++) {
    const guess = w[READ] * skip[t] + w[READ + 1];
    sum += (guess - signal[t + 1]) ** 2;
  }
  return sum / (T - 1 - START);
}
