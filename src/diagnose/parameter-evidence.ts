import type { Leaf } from '../model/tree-layout.js';
import { isFloat32Gradient } from '../check/gradient-line.js';
import { ROUNDOFF_32, ROUNDOFF_64, RULE } from '../numdiff/index.js';
import type { GradientEvidence } from './gradient-evidence.js';

/** The evidence of one parameter. Positions are those inside its block, row-major. */
export interface ParameterEvidence {
  readonly leaf: Leaf;
  readonly path: string;
  readonly shape: readonly number[];
  readonly size: number;
  /** The parameter's own values. */
  readonly value: Float64Array;
  readonly claimed: Float64Array;
  /** Bound on the rounding and noise of each claim. */
  readonly claimError: Float64Array;
  /** The derivative as known: exact, or by differences. */
  readonly numeric: Float64Array;
  readonly bound: Float64Array;
  /** Entries whose claim and derivative are both known numbers. Kinks are not among them: there any slope may be right. */
  readonly known: readonly number[];
  /** Failing entries among the known ones. */
  readonly wrong: readonly number[];
  readonly isWrong: (i: number) => boolean;
  /** Entries that passed. */
  readonly right: readonly number[];
  /** Failing entries whose claim is NaN or infinite. */
  readonly nonFinite: readonly number[];
}

/** All parameters of a model, and what is known beside them. */
export interface ModelEvidence {
  readonly parameters: readonly ParameterEvidence[];
  readonly evidence: GradientEvidence;
}

/** Sorts what is known by parameter. */
export function readEvidence(evidence: GradientEvidence): ModelEvidence {
  const { layout, claimed, dtype } = evidence;
  const isFloat32 = dtype === 'float32' || isFloat32Gradient(layout, claimed);
  const parameters = layout.leaves
    .filter((leaf) => leaf.size > 0)
    .map((leaf) => readParameter(leaf, evidence, isFloat32 ? ROUNDOFF_32 : ROUNDOFF_64));
  return { parameters, evidence };
}

function readParameter(leaf: Leaf, evidence: GradientEvidence, roundoff: number): ParameterEvidence {
  const part = (array: Float64Array): Float64Array => array.subarray(leaf.offset, leaf.offset + leaf.size);
  const claimed = part(evidence.claimed);
  const isExact = evidence.exact !== undefined;
  const noise = evidence.claimNoise ? part(evidence.claimNoise) : null;
  const { numeric, bound } = evidence.exact
    ? exactValues(part(evidence.exact))
    : { numeric: part(evidence.numeric), bound: part(evidence.bound) };
  const known: number[] = [];
  const wrong: number[] = [];
  const right: number[] = [];
  const nonFinite: number[] = [];
  const mask = new Uint8Array(leaf.size);
  for (let i = 0; i < leaf.size; i++) {
    const verdict = evidence.verdict(leaf.offset + i);
    const isComparable = Number.isFinite(numeric[i]) && Number.isFinite(bound[i]);
    if (!Number.isFinite(claimed[i])) {
      if (verdict === 'fail') nonFinite.push(i);
      continue;
    }
    if (verdict === 'pass') right.push(i);
    if (verdict === 'kink' || !isComparable || (verdict === 'unchecked' && !isExact)) continue;
    known.push(i);
    if (verdict === 'fail' || (isExact && verdict !== 'pass' && differs(claimed[i], numeric[i], bound[i]))) {
      wrong.push(i);
      mask[i] = 1;
    }
  }
  return {
    leaf,
    path: leaf.path,
    shape: leaf.shape,
    size: leaf.size,
    value: part(evidence.point),
    claimed,
    claimError: claimed.map((value, i) => RULE.claimRoundoff * roundoff * Math.abs(value) + (noise ? noise[i] : 0)),
    numeric,
    bound,
    known,
    wrong,
    isWrong: (i) => mask[i] === 1,
    right,
    nonFinite,
  };
}

/** An exact gradient is off by the rounding of its own arithmetic: relative to itself, and to the sums it came from. */
function exactValues(exact: Float64Array): { numeric: Float64Array; bound: Float64Array } {
  const largest = exact.reduce(
    (most, value) => (Math.abs(value) < Infinity ? Math.max(most, Math.abs(value)) : most),
    0,
  );
  const rounding = RULE.claimRoundoff * ROUNDOFF_64;
  return { numeric: exact, bound: exact.map((value) => rounding * Math.abs(value) + ROUNDOFF_64 * largest) };
}

/** Entries that no difference was taken of count as wrong where the exact gradient says so. */
function differs(claimed: number, numeric: number, bound: number): boolean {
  const size = Math.max(Math.abs(claimed), Math.abs(numeric));
  return Math.abs(claimed - numeric) - bound > RULE.material * size;
}
