import { answers, blank, forward, inside, pictures, size } from './loss.js';
import type { Image, Params } from './loss.js';

export { params, loss } from './loss.js';

type Layer = Params['conv1'];

const zeroLayer = (layer: Layer): Layer => ({
  k: layer.k.map((bank) => bank.map((m) => m.map((row) => row.map(() => 0)))),
  b: layer.b.map(() => 0),
});

function convBackward(layer: Layer, into: Layer, input: Image[], dOut: Image[]): Image[] {
  const dInput = input.map(blank);
  for (let o = 0; o < dOut.length; o++) {
    for (let r = 0; r < size; r++) {
      for (let c = 0; c < size; c++) {
        const d = dOut[o][r][c];
        into.b[o] += d;
        for (let i = 0; i < input.length; i++) {
          for (let u = 0; u < 3; u++) {
            for (let v = 0; v < 3; v++) {
              const y = r + u - 1;
              const x = c + v - 1;
              if (!inside(y, x)) continue;
              into.k[o][i][u][v] += d * input[i][y][x];
              dInput[i][y][x] += d * layer.k[o][i][2 - u][2 - v];
            }
          }
        }
      }
    }
  }
  return dInput;
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

export function gradient(p: Params): Params {
  const conv1 = zeroLayer(p.conv1);
  const conv2 = zeroLayer(p.conv2);
  const gain = p.gain.map(() => 0);
  pictures.forEach((picture, n) => {
    const { z, a, pooled, out } = forward(p, picture);
    const dOut = out.map((v, o) => v - answers[n][o]);
    dOut.forEach((d, o) => (gain[o] += d * pooled[o]));
    const dPooled = dOut.map((d, o) => d * p.gain[o]);
    const dY = dPooled.map((d) => blank().map((row) => row.map(() => d / (size * size))));
    const dA = convBackward(p.conv2, conv2, a, dY);
    const dZ = dA.map((map, i) => map.map((row, r) => row.map((d, c) => d * sigmoid(z[i][r][c]))));
    convBackward(p.conv1, conv1, [picture], dZ);
  });
  return { conv1, conv2, gain };
}
