// Contrastive loss (InfoNCE) between two views through one shared linear encoder, cosine similarity, learnt temperature.
export type Vector = number[];
export const pairs = 5;
const inputs = 4;
const outputs = 3;

const generator = (seed: number) => {
  let z = seed;
  return () => {
    z = (z * 1220703125) % 67108864;
    return z / 67108864 - 0.5;
  };
};
const gen = generator(31);
const vec = (n: number, s: number): Vector => Array.from({ length: n }, () => s * gen());

export const viewA: Vector[] = Array.from({ length: pairs }, () => vec(inputs, 2));
export const viewB: Vector[] = viewA.map((v) => v.map((x) => x + 0.8 * gen()));

export const params = {
  encoder: Array.from({ length: outputs }, () => vec(inputs, 2)),
  offset: vec(outputs, 0.6),
  logTemperature: -0.6,
};
export type Params = typeof params;

export const inner = (a: Vector, b: Vector) => a.reduce((s, v, i) => s + v * b[i], 0);

export function encode(p: Params, x: Vector) {
  const raw = p.encoder.map((row, i) => inner(row, x) + p.offset[i]);
  const norm = Math.sqrt(inner(raw, raw));
  return { x, norm, unit: raw.map((v) => v / norm) };
}
export type Code = ReturnType<typeof encode>;

export function similarities(p: Params, a: Code[], b: Code[]): number[][] {
  return a.map((s) => b.map((t) => inner(s.unit, t.unit) / Math.exp(p.logTemperature)));
}

export const logSumExp = (v: number[]) => Math.log(v.reduce((s, x) => s + Math.exp(x), 0));

export function loss(p: Params): number {
  const S = similarities(
    p,
    viewA.map((x) => encode(p, x)),
    viewB.map((x) => encode(p, x)),
  );
  let sum = 0;
  for (let i = 0; i < pairs; i++) {
    const row = logSumExp(S[i]);
    const column = logSumExp(S.map((r) => r[i]));
    sum += 0.5 * (row + column) - S[i][i];
  }
  return sum / pairs;
}
