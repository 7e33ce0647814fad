// A softmax classifier with one tanh layer. All parameters lie in one Float64Array, as an optimiser from C would have them.
export const D = 3;
export const H = 4;
export const K = 4;

/** Where each block begins: W1 is H x D, b1 is H, W2 is K x H, b2 is K, all row by row. */
export const W1 = 0;
export const B1 = W1 + H * D;
export const W2 = B1 + H;
export const B2 = W2 + K * H;
const SIZE = B2 + K;

let bits = 0x2545f491;
function xorshift(): number {
  bits ^= bits << 13;
  bits ^= bits >>> 17;
  bits ^= bits << 5;
  return (bits >>> 0) / 4294967296 - 0.5;
}

export const ROWS = 10;
export const input = new Float64Array(ROWS * D).map(() => 3 * xorshift());
export const label = new Uint8Array(ROWS).map(() => Math.floor((xorshift() + 0.5) * K));
export const params = new Float64Array(SIZE).map(() => 1.8 * xorshift());

/** Writes the hidden activations and the class probabilities of a row. */
export function run(theta: Float64Array, row: number, hidden: Float64Array, share: Float64Array): void {
  for (let j = 0; j < H; j++) {
    let z = theta[B1 + j];
    for (let i = 0; i < D; i++) z += theta[W1 + j * D + i] * input[row * D + i];
    hidden[j] = Math.tanh(z);
  }
  let sum = 0;
  for (let k = 0; k < K; k++) {
    let z = theta[B2 + k];
    for (let j = 0; j < H; j++) z += theta[W2 + k * H + j] * hidden[j];
    share[k] = Math.exp(z);
    sum += share[k];
  }
  for (let k = 0; k < K; k++) share[k] /= sum;
}

export function loss(theta: Float64Array): number {
  const hidden = new Float64Array(H);
  const share = new Float64Array(K);
  let bitsLost = 0;
  for (let row = 0; row < ROWS; row++) {
    run(theta, row, hidden, share);
    bitsLost -= Math.log(share[label[row]]);
  }
  return bitsLost / ROWS;
}
