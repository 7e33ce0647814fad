/**
 * A recurrent net of one tanh unit that is to keep a number for 50 steps (Pascanu, Mikolov and Bengio 2013, figure 6):
 *
 *   h ← tanh(w h + b), 50 times;  loss = mean of (h − target)²
 *
 * Where w is near the edge at which the unit begins to remember, the loss has a cliff: the gradient there is hundreds of
 * times what it is beside it.
 */
interface Params {
  w: number;
  b: number;
}

interface Sequence {
  start: number;
  target: number;
}

export const name = 'Recurrent net at a cliff';

const steps = 50;

export const data: Sequence[] = [
  { start: 0.5, target: 0.7 },
  { start: 0.4, target: 0.7 },
  { start: 0.6, target: 0.7 },
];

export const params: Params = { w: 2, b: -0.7 };

function unroll({ w, b }: Params, start: number): number[] {
  const states = [start];
  for (let t = 0; t < steps; t++) states.push(Math.tanh(w * states[t] + b));
  return states;
}

export function loss(params: Params, sequences: Sequence[] = data): number {
  const sum = sequences.reduce((total, { start, target }) => total + (unroll(params, start)[steps] - target) ** 2, 0);
  return sum / sequences.length;
}

export function gradient(params: Params, sequences: Sequence[] = data): Params {
  const result = { w: 0, b: 0 };
  for (const { start, target } of sequences) {
    const states = unroll(params, start);
    let delta = (2 * (states[steps] - target)) / sequences.length;
    for (let t = steps - 1; t >= 0; t--) {
      const inner = delta * (1 - states[t + 1] ** 2);
      result.w += inner * states[t];
      result.b += inner;
      delta = inner * params.w;
    }
  }
  return result;
}
