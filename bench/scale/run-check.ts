import { checkAlong } from '../../src/check/directional/check-along.js';
import { checkPoint } from '../../src/check/check-point.js';
import type { PointProblem, PointResult } from '../../src/check/point-problem.js';
import { sampleEntries } from '../../src/check/sample-entries.js';
import { readTree } from '../../src/model/tree-layout.js';
import { createRandom, drive, RULE, type Probe } from '../../src/numdiff/index.js';
import type { Known } from './known-gradients.js';

export type Mode = 'full' | 'sample' | 'directional';

/** Entries of a sample. */
export const SAMPLE = 100;

export interface Checked {
  readonly result: PointResult;
  readonly evaluations: number;
  readonly seconds: number;
  /** Of the seconds, those inside of the loss. */
  readonly inLoss: number;
}

/** Checks a gradient of a flat vector in one of the modes, as the command does. */
export function runCheck(
  { point, loss, isFloat32 = false }: Known,
  claimed: Float64Array,
  mode: Mode,
  seed = 1,
): Checked {
  const { layout } = readTree(isFloat32 ? Float32Array.from(point) : point);
  const drawn =
    mode === 'sample' ? sampleEntries(layout.leaves, SAMPLE, { size: layout.size, random: createRandom(seed) }) : null;
  const problem: PointProblem & { seed: number } = {
    layout,
    point,
    loss: loss(point),
    claimed,
    frozen: new Set(),
    declaredFloat32: isFloat32,
    random: createRandom(seed),
    seed,
    rule: RULE,
    maxEvaluations: 50_000,
    ...(drawn ? { picks: (i: number) => drawn[i] === 1 } : {}),
  };
  const work = point.slice();
  let [evaluations, inLoss] = [0, 0];
  const lossAt = (probe: Probe): number => {
    evaluations++;
    const started = processorSeconds();
    if ('index' in probe) work[probe.index] = probe.value;
    const value = loss('index' in probe ? work : probe.point);
    if ('index' in probe) work[probe.index] = point[probe.index];
    inLoss += processorSeconds() - started;
    return value;
  };
  const started = processorSeconds();
  const result = drive(mode === 'directional' ? checkAlong(problem) : checkPoint(problem), lossAt) as PointResult;
  return { result, evaluations, seconds: processorSeconds() - started, inLoss };
}

/** Of this process, garbage collection included; other programs do not count. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
