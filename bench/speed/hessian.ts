import { execFileSync } from 'node:child_process';
import { HessianSweeper } from '../../src/autodiff/hessian-sweeper.js';
import { recordTape, type TrackedNumber } from '../../src/autodiff/recorder.js';
import { installRuntime } from '../../src/autodiff/runtime.js';
import { hessianVectorProduct } from '../../src/autodiff/sweep.js';
import { buildTrackedTree } from '../../src/autodiff/tracked-tree.js';
import { assembleHessian } from '../../src/curvature/assemble-hessian.js';
import { readTree } from '../../src/model/tree-layout.js';
import { loadLosses, medianOf } from './instrumented.js';

/** A whole Hessian against single products, in seconds. */
interface HessianTimes {
  readonly name: string;
  readonly parameters: number;
  readonly operations: number;
  /** One product from a tape, by itself. */
  readonly product: number;
  /** All of it: a recording, what is kept of it, and all columns. */
  readonly whole: number;
  /** whole / (n · product). */
  readonly ratio: number;
  /** whole / n products by what is kept of the tape, which are cheaper. */
  readonly keptRatio: number;
}

/** A whole Hessian takes at most so many times n products. */
const LIMIT = 1.2;
const ROUNDS = 5;
const PRODUCTS_A_ROUND = 40;

export function measureHessianApart(): HessianTimes {
  const args = ['bench/run.mjs', 'speed', '--hessian'];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as HessianTimes;
}

/** Measures the first of the recorded losses, an MLP, in this process. */
export async function measureHessian(): Promise<HessianTimes> {
  installRuntime();
  const { instrumented } = await loadLosses();
  const { name, params, loss } = instrumented[0]();
  const { layout, values } = readTree(params);
  const followed = loss as unknown as (tree: unknown) => TrackedNumber;
  const record = () => recordTape(() => followed(buildTrackedTree(layout, values)));
  const { size } = layout;
  const direction = Float64Array.from({ length: size }, (_, i) => Math.sin(i));
  const rounds = Array.from({ length: ROUNDS }, () => {
    const tape = record();
    const product = timeOf(() => {
      for (let k = 0; k < PRODUCTS_A_ROUND; k++) hessianVectorProduct(tape, direction);
    });
    const whole = timeOf(() => {
      const sweeper = new HessianSweeper(record());
      assembleHessian(
        size,
        (v) => sweeper.product(v),
        () => 0,
      );
    });
    const sweeper = new HessianSweeper(record());
    const kept = timeOf(() => {
      for (let k = 0; k < PRODUCTS_A_ROUND; k++) sweeper.product(direction);
    });
    return { product: product / PRODUCTS_A_ROUND, kept: kept / PRODUCTS_A_ROUND, whole };
  });
  const product = medianOf(rounds.map((round) => round.product));
  const whole = medianOf(rounds.map((round) => round.whole));
  const ratio = medianOf(rounds.map((round) => round.whole / round.product / size));
  const keptRatio = medianOf(rounds.map((round) => round.whole / round.kept / size));
  return { name, parameters: size, operations: record().length, product, whole, ratio, keptRatio };
}

/** The section on second derivatives of the page of speed figures. */
export function writeHessian(times: HessianTimes): string {
  const { name, parameters, operations, product, whole, ratio, keptRatio } = times;
  return [
    '## Hessians by instrumented execution',
    '',
    `${name}: n = ${parameters}, ${operations} operations. One product of the Hessian with a direction takes ${(product * 1e3).toPrecision(3)} ms,`,
    `the whole Hessian ${whole.toPrecision(3)} s, the recording among it: ${ratio.toFixed(2)} times n such products, and`,
    `${keptRatio.toFixed(2)} times n of those by which it is made, for which local derivatives are kept. Limit for both: ${LIMIT}.`,
    '',
  ].join('\n');
}

export function missedByHessian({ ratio, keptRatio }: HessianTimes): string[] {
  return Math.max(ratio, keptRatio) > LIMIT ? ['whole Hessian'] : [];
}

function timeOf(call: () => void): number {
  const started = performance.now();
  call();
  return (performance.now() - started) / 1000;
}
