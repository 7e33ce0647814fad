import { describe, expect, it } from 'vitest';
import { diagnoseClaim, entriesOf, recordSnippet, type Recording } from './record-snippet.js';

/** A small network with a sigmoid written out, a regulariser, and a mean. */
const NETWORK = `const sigmoid = (x) => 1 / (1 + Math.exp(-x));
export function loss(p, { x, t }) {
  let total = 0;
  for (let n = 0; n < x.length; n++) {
    let out = p.c;
    for (let j = 0; j < p.w.length; j++) {
      const z = p.w[j] * x[n] + p.b[j];
      const h = sigmoid(z);
      out += p.v[j] * h;
    }
    const r = out - t[n];
    total += r * r;
  }
  let reg = 0;
  for (const w of p.w) reg += w * w;
  return total / x.length + 0.05 * reg;
}`;
const PARAMS = { w: [0.3, -0.7, 1.1], b: [0.1, 0.2, -0.3], v: [0.9, -0.4, 0.6], c: 0.05 };
const DATA = { x: [0.5, -1.2, 0.8, 1.7], t: [1, 0.2, -0.4, 0.3] };
const WIDTH = PARAMS.w.length;

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));

/** The network's gradient by hand, with a place for each mistake. */
function byHand(
  { slope = (_z: number, h: number) => h * (1 - h), twice = 2, rows = DATA.x.length, decay = 0.1 } = {},
  finish: (g: Float64Array) => void = () => {},
) {
  return (): Float64Array => {
    const { w, b, v, c } = PARAMS;
    const g = new Float64Array(3 * WIDTH + 1);
    DATA.x.forEach((x, n) => {
      const z = w.map((wj, j) => wj * x + b[j]);
      const h = z.map(sigma);
      const r = c + h.reduce((sum, hj, j) => sum + v[j] * hj, 0) - DATA.t[n];
      const back = (twice * r) / rows;
      for (let j = 0; j < WIDTH; j++) {
        const delta = back * v[j] * slope(z[j], h[j]);
        g[j] += delta * x;
        g[WIDTH + j] += delta;
        g[2 * WIDTH + j] += back * h[j];
      }
      g[3 * WIDTH] += back;
    });
    w.forEach((wj, j) => (g[j] += decay * wj));
    finish(g);
    return g;
  };
}

const network = (): Promise<Recording> => recordSnippet(NETWORK, PARAMS, DATA);
const headline = async (claim: () => Float64Array) => {
  const { diagnoses } = diagnoseClaim(await network(), claim);
  return diagnoses.map(({ code, path, evidence, location }) => `${code} ${path} ${evidence} line ${location?.line}`);
};

describe('the mistake in a gradient written by hand', () => {
  it('is none where it is right', async () => expect(await headline(byHand())).toEqual([]));

  it('slope of the sigmoid left out', async () =>
    expect(await headline(byHand({ slope: () => 1 }))).toEqual(['missing-factor w exact line 1']));

  it('slope of the sigmoid mixed up with that of tanh', async () =>
    expect(await headline(byHand({ slope: (_z, h) => 1 - h * h }))).toEqual(['wrong-derivative w exact line 1']));

  it('slope of the sigmoid taken at its output', async () =>
    expect(await headline(byHand({ slope: (_z, h) => sigma(h) * (1 - sigma(h)) }))).toEqual([
      'wrong-derivative w exact line 1',
    ]));

  it('the 2 of a square', async () => {
    const [first] = await headline(byHand({ twice: 1 }));
    expect(first).toMatch(/^(scale|missing-factor) w exact line (11|12)$/);
  });

  it('a sum where there is a mean', async () =>
    expect((await headline(byHand({ rows: 1 })))[0]).toMatch(/ w exact line 16$/));

  it('the regulariser', async () =>
    expect((await headline(byHand({ decay: 0 })))[0]).toMatch(/^missing-term w exact line (14|15)$/));

  it('a parameter never filled', async () =>
    expect(await headline(byHand({}, (g) => g.fill(0, WIDTH, 2 * WIDTH)))).toEqual(['zero-gradient b exact line 7']));

  it('a sign', async () => expect((await headline(byHand({}, (g) => (g[9] *= -1))))[0]).toMatch(/^sign-flip c /));

  it('a penalty on the biases, which the loss does not have', async () => {
    const claim = byHand({}, (g) => PARAMS.b.forEach((b, j) => (g[WIDTH + j] += 0.1 * b)));
    expect(await headline(claim)).toEqual(['extra-term b exact line 15']);
  });

  it('noise is given no name', async () =>
    expect(await headline(byHand({}, (g) => g.forEach((value, i) => (g[i] = value + Math.sin(7 * i + 1)))))).toEqual(
      [],
    ));
});

describe('a gradient that cannot be compared', () => {
  it('as it is not finite, is given no name, but the place where the parameter enters', async () => {
    const recording = await network();
    const [start] = entriesOf(recording, 'b');
    const { diagnoses, placeFor } = diagnoseClaim(recording, (g) => void (g[start] = NaN));
    expect(diagnoses).toEqual([]);
    const place = placeFor({ code: 'non-finite', path: 'b', message: '', evidence: 'strong' });
    expect(place).toMatchObject({ location: { line: 7 }, reason: 'b enters the loss' });
  });
});

describe('where no mistake has a name', () => {
  it('the search begins at the last place that only wrong parameters go through', async () => {
    const recording = await recordSnippet(
      `export function loss(p) {
  const inner = p.a[0] * p.a[1] * p.a[2];
  const bent = Math.sin(inner);
  return bent + p.b;
}`,
      { a: [0.3, 0.9, -0.7], b: 2 },
    );
    const { diagnoses, placeFor } = diagnoseClaim(recording, () => [0.123, 4.56, -0.789, 1]);
    expect(diagnoses).toEqual([]);
    expect(placeFor({ code: 'unknown', path: 'a', message: '', evidence: 'hint' })?.location.line).toBe(3);
  });
});
