import { checkPoint } from '../../src/check/check-point.js';
import { gradientLine, isFloat32Gradient } from '../../src/check/gradient-line.js';
import type { EntryReason, EntryVerdict } from '../../src/check/report.js';
import type { EntrySettings } from '../../src/model/entry-settings.js';
import { readTree, type TreeLayout } from '../../src/model/tree-layout.js';
import { createRandom, drive, gradientNoise, RULE, type Probe, type RuleConstants } from '../../src/numdiff/index.js';
import type { Case } from './corpus/index.js';
import { claimOf, lossOf } from './losses.js';

/** What the engine says of one entry. */
export interface EntryOutcome {
  readonly verdict: EntryVerdict;
  readonly reason: EntryReason;
  readonly claimed: number;
  readonly numeric: number;
  readonly bound: number;
  /** The printed detection limit, in units of the derivative. */
  readonly limit: number;
}

export interface CheckOutcome {
  readonly entries: readonly EntryOutcome[];
  readonly setupEvaluations: number;
  /** Evaluations for the entries, without the setup. */
  readonly evaluations: number;
}

const layouts = new Map<string, TreeLayout>();

/** Every entry is a parameter of its own, so that the report tells the verdict and bound of each. */
function layoutOf(size: number, storage: Case['storage']): TreeLayout {
  const key = `${size} ${storage}`;
  let layout = layouts.get(key);
  if (!layout) {
    const tree = Array.from({ length: size }, () => (storage === 'float32' ? new Float32Array(1) : [0]));
    layout = readTree({ x: tree.map((leaf) => ({ leaf })) }).layout;
    layouts.set(key, layout);
  }
  return layout;
}

/** Checks a claimed gradient as a run of the command does: same problem, same questions, same seeds. */
export function checkClaim(
  test: Case,
  point: Float64Array,
  claimed: Float64Array,
  seed: number,
  rule: RuleConstants = RULE,
): CheckOutcome {
  const lossAt = lossOf(test, seed);
  const work = point.slice();
  let asked = 0;
  const answer = (probe: Probe): number => {
    asked++;
    if ('point' in probe) return lossAt(probe.point.slice());
    work[probe.index] = probe.value;
    const value = lossAt(work);
    work[probe.index] = point[probe.index];
    return value;
  };
  const layout = layoutOf(point.length, test.storage);
  const bounds = {
    lower: test.bounds && Float64Array.from(test.bounds, ([lower]) => lower),
    upper: test.bounds && Float64Array.from(test.bounds, ([, upper]) => upper),
    frozen: new Set<string>(),
  };
  const result = drive(
    checkPoint({
      layout,
      point,
      loss: lossAt(point.slice()),
      claimed,
      claimNoise: noiseOfClaim(test, layout, point, bounds, seed),
      lossAccuracy: test.lossAccuracy,
      ...bounds,
      declaredFloat32: false,
      random: createRandom(seed),
      rule,
    }),
    answer,
  );
  if (result instanceof Promise) throw new Error('the losses of the bench are synchronous');
  const entries = result.parameters.map(({ worst, detectionLimit, absoluteDetectionLimit }): EntryOutcome => {
    const { verdict, reason, analytic, numeric, bound } = worst!;
    const size = Math.max(Math.abs(analytic), Math.abs(numeric));
    const limit = detectionLimit === null ? (absoluteDetectionLimit ?? Infinity) : detectionLimit * size;
    return { verdict, reason, claimed: analytic, numeric, bound, limit };
  });
  return {
    entries,
    setupEvaluations: result.setupEvaluations,
    evaluations: asked - result.setupEvaluations,
  };
}

/** As a run of the command measures it: from more calls of the gradient, where that was computed in float32. */
function noiseOfClaim(
  test: Case,
  layout: TreeLayout,
  point: Float64Array,
  bounds: EntrySettings,
  seed: number,
): Float64Array | undefined {
  // A mistake in a float32 gradient leaves it one; the mutations here work on float64.
  if (!isFloat32Gradient(layout, claimOf(test, point))) return undefined;
  const samples = gradientLine(layout, point, bounds, createRandom(seed)).map((at) => claimOf(test, at));
  // The command sees leaves of any size; here each entry is a leaf, so the block is the whole vector.
  return gradientNoise(samples, [{ offset: 0, size: point.length }]);
}
