// Lotka-Volterra with crowding and immigration, classical Runge-Kutta, rates given by their logs; squared error of the log populations.
export type Pair = [number, number];
export interface Params {
  logRates: { birth: number; hunt: number; feed: number; death: number };
  crowding: Pair;
  immigration: Pair;
  logStart: number[];
}

export const h = 0.15;
export const stepsPerSample = 3;
export const data: Pair[] = [];
{
  let s = 17;
  for (let i = 0; i < 8; i++) {
    s = (s * 137 + 187) % 1024;
    const prey = Math.log(2) + Math.sin(0.7 * i) * 0.5 + (s / 1024 - 0.5) * 0.4;
    s = (s * 137 + 187) % 1024;
    data.push([prey, Math.cos(0.7 * i) * 0.5 + (s / 1024 - 0.5) * 0.4]);
  }
}

export const params: Params = {
  logRates: { birth: 0.1, hunt: -0.2, feed: -0.7, death: -0.3 },
  crowding: [0.08, 0.12],
  immigration: [0.05, 0.02],
  logStart: [0.6, 0.1],
};

export function field(p: Params, [x, y]: Pair): Pair {
  const birth = Math.exp(p.logRates.birth);
  const hunt = Math.exp(p.logRates.hunt);
  const feed = Math.exp(p.logRates.feed);
  const death = Math.exp(p.logRates.death);
  const eaten = x * y;
  const dx = birth * x - hunt * eaten - p.crowding[0] * x * x + p.immigration[0];
  const dy = feed * eaten - death * y - p.crowding[1] * y * y + p.immigration[1];
  return [dx, dy];
}

const move = ([x, y]: Pair, s: number, [dx, dy]: Pair): Pair => [x + s * dx, y + s * dy];

/** One step; the points at which the field was asked are kept for the way back. */
export function step(p: Params, u: Pair) {
  const k1 = field(p, u);
  const u2 = move(u, h / 2, k1);
  const k2 = field(p, u2);
  const u3 = move(u, h / 2, k2);
  const k3 = field(p, u3);
  const u4 = move(u, h, k3);
  const k4 = field(p, u4);
  const end = u.map((v, i) => v + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i])) as Pair;
  return { stages: [u, u2, u3, u4], end };
}

export function loss(p: Params): number {
  let u = p.logStart.map(Math.exp) as Pair;
  let sum = 0;
  for (const seen of data) {
    for (let i = 0; i < stepsPerSample; i++) u = step(p, u).end;
    sum += (Math.log(u[0]) - seen[0]) ** 2 + (Math.log(u[1]) - seen[1]) ** 2;
  }
  return sum;
}
