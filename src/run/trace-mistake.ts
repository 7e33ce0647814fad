import { gradientOf } from '../autodiff/sweep.js';
import { movingScales } from '../check/check-point.js';
import type { PointProblem, PointResult } from '../check/point-problem.js';
import type { SourceLocation } from '../check/report.js';
import { nameFactor as nameFactorOf, type ModelEvidence } from '../diagnose/index.js';
import { findNonFiniteOrigin } from '../diagnose/tape/non-finite-origin.js';
import { diagnoseTape } from '../diagnose/tape/diagnose-tape.js';
import type { TapeFindings } from '../diagnose/tape/tape-evidence.js';
import { typicalSizes } from '../check/typical-sizes.js';
import type { BackwardPass } from '../diagnose/tape/backward/backward-pass.js';
import { copyTape } from '../model/tape.js';
import { createRandom, type NoiseLevel, type SeededRandom } from '../numdiff/index.js';
import type { LossAt } from '../model/objective.js';
import { openExact, type ExactAccess, type ExactModel } from './open-exact.js';

/** What a search for the mistake in the source needs of a failing check. */
export interface TraceRequest {
  readonly problem: PointProblem;
  readonly noise: NoiseLevel;
  readonly loadExact: () => Promise<ExactModel>;
  readonly lossAt: LossAt;
  readonly userRandom: SeededRandom;
  readonly seed: number;
}

/** Opens exact derivatives at the point of a problem. Never throws. */
export function openExactAt({
  problem,
  noise,
  loadExact,
  lossAt,
  userRandom,
  seed,
}: TraceRequest): Promise<ExactAccess> {
  const { layout, point, loss, frozen, lower, upper, lossAccuracy } = problem;
  return openExact({
    load: loadExact,
    layout,
    point,
    loss,
    plain: lossAt,
    noise,
    settings: { lower, upper, frozen },
    scales: movingScales(problem),
    lossAccuracy,
    userRandom,
    seed,
  });
}

/** A gap between claim and exact derivative that rounding does not make, relative to the larger. */
const VISIBLE_GAP = 1e-6;

/** Names the place in the loss whose derivative is wrong in the claimed gradient, from trusted exact derivatives. */
export async function traceMistake(
  { problem, noise, seed }: TraceRequest,
  { entries }: PointResult,
  access: ExactAccess & { kind: 'trusted' },
  sizes: ModelEvidence,
): Promise<TapeFindings> {
  const { layout, point, claimed } = problem;
  const exact = gradientOf(access.tape);
  const isLong = access.tape.length > LONGEST_FOLLOWED;
  const tape = isLong ? access.tape : copyTape(access.tape);
  const isFar = (i: number): boolean =>
    Math.abs(claimed[i] - exact[i]) > VISIBLE_GAP * Math.max(Math.abs(claimed[i]), Math.abs(exact[i]));
  // Where the differences and the exact derivative do not tell the same story, nothing is explained.
  const isWrong = (i: number): boolean => {
    const verdict = entries.verdict(i);
    return isFar(i) && (verdict === 'fail' || verdict === 'unchecked' || verdict === 'inconclusive');
  };
  for (let i = 0; i < layout.size; i++)
    if (entries.verdict(i) === 'fail' && !isFar(i)) return { diagnoses: [], placeFor: () => null };
  const { sizes: scales } = typicalSizes(point, problem.scale);
  const isFloat32 =
    problem.declaredFloat32 || layout.leaves.some(({ storage }) => storage === 'float32') || noise.roundoff > 1e-10;
  const backward = isLong ? null : await followGradient(problem, access);
  const known = new Map<number, readonly SourceLocation[]>();
  const callersOf = (entry: number): readonly SourceLocation[] => {
    const stack = known.has(entry) ? null : access.objective.stackAt(point, entry);
    if (stack !== null) known.set(entry, access.model.locateStack(stack));
    return known.get(entry) ?? [];
  };
  return diagnoseTape({
    tape,
    layout,
    claimed,
    exact,
    isWrong,
    scaleAt: (i) => scales[i],
    isFloat32,
    describeSite: access.model.describe,
    // The file in which the loss itself stands.
    ownFile: callersOf(tape.output).at(-1)?.file ?? access.model.file,
    callersOf,
    linesOf: (file) => access.model.linesOf(file),
    nameFactor: (factor) => {
      const { name, isNamed } = nameFactorOf({ value: factor, error: 1e-7 * Math.abs(factor) }, sizes);
      return isNamed ? name : null;
    },
    random: createRandom(seed),
    backward,
  });
}

/** Recordings longer than this are not kept beside each other. */
const LONGEST_FOLLOWED = 1_000_000;
const SAME_GRADIENT = 1e-9;

/** What the user's gradient computes, operation by operation; null where it cannot be followed, or comes to other numbers. */
async function followGradient(
  { point, claimed }: PointProblem,
  { objective }: ExactAccess & { kind: 'trusted' },
): Promise<BackwardPass | null> {
  try {
    const recorded = await objective.recordGradient(point);
    if (recorded.length > LONGEST_FOLLOWED) return null;
    const tape = copyTape(recorded);
    const isClaimed = recorded.results.every(
      (entry, i) => entry === 0 || Math.abs(tape.value[entry] - claimed[i]) <= SAME_GRADIENT * Math.abs(claimed[i]),
    );
    return isClaimed ? { tape, results: recorded.results } : null;
  } catch {
    // The gradient uses what is not followed; the loss and the numbers are there all the same.
    return null;
  }
}

/** Where a NaN or an infinity of the user's own gradient was born, by running it over tracked numbers. Never throws. */
export async function traceNonFinite(
  { problem }: TraceRequest,
  access: ExactAccess & { kind: 'trusted' },
): Promise<{ location: SourceLocation; words: string } | null> {
  try {
    const origin = findNonFiniteOrigin(await access.objective.recordGradient(problem.point));
    if (!origin) return null;
    const { location, text } = access.model.describe(origin.site);
    if (!location) return null;
    const operands = origin.operands.map((value) => String(value)).join(' and ');
    return { location, words: `\`${text}\` at line ${location.line} makes ${origin.value} of ${operands}` };
  } catch {
    // The gradient uses what is not followed; that its result is not finite is known all the same.
    return null;
  }
}
