// Softmax regression on weighted samples: mean weighted cross-entropy at a temperature, plus L2 on the weights only.
let state = 12345;
function random(): number {
  state = (state * 1103515245 + 12345) % 2147483648;
  return state / 2147483648 - 0.5;
}

export const features = 4;
export const classes = 3;
export const lambda = 0.05;
export const temperature = 1.5;

export const X: number[][] = [];
export const labels: number[] = []; // 1 .. classes, as in the survey file
export const weight: number[] = [];
for (let n = 0; n < 18; n++) {
  const row: number[] = [];
  for (let f = 0; f < features; f++) row.push(3 * random());
  X.push(row);
  labels.push(1 + Math.floor((random() + 0.5) * classes));
  weight.push(0.5 + 2 * (random() + 0.5));
}

const W: number[][] = [];
for (let f = 0; f < features; f++) {
  W.push([]);
  for (let k = 0; k < classes; k++) W[f].push(1.4 * random());
}

export const params = { W, b: [0.2, -0.1, 0.3] };

export function probabilities(p: typeof params, x: number[]): number[] {
  const z: number[] = [];
  for (let k = 0; k < classes; k++) {
    let s = p.b[k];
    for (let f = 0; f < features; f++) s += x[f] * p.W[f][k];
    z.push(s / temperature);
  }
  const top = Math.max(...z);
  let total = 0;
  for (let k = 0; k < classes; k++) {
    z[k] = Math.exp(z[k] - top);
    total += z[k];
  }
  for (let k = 0; k < classes; k++) z[k] /= total;
  return z;
}

export function loss(p: typeof params): number {
  let sum = 0;
  for (let n = 0; n < X.length; n++) {
    const q = probabilities(p, X[n]);
    sum -= weight[n] * Math.log(q[labels[n] - 1]);
  }
  let penalty = 0;
  for (let f = 0; f < features; f++) {
    for (let k = 0; k < classes; k++) penalty += p.W[f][k] * p.W[f][k];
  }
  const data = sum / X.length;
  return data + lambda * penalty;
}
