import type { EntryReport, ParameterReport, PointReport, ShrunkPoint } from '../check/report.js';
import { shrinkPoint } from '../check/shrink-point.js';
import type { Leaf } from '../model/tree-layout.js';
import { plainTree, type WriteParams } from '../model/write-tree.js';
import { checkClaim, type Place } from './check-claims.js';
import type { CheckedPoint } from './check-further-points.js';
import type { PreparedModel } from './prepare-model.js';

const MOST_TRIES = 200;
/** Evaluations granted to shrinking whatever the check took; beyond, as many as the check took. */
const LEAST_EVALUATIONS = 2000;
/** Entries looked at in each try: the failure may move a little when others become zero. */
const ENTRIES_TRIED = 4;
/** Trees of more numbers than this are not written out as data. */
const MOST_NUMBERS = 10_000;
/** Longer texts are of no use to anybody. */
const MOST_CHARACTERS = 100_000;

/** Where a claim fails: a parameter, and its worst entries. */
interface Failure {
  readonly leaf: Leaf;
  readonly entries: readonly EntryReport[];
}

/** The report of the first point that fails, and a simpler point that fails as well. */
export async function shrinkFirstFailure(
  prepared: PreparedModel,
  checked: readonly CheckedPoint[],
  writeParams: WriteParams,
): Promise<{ of: PointReport; to: ShrunkPoint } | undefined> {
  for (const place of checked) {
    // Only the first claim is what `gradient` returns, and that is what is called here.
    const [of] = place.points;
    const failure = findFailure(prepared, of.parameters);
    if (failure) return { of, to: await shrinkFailure(prepared, place, failure, writeParams) };
  }
  return undefined;
}

/**
 * Looks for a simpler point at which the same parameter fails for the same reason. Each try evaluates the gradient once
 * and differences a few entries; what is written has been seen to fail.
 */
async function shrinkFailure(
  prepared: PreparedModel,
  place: Place,
  failure: Failure,
  writeParams: WriteParams,
): Promise<ShrunkPoint> {
  const { objective, layout, settings } = prepared;
  const budget = objective.lossEvaluations + Math.max(LEAST_EVALUATIONS, objective.lossEvaluations);
  const shrinking = shrinkPoint(place.point, { layout, settings, base: place.point }, MOST_TRIES);
  let worst = failure.entries[0];
  let tries = 0;
  let simplest = place.point;
  for (let turn = shrinking.next(); !turn.done && objective.lossEvaluations < budget; tries++) {
    const found = await failingEntry(prepared, turn.value, failure);
    if (found) [worst, simplest] = [found, turn.value];
    turn = shrinking.next(found !== null);
  }
  const { index, analytic, numeric, bound, reason } = worst;
  return {
    path: failure.leaf.path,
    index,
    analytic,
    numeric,
    bound,
    reason,
    tries,
    isSimpler: simplest !== place.point,
    ...write(prepared, simplest, writeParams),
  };
}

function findFailure({ layout }: PreparedModel, parameters: readonly ParameterReport[]): Failure | undefined {
  const parameter = parameters.find(({ failed }) => failed > 0);
  if (!parameter) return undefined;
  const { path, worst, failures } = parameter;
  const first = worst?.verdict === 'fail' ? worst : failures[0];
  const sameKind = failures.filter((entry) => entry.reason === first.reason && !areSame(entry, first));
  return {
    leaf: layout.leaves.find((leaf) => leaf.path === path)!,
    entries: [first, ...sameKind].slice(0, ENTRIES_TRIED),
  };
}

function areSame(a: EntryReport, b: EntryReport): boolean {
  return a.index.every((position, k) => position === b.index[k]);
}

/** An entry of the failure that fails at another point for the same reason, or null. */
async function failingEntry(
  prepared: PreparedModel,
  point: Float64Array,
  { leaf, entries }: Failure,
): Promise<EntryReport | null> {
  const { objective } = prepared;
  const picked = new Set(entries.map(({ index }) => leaf.offset + flatIndex(leaf, index)));
  try {
    const loss = await objective.loss(point);
    if (!Number.isFinite(loss)) return null;
    const { gradient } = await objective.gradient(point);
    const { result } = await checkClaim(prepared, { point, loss }, { name: '', gradient }, (i) => picked.has(i));
    const failures = result.parameters.find(({ path }) => path === leaf.path)?.failures ?? [];
    return failures.find(({ reason }) => reason === entries[0].reason) ?? null;
  } catch {
    // Another fault than the one that is looked for.
    return null;
  }
}

function flatIndex({ shape }: Leaf, index: readonly number[]): number {
  return index.reduce((flat, position, k) => flat * shape[k] + position, 0);
}

function write(
  { layout }: PreparedModel,
  point: Float64Array,
  writeParams: WriteParams,
): Pick<ShrunkPoint, 'params' | 'text'> {
  const text = writeParams(layout, point);
  return {
    ...(text.length <= MOST_CHARACTERS ? { text } : {}),
    ...(layout.size <= MOST_NUMBERS ? { params: plainTree(layout, point) } : {}),
  };
}
