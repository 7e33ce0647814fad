import { build, classes, Dense, LeakyRectifier, points, smoothed, softmax, Tanh } from './loss.js';
import type { Layer, Params, Weights } from './loss.js';

export { loss, params } from './loss.js';

const zeroed = ({ W, b }: Weights): Weights => ({ W: W.map((row) => row.map(() => 0)), b: b.map(() => 0) });

/** Passes an error back through a layer and collects what its weights get. */
function backward(layer: Layer, grad: number[], into: Map<Layer, Weights>): number[] {
  if (layer instanceof Dense) {
    const { W } = layer.p;
    const own = into.get(layer) ?? zeroed(layer.p);
    into.set(layer, own);
    const back = layer.x.map(() => 0);
    grad.forEach((g, i) => {
      own.b[i] += g;
      W[i].forEach((w, j) => {
        own.W[i][j] += g * layer.x[j];
        back[j] += w * g;
      });
    });
    return back;
  }
  if (layer instanceof LeakyRectifier) return grad.map((g, i) => (layer.x[i] > 0 ? g : LeakyRectifier.leak * g));
  if (layer instanceof Tanh) return grad.map((g, i) => g * (1 - layer.y[i] ** 2));
  throw new TypeError('a layer without a way back');
}

const kept = new Map<number, Weights>();

export function gradient(p: Params): Params {
  const layers = build(p);
  const into = new Map<Layer, Weights>();
  layers.forEach((layer, i) => {
    if (!(layer instanceof Dense)) return;
    const own = kept.get(i) ?? zeroed(layer.p);
    kept.set(i, own);
    into.set(layer, own);
  });
  points.forEach((point, n) => {
    let a = point;
    for (const layer of layers) a = layer.forward(a);
    const q = softmax(a);
    const goal = smoothed(classes[n], q.length);
    let grad = q.map((v, k) => (v - goal[k]) / points.length);
    for (const layer of layers.toReversed()) grad = backward(layer, grad, into);
  });
  const [first, , second, , third] = layers.map((layer) => into.get(layer) ?? { W: [], b: [] });
  return { first, second, third };
}
