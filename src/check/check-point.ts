import type { PointProblem, PointResult } from './point-problem.js';
import { measureNoise, nearestPowerOfTwo, type Asking, type NoiseLevel } from '../numdiff/index.js';
import { EntryTable } from './entry-table.js';
import { ParameterTally } from './parameter-tally.js';
import { checkRange } from './check-range.js';
import { float32Test, PointEntries } from './point-entries.js';
import { whySkipped } from './why-skipped.js';
import type { ParameterReport } from './report.js';
import { typicalSize } from './typical-sizes.js';

/** Checks every selected entry of a claimed gradient at one point. */
export function* checkPoint(problem: PointProblem): Asking<PointResult> {
  const { layout, rule } = problem;
  const setup = countQuestions(problem.noise ? known(problem.noise) : measurePointNoise(problem));
  const noise = yield* setup.asking;
  const given = new PointEntries(problem, noise);
  const parameters: ParameterReport[] = [];
  const entries = new EntryTable(layout.size);
  let coarse = 0;
  for (const leaf of layout.leaves) {
    const tally = new ParameterTally(leaf, rule, problem.tolerance);
    const skipped = whySkipped(problem, leaf);
    if (!skipped) {
      let failed = 0;
      const onEntry = (): void => {
        problem.onEntries?.(1, tally.failed - failed);
        ({ failed } = tally);
        if (problem.onParameter && isWorthTelling(tally)) problem.onParameter(tally.report(), noise);
      };
      yield* checkRange(
        { problem, given, leaf, from: leaf.offset, to: leaf.offset + leaf.size },
        { tally, entries },
        onEntry,
      );
    }
    const report = tally.report(skipped);
    parameters.push(report);
    problem.onParameter?.(report, noise);
    coarse += tally.coarse;
  }
  return { method: 'full', noise, setupEvaluations: setup.asked(), parameters, coarse, entries };
}

/** When twice as many entries, or failures, are there as when it was told last: seldom, and never with half of them missing. */
function isWorthTelling({ checked, failed, leaf }: ParameterTally): boolean {
  return checked < leaf.size && (isPowerOfTwo(checked) || (failed > 0 && isPowerOfTwo(failed)));
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0;
}

/** Measures the noise of the loss at the point of a problem. */
export function* measurePointNoise(problem: Omit<PointProblem, 'noise' | 'reference'>): Asking<NoiseLevel> {
  return yield* measureNoise(
    { ...problem, scaleAt: movingScale(problem), isFloat32: float32Test(problem) },
    problem.loss,
    problem.rule,
  );
}

/** Typical sizes as powers of two; 0 for what is frozen. */
export function movingScales(problem: PointProblem): Float64Array {
  const scaleAt = movingScale(problem);
  return problem.point.map((_, i) => scaleAt(i));
}

function movingScale({ layout, point, scale, frozen }: PointProblem): (i: number) => number {
  const typical = typicalSize(point);
  const scaleAt = (i: number): number => nearestPowerOfTwo(scale?.[i] || Math.abs(point[i]) || typical);
  if (frozen.size === 0) return scaleAt;
  const stays = new Uint8Array(layout.size);
  for (const leaf of layout.leaves) if (frozen.has(leaf.path)) stays.fill(1, leaf.offset, leaf.offset + leaf.size);
  return (i) => (stays[i] ? 0 : scaleAt(i));
}

// eslint-disable-next-line require-yield -- nothing to ask
function* known(noise: NoiseLevel): Asking<NoiseLevel> {
  return noise;
}

/** Counts the values a generator asks for. */
function countQuestions<Result>(asking: Asking<Result>): { asking: Asking<Result>; asked: () => number } {
  let count = 0;
  function* counted(): Asking<Result> {
    let turn = asking.next();
    while (!turn.done) {
      count += turn.value.length;
      turn = asking.next(yield turn.value);
    }
    return turn.value;
  }
  return { asking: counted(), asked: () => count };
}
