import { THRESHOLDS, type Thresholds } from './thresholds.js';

/**
 * The constants of the verdict rule. None of them is compared with the mismatch of a gradient, save `material`;
 * what each does when halved or doubled is in docs/accuracy.md.
 */
export interface RuleConstants extends Thresholds {
  /** Noise standard deviations taken as a bound: all bounds scale with it. */
  readonly noiseFactor: number;
  /** Relative noise wanted at the first step. Effort, not judgement. */
  readonly firstStepNoise: number;
  /** Ratio of successive steps of the ladder. */
  readonly stepRatio: number;
  /** Stop early once the bound is below this share of the derivative. Effort; fixes the size of usual certificates. */
  readonly earlyStop: number;
  /** A pass needs a bound below this share of the derivative. */
  readonly claimLevel: number;
  /** A window of rows is a plateau when its gaps differ by at most this ratio. */
  readonly plateauRatio: number;
  /** Rows a plateau needs. */
  readonly plateauRows: number;
  /** A certified mismatch below this share is told as subtle and passes. */
  readonly material: number;
  /** A zero derivative passes when its bound is below this share of the scale on which the loss moves. */
  readonly zeroLevel: number;
  /** Units of roundoff allowed for the arithmetic of the claimed gradient itself. */
  readonly claimRoundoff: number;
}

export const RULE: RuleConstants = {
  noiseFactor: 6,
  firstStepNoise: 2 ** -20,
  stepRatio: 8,
  earlyStop: 1e-5,
  claimLevel: 1e-2,
  plateauRatio: 1.5,
  plateauRows: 3,
  material: 5e-6,
  zeroLevel: 1e-3,
  claimRoundoff: 64,
  ...THRESHOLDS,
};
