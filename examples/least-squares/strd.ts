/**
 * Two nonlinear regression problems from the Statistical Reference Datasets of the US National Institute of Standards
 * and Technology (https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml), with two starting points each and the
 * parameters of least squares certified to 11 digits.
 */
export interface ReferenceProblem<Params> {
  observations: { x: number; y: number }[];
  starts: Params[];
  certified: { params: Params; residualSumOfSquares: number };
}

/** Monomolecular adsorption: volume over pressure (Misra 1978). */
export const misra1a: ReferenceProblem<{ b1: number; b2: number }> = {
  observations: [
    { x: 77.6, y: 10.07 },
    { x: 114.9, y: 14.73 },
    { x: 141.1, y: 17.94 },
    { x: 190.8, y: 23.93 },
    { x: 239.9, y: 29.61 },
    { x: 289.0, y: 35.18 },
    { x: 332.8, y: 40.02 },
    { x: 378.4, y: 44.82 },
    { x: 434.8, y: 50.76 },
    { x: 477.3, y: 55.05 },
    { x: 536.8, y: 61.01 },
    { x: 593.1, y: 66.4 },
    { x: 689.1, y: 75.47 },
    { x: 760.0, y: 81.78 },
  ],
  starts: [
    { b1: 500, b2: 1e-4 },
    { b1: 250, b2: 5e-4 },
  ],
  certified: {
    params: { b1: 2.3894212918e2, b2: 5.5015643181e-4 },
    residualSumOfSquares: 1.2455138894e-1,
  },
};

/** Enzyme reaction, a rational function that is hard to fit (Kowalik & Osborne 1978). */
export const mgh09: ReferenceProblem<{ b1: number; b2: number; b3: number; b4: number }> = {
  observations: [
    { x: 4, y: 0.1957 },
    { x: 2, y: 0.1947 },
    { x: 1, y: 0.1735 },
    { x: 0.5, y: 0.16 },
    { x: 0.25, y: 0.0844 },
    { x: 0.167, y: 0.0627 },
    { x: 0.125, y: 0.0456 },
    { x: 0.1, y: 0.0342 },
    { x: 0.0833, y: 0.0323 },
    { x: 0.0714, y: 0.0235 },
    { x: 0.0625, y: 0.0246 },
  ],
  starts: [
    { b1: 25, b2: 39, b3: 41.5, b4: 39 },
    { b1: 0.25, b2: 0.39, b3: 0.415, b4: 0.39 },
  ],
  certified: {
    params: { b1: 1.9280693458e-1, b2: 1.9128232873e-1, b3: 1.2305650693e-1, b4: 1.3606233068e-1 },
    residualSumOfSquares: 3.0750560385e-4,
  },
};
