import { RULE, type RuleConstants } from '../../src/numdiff/constants.js';
import { evaluate, type Evaluation } from './evaluate.js';
import type { Preparation } from './prepare.js';

/** One constant of the rule at another value, and what came of it. */
export interface Variant {
  readonly constant: keyof RuleConstants | 'none';
  readonly value: number | null;
  readonly evaluation: Evaluation;
}

/** The share of mutations that is tried for each variant. */
export const VARIANT_STRIDE = 8;

/** Ratios that are at least 1, and shares of 1: half and twice their distance from it. */
const AROUND_ONE: ReadonlySet<keyof RuleConstants> = new Set([
  'plateauRatio',
  'outsideKink',
  'saturatedGrowth',
  'keptGrowth',
]);

/** Half and twice each value; a count by one. */
function otherValues(constant: keyof RuleConstants): number[] {
  const value = RULE[constant];
  if (constant === 'plateauRows') return [value - 1, value + 1];
  if (AROUND_ONE.has(constant)) return [1 + (value - 1) / 2, 1 + (value - 1) * 2];
  return [value / 2, value * 2];
}

/** The frozen rule first, then each of its constants at two other values, all on the same gradients. */
export function tryConstants(preparations: readonly Preparation[], seed: number): Variant[] {
  const run = (rule: RuleConstants): Evaluation =>
    evaluate(preparations, { seed, rule, mutationStride: VARIANT_STRIDE });
  const constants = Object.keys(RULE) as (keyof RuleConstants)[];
  return [
    { constant: 'none', value: null, evaluation: run(RULE) },
    ...constants.flatMap((constant) =>
      otherValues(constant).map((value) => ({ constant, value, evaluation: run({ ...RULE, [constant]: value }) })),
    ),
  ];
}
