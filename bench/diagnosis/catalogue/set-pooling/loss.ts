// Sets of vectors pooled with learnt weights: softmax of u·tanh(V x) within each set, a linear read-out, squared error. Rows in Float64Arrays.
export const width = 3;

function sawtooth(count: number, start: number): Float64Array {
  const out = new Float64Array(count);
  let t = start;
  for (let i = 0; i < count; i++) {
    t = (t * 7.31 + 0.917) % 2;
    out[i] = t - 1;
  }
  return out;
}

/** Members of each set, row by row. */
export const sets = [4, 2, 5, 3, 4].map((members, k) => sawtooth(members * width, 0.37 * (k + 1)));
export const targets = sawtooth(5, 0.61);

export const params = {
  V: sawtooth(width * width, 0.13),
  u: sawtooth(width, 0.29).map((v) => 2 * v),
  readOut: sawtooth(width, 0.83),
  level: 0.2,
};
export type Params = typeof params;

export class Pooling {
  readonly size: number;
  /** tanh(V x) of each member. */
  readonly features: Float64Array;
  readonly weights: Float64Array;
  readonly pooled = new Float64Array(width);

  constructor(
    readonly p: Params,
    readonly members: Float64Array,
  ) {
    this.size = members.length / width;
    this.features = new Float64Array(members.length);
    this.weights = new Float64Array(this.size);
    this.weigh();
    for (let m = 0; m < this.size; m++) {
      for (let i = 0; i < width; i++) this.pooled[i] += this.weights[m] * members[m * width + i];
    }
  }

  private weigh(): void {
    let total = 0;
    for (let m = 0; m < this.size; m++) {
      let score = 0;
      for (let i = 0; i < width; i++) {
        let z = 0;
        for (let j = 0; j < width; j++) z += this.p.V[i * width + j] * this.members[m * width + j];
        this.features[m * width + i] = Math.tanh(z);
        score += this.p.u[i] * this.features[m * width + i];
      }
      this.weights[m] = Math.exp(score);
      total += this.weights[m];
    }
    for (let m = 0; m < this.size; m++) this.weights[m] /= total;
  }

  get value(): number {
    return this.pooled.reduce((y, v, i) => y + v * this.p.readOut[i], this.p.level);
  }
}

export function loss(p: Params): number {
  let sum = 0;
  sets.forEach((members, k) => {
    const gap = new Pooling(p, members).value - targets[k];
    sum += gap ** 2;
  });
  return sum / (2 * sets.length);
}
