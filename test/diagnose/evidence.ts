import type { EntryVerdict } from '../../src/check/report.js';
import { diagnoseNumbers } from '../../src/diagnose/index.js';
import type { GradientEvidence } from '../../src/diagnose/gradient-evidence.js';
import { readEvidence, type ModelEvidence } from '../../src/diagnose/parameter-evidence.js';
import type { Detector, Finding } from '../../src/diagnose/finding.js';
import { sizesInSight } from '../../src/diagnose/index.js';
import { buildTree } from '../../src/model/build-tree.js';
import { readTree } from '../../src/model/tree-layout.js';
import { createRandom, RULE } from '../../src/numdiff/index.js';

/** Relative bound of differences, as on smooth losses in float64. */
export const USUAL_BOUND = 1e-8;

export interface Case {
  /** The parameters. */
  readonly params: unknown;
  /** The right gradient, in the shape of the parameters. */
  readonly right: unknown;
  readonly claimed: unknown;
  /** |numeric − right| ≤ bound·|right| + bound; the numeric values are drawn within it. */
  readonly bound?: number;
  readonly data?: unknown;
  readonly evidence?: Partial<GradientEvidence>;
}

/** What a check would hand over: numeric values within their bounds, verdicts by the rule. */
export function makeEvidence({ params, right, claimed, bound = USUAL_BOUND, data, evidence }: Case): GradientEvidence {
  const { layout, values: point } = readTree(params);
  const flat = (tree: unknown): Float64Array => readNumbers(tree, layout.size);
  const truth = flat(right);
  const claims = flat(claimed);
  const random = createRandom(5);
  const bounds = truth.map((value) => bound * (Math.abs(value) + 1e-3));
  const numeric = truth.map((value, i) => value + bounds[i] * (2 * random() - 1) * 0.9);
  const verdict = (i: number): EntryVerdict => {
    if (!Number.isFinite(claims[i])) return 'fail';
    const size = Math.max(Math.abs(claims[i]), Math.abs(numeric[i]));
    return Math.abs(claims[i] - numeric[i]) - 2 * bounds[i] <= RULE.material * size ? 'pass' : 'fail';
  };
  return {
    layout,
    point,
    claimed: claims,
    numeric,
    bound: bounds,
    verdict,
    sizesInSight: sizesInSight(layout, data),
    dtype: 'float64',
    habit: 'pure',
    ...evidence,
  };
}

/** Numbers of a tree in its order; NaN and infinities too, which parameters may not hold. */
function readNumbers(tree: unknown, size: number): Float64Array {
  const numbers: number[] = [];
  const collect = (node: unknown): void => {
    if (typeof node === 'number') numbers.push(node);
    else
      for (const part of ArrayBuffer.isView(node) ? (node as Float64Array) : Object.values(node as object))
        collect(part);
  };
  collect(tree);
  if (numbers.length !== size) throw new Error(`${numbers.length} numbers where ${size} belong`);
  return Float64Array.from(numbers);
}

export const diagnose = (one: Case) => diagnoseNumbers(makeEvidence(one));

/** Runs one detector on one parameter (the first with wrong entries unless named). */
export function detect(detector: Detector, one: Case, path?: string): Finding | null {
  const model = readEvidence(makeEvidence(one));
  const parameter = model.parameters.find((candidate) =>
    path === undefined ? candidate.wrong.length > 0 : candidate.path === path,
  );
  if (!parameter) throw new Error('nothing is wrong in this case');
  return ([detector(parameter, model) ?? []].flat()[0] as Finding) ?? null;
}

/** The sentence of a finding for its own parameter alone. */
export function wordsOf(finding: Finding, model?: ModelEvidence): string {
  return finding.describe({
    findings: [finding],
    paths: [finding.parameter.path],
    constant: finding.constant ?? null,
    entries: finding.support.entries,
    model: model ?? {
      parameters: [finding.parameter],
      evidence: makeEvidence({ params: [1], right: [1], claimed: [1] }),
    },
  });
}

/** Numbers in (−1, 1), all different; a nest of the shape given. */
export function numbers(shape: readonly number[], seed: number): number[] | number[][] | number[][][] {
  const random = createRandom(seed);
  const make = ([extent, ...rest]: readonly number[]): unknown[] =>
    Array.from({ length: extent }, () => (rest.length === 0 ? 2 * random() - 1 : make(rest)));
  return make(shape) as number[];
}

export const vector = (size: number, seed: number): number[] => numbers([size], seed) as number[];
export const matrix = (rows: number, columns: number, seed: number): number[][] =>
  numbers([rows, columns], seed) as number[][];

/** Applies a change to every number of a nest; `index` counts in row-major order. */
export function change<Tree>(tree: Tree, f: (value: number, index: number) => number): Tree {
  const { layout, values } = readTree(tree);
  return buildTree(layout, values.map(f)) as Tree;
}
