// Weighted least squares: pseudo-Voigt peaks (part Gaussian, part Lorentzian) on a quadratic background.
let lcgState = 271828;
function lcg(): number {
  lcgState = (lcgState * 1140671485 + 12820163) % 16777216;
  return lcgState / 16777216;
}

export interface Peak {
  height: number;
  center: number;
  width: number;
}
export interface Params {
  peaks: Peak[];
  background: number[];
  mixing: number;
}

export const params: Params = {
  peaks: [
    { height: 2.1, center: 2.3, width: 0.7 },
    { height: 1.3, center: 4.4, width: 0.9 },
    { height: 1.8, center: 7.1, width: 1.2 },
  ],
  background: [0.4, -0.12, 0.03],
  mixing: 0.35,
};

export interface Point {
  x: number;
  y: number;
  sigma: number;
}
export const spectrum: Point[] = [];
for (let i = 0; i < 30; i++) {
  const x = i / 3;
  const y = 2 * Math.exp(-((x - 2.5) ** 2)) + 1.5 * Math.exp(-(((x - 4.6) / 1.1) ** 2)) + 0.8 * lcg() + 0.1 * x;
  spectrum.push({ x, y, sigma: 0.2 + 0.3 * lcg() });
}

/** Both with full width at half maximum equal to width. */
export const gauss = (u: number) => Math.exp(-4 * Math.LN2 * u * u);
export const lorentz = (u: number) => 1 / (1 + 4 * u * u);

export function model(p: Params, x: number): number {
  let y = 0;
  for (let m = 0; m < p.background.length; m++) y += p.background[m] * x ** m;
  for (const peak of p.peaks) {
    const u = (x - peak.center) / peak.width;
    y += peak.height * (p.mixing * lorentz(u) + (1 - p.mixing) * gauss(u));
  }
  return y;
}

export function loss(p: Params): number {
  let chi2 = 0;
  for (const { x, y, sigma } of spectrum) {
    const r = (model(p, x) - y) / sigma;
    chi2 += r * r;
  }
  return chi2 / (spectrum.length - 13);
}
