/** What the extreme eigenvalues mean for gradient descent. */
export interface DescentOutlook {
  /** 2/λmax, beyond which steps along the sharpest direction grow; null where nothing bounds the step. */
  readonly stableStep: number | null;
  /** Steps until the distance to the minimum is a tenth, with the best constant step; null away from a minimum. */
  readonly stepsPerDigit: number | null;
  /** The same with the best momentum. */
  readonly momentumStepsPerDigit: number | null;
}

/**
 * On a quadratic with condition number κ gradient descent with the step 2/(λmin + λmax) shrinks the error by
 * (κ − 1)/(κ + 1) a step, heavy ball by (√κ − 1)/(√κ + 1) (Polyak 1964; Nocedal & Wright, Numerical Optimization,
 * 2nd ed. 2006, sec. 3.3). Steps for a digit: ln 10 / ln((κ + 1)/(κ − 1)), about 1.15·κ.
 */
export function foreseeDescent(lambdaMin: number, lambdaMax: number, level: number): DescentOutlook {
  const stableStep = lambdaMax > level ? 2 / lambdaMax : null;
  if (lambdaMin <= level) return { stableStep, stepsPerDigit: null, momentumStepsPerDigit: null };
  const condition = lambdaMax / lambdaMin;
  return {
    stableStep,
    stepsPerDigit: stepsForDigit(condition),
    momentumStepsPerDigit: stepsForDigit(Math.sqrt(condition)),
  };
}

/** ln((κ + 1)/(κ − 1)) = 2·artanh(1/κ), which keeps its digits where κ is large. */
function stepsForDigit(condition: number): number {
  return Math.max(1, Math.LN10 / (2 * Math.atanh(1 / condition)));
}
