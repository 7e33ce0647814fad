import { C, Dense, Gelu, LayerNorm, inputs, targets } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

class DenseLayer extends Dense {
  dW = this.W.map((row) => row.map(() => 0));
  db = this.b.map(() => 0);
  backward(dy: number[]): number[] {
    const dx = this.x.map(() => 0);
    for (let i = 0; i < dy.length; i++) {
      this.db[i] += dy[i];
      for (let j = 0; j < dx.length; j++) {
        this.dW[i][j] += dy[i] * this.x[j];
        dx[j] += this.W[j][i] * dy[i];
      }
    }
    return dx;
  }
}

class LayerNormLayer extends LayerNorm {
  dgain = this.gain.map(() => 0);
  dshift = this.shift.map(() => 0);
  backward(dy: number[]): number[] {
    const n = dy.length;
    const dxhat = dy.map((d, i) => d * this.gain[i]);
    let sum = 0;
    let dot = 0;
    for (let i = 0; i < n; i++) {
      this.dgain[i] += dy[i] * this.xhat[i];
      this.dshift[i] += dy[i];
      sum += dxhat[i];
      dot += dxhat[i] * this.xhat[i];
    }
    return dxhat.map((d, i) => (d - sum / n - (this.xhat[i] * dot) / n) / this.std);
  }
}

class GeluLayer extends Gelu {
  backward(dy: number[]): number[] {
    return dy.map((d, i) => {
      const x = this.x[i];
      const t = Math.tanh(C * (x + 0.044715 * x ** 3));
      const inner = C * (1 + 3 * 0.044715 * x ** 2);
      return d * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner);
    });
  }
}

export function gradient(p: Params): Params {
  const first = new DenseLayer(p.first.W, p.first.b);
  const norm = new LayerNormLayer(p.norm.gain, p.norm.shift);
  const gelu = new GeluLayer();
  const second = new DenseLayer(p.second.W, p.second.b);
  inputs.forEach((x, n) => {
    const out = second.forward(gelu.forward(norm.forward(first.forward(x))));
    const dout = out.map((y, i) => Math.tanh(y - targets[n][i]) / inputs.length);
    first.backward(norm.backward(gelu.backward(second.backward(dout))));
  });
  return {
    first: { W: first.dW, b: first.db },
    norm: { gain: norm.dgain, shift: norm.dshift },
    second: { W: second.dW, b: second.db },
  };
}
