import { readFileSync } from 'node:fs';

/** A flower: four measurements with mean 0 and standard deviation 1, and which of three species it is. */
export interface Flower {
  features: number[];
  species: number;
}

export interface Layer {
  W: number[][];
  b: number[];
}

/** An activation, and its derivative in terms of its value. */
export interface Activation {
  value(z: number): number;
  slope(a: number): number;
}

export function loadFlowers(): Flower[] {
  const [, ...lines] = readFileSync(new URL('../data/iris.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const rows = lines.map((line) => line.trim().split(','));
  const columns = [0, 1, 2, 3].map((j) => standardise(rows.map((row) => Number(row[j]))));
  const names = [...new Set(rows.map((row) => row[4]))];
  return rows.map((row, i) => ({ features: columns.map((column) => column[i]), species: names.indexOf(row[4]) }));
}

function standardise(column: number[]): number[] {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
  return column.map((value) => (value - mean) / deviation);
}

/** Layers of the given widths; weights uniform in ±range/√inputs. */
export function createLayers(widths: number[], range: number): Layer[] {
  let state = 12;
  const uniform = (): number => {
    state = (48271 * state) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
  return widths.slice(1).map((outputs, k) => ({
    W: Array.from({ length: outputs }, () =>
      Array.from({ length: widths[k] }, () => (range * uniform()) / Math.sqrt(widths[k])),
    ),
    b: Array.from({ length: outputs }, () => 0.1 * uniform()),
  }));
}

/** Inputs of every layer, and what the last one puts out, which no activation follows. */
function forward(layers: Layer[], features: number[], { value }: Activation): number[][] {
  const inputs = [features];
  layers.forEach(({ W, b }, k) => {
    const z = W.map((row, i) => row.reduce((sum, w, j) => sum + w * inputs[k][j], b[i]));
    inputs.push(k === layers.length - 1 ? z : z.map(value));
  });
  return inputs;
}

/** Mean cross entropy. */
export function lossOf(layers: Layer[], flowers: Flower[], activation: Activation): number {
  const total = flowers.reduce((sum, { features, species }) => {
    const logits = forward(layers, features, activation).at(-1)!;
    return sum + logSumExp(logits) - logits[species];
  }, 0);
  return total / flowers.length;
}

/** Its gradient, by backpropagation. */
export function gradientOf(layers: Layer[], flowers: Flower[], activation: Activation): Layer[] {
  const gradient = layers.map(({ W, b }) => ({ W: W.map((row) => row.map(() => 0)), b: b.map(() => 0) }));
  for (const { features, species } of flowers) {
    const inputs = forward(layers, features, activation);
    const logits = inputs.at(-1)!;
    const normaliser = logSumExp(logits);
    let delta = logits.map((z, i) => (Math.exp(z - normaliser) - (i === species ? 1 : 0)) / flowers.length);
    for (let k = layers.length - 1; k >= 0; k--) {
      delta.forEach((d, i) => {
        gradient[k].b[i] += d;
        inputs[k].forEach((a, j) => (gradient[k].W[i][j] += d * a));
      });
      const { W } = layers[k];
      const before = delta;
      delta = inputs[k].map((a, j) => activation.slope(a) * before.reduce((sum, d, i) => sum + d * W[i][j], 0));
    }
  }
  return gradient;
}

function logSumExp(z: number[]): number {
  const largest = Math.max(...z);
  return largest + Math.log(z.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
