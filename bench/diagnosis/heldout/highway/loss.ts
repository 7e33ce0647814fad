// Three highway layers that share one set of weights, then a linear read-out under a logistic loss; everything in one flat vector.
export const width = 3;
export const depth = 3;
const block = width * width;
/** Where each part begins. */
export const at = {
  transform: 0,
  gate: block,
  gateBias: 2 * block,
  read: 2 * block + width,
  end: 2 * block + 2 * width,
};

export const data = [
  { x: [0.5, -1.2, 0.3], label: 1 },
  { x: [-0.7, 0.4, 1.1], label: 0 },
  { x: [1.3, 0.2, -0.6], label: 1 },
  { x: [-0.2, -0.9, -1], label: 0 },
  { x: [0.1, 0.8, 0.6], label: 1 },
];

export const params = Float64Array.from({ length: at.end }, (_, k) => 0.8 * Math.sin(3 * k + 0.2 * k * k + 1));

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

export function multiply(p: Float64Array, from: number, x: Float64Array): Float64Array {
  const out = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) out[i] += p[from + i * width + j] * x[j];
  }
  return out;
}

export interface Layer {
  x: Float64Array;
  t: Float64Array;
  h: Float64Array;
}

export function layers(p: Float64Array, input: number[]): { all: Layer[]; top: Float64Array } {
  let x = Float64Array.from(input);
  const all: Layer[] = [];
  for (let d = 0; d < depth; d++) {
    const h = multiply(p, at.transform, x).map(Math.tanh);
    const t = multiply(p, at.gate, x).map((z, i) => sigmoid(z + p[at.gateBias + i]));
    all.push({ x, t, h });
    const below = x;
    x = below.map((v, i) => t[i] * h[i] + (1 - t[i]) * v);
  }
  return { all, top: x };
}

export function loss(p: Float64Array): number {
  return data.reduce((sum, { x, label }) => {
    const { top } = layers(p, x);
    let logit = 0;
    for (let i = 0; i < width; i++) logit += p[at.read + i] * top[i];
    return sum + Math.log(1 + Math.exp(logit)) - label * logit;
  }, 0);
}
