// Planar flows: points are pushed through three layers x + u tanh(w·x + b); negative log-likelihood under a normal law.
export const dimension = 2;
export const data = [
  [0.9, -0.4],
  [-1.2, 0.3],
  [0.4, 1.1],
  [-0.3, -0.8],
  [1.4, 0.6],
];

export interface PlanarLayer {
  u: number[];
  w: number[];
  b: number;
}

export const params: { layers: PlanarLayer[]; logScale: number[] } = {
  layers: [
    { u: [0.5, -0.3], w: [0.8, 0.4], b: 0.1 },
    { u: [0.2, 0.6], w: [-0.5, 0.7], b: -0.3 },
    { u: [-0.4, 0.3], w: [-0.6, 0.9], b: 0.2 },
  ],
  logScale: [0.1, -0.2],
};
export type Params = typeof params;

const dot = (a: number[], b: number[]): number => a.reduce((s, v, i) => s + v * b[i], 0);

export function push({ u, w, b }: PlanarLayer, x: number[]) {
  const t = Math.tanh(dot(w, x) + b);
  const overlap = dot(u, w);
  const stretch = 1 + (1 - t * t) * overlap;
  return { x, t, overlap, stretch, y: x.map((v, i) => v + u[i] * t) };
}

export function flow(p: Params, x: number[]) {
  const passed = [];
  let now = x;
  for (const layer of p.layers) {
    const result = push(layer, now);
    passed.push(result);
    now = result.y;
  }
  return { passed, end: now };
}

export function loss(p: Params): number {
  let nll = 0;
  for (const x of data) {
    const { passed, end } = flow(p, x);
    end.forEach((v, i) => {
      nll += 0.5 * (v * Math.exp(-p.logScale[i])) ** 2 + p.logScale[i];
    });
    for (const { stretch } of passed) nll -= Math.log(Math.abs(stretch));
  }
  return nll / data.length;
}
