import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { recordTape, type RecordedTape, type TrackedNumber } from '../../src/autodiff/recorder.js';
import { instrument } from '../../src/autodiff/rewrite/instrument.js';
import { installRuntime } from '../../src/autodiff/runtime.js';
import { sweepAdjoints } from '../../src/autodiff/sweep.js';
import { buildTrackedTree } from '../../src/autodiff/tracked-tree.js';
import { valueAndGradient } from '../../src/gradient.js';
import { readTree } from '../../src/model/tree-layout.js';
import { RECORDED } from './recorded-losses.js';

/** What following a loss costs: times as multiples of the plain loss. */
export interface Recorded {
  readonly name: string;
  readonly parameters: number;
  readonly operations: number;
  /** Seconds. */
  readonly plain: number;
  /** The instrumented loss on plain numbers. */
  readonly idle: number;
  /** One run that records. */
  readonly recording: number;
  /** One sweep backward, into memory that is there. */
  readonly sweep: number;
  /** A call of `valueAndGradient`, all in all. */
  readonly gradient: number;
  /** Bytes of the tape for each operation, its unused room included. */
  readonly bytes: number;
}

const ROUNDS = 9;
/** Seconds that a round takes at least. */
const ROUND = 0.04;

/** Each loss in a process of its own: what V8 learned from one would help or hinder the next. */
export function measureRecorded(): Recorded[] {
  return RECORDED.map((_, index) => {
    const args = ['bench/run.mjs', 'speed', '--recorded', String(index)];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Recorded;
  });
}

/** Measures one of the losses in this process. */
export async function measureRecordedLoss(index: number): Promise<Recorded> {
  installRuntime();
  const { plain, instrumented } = await loadLosses();
  const { name, params, loss } = plain[index]();
  const followed = instrumented[index]().loss as (tree: unknown) => TrackedNumber & number;
  const { layout, values } = readTree(params);
  let tape!: RecordedTape;
  const record = (): void => void (tape = recordTape(() => followed(buildTrackedTree(layout, values))));
  record();
  const columns = [tape.code, tape.left, tape.right, tape.value, tape.constant];
  const bytes = columns.reduce((sum, { byteLength }) => sum + byteLength, 0) / tape.length;
  const { length: operations, result } = tape;
  if (result !== loss(params as never)) throw new Error(`${name}: the instrumented loss is another one`);
  const adjoints = new Float64Array(operations);
  const full = valueAndGradient(followed as (tree: unknown) => number, { verify: false });
  const [plainSeconds, idle, recording, sweep, gradient] = compareTimes([
    () => loss(params as never),
    () => followed(params),
    record,
    () => sweepAdjoints(tape, adjoints.fill(0)),
    () => full(params),
  ]);
  return { name, parameters: layout.size, operations, plain: plainSeconds, idle, recording, sweep, gradient, bytes };
}

type Losses = typeof RECORDED;

/** The losses from their source text, as it is and instrumented. */
export async function loadLosses(): Promise<{ plain: Losses; instrumented: Losses }> {
  const entryPoints = [resolve('bench/speed/recorded-losses.ts')];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: 'esm', write: false, target: 'node20' });
  const [{ text }] = outputFiles;
  return { plain: await loadText(text), instrumented: await loadText(instrument(text).code) };
}

async function loadText(text: string): Promise<Losses> {
  const folder = resolve('node_modules/.cache/gradcheck-bench');
  const path = join(folder, `losses-${process.pid}-${text.length}.mjs`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
  try {
    return ((await import(pathToFileURL(path).href)) as { RECORDED: Losses }).RECORDED;
  } finally {
    rmSync(path);
  }
}

/**
 * Seconds of the first call, and the others as multiples of it. They take turns, so that what else the machine does
 * touches all of them; of the ratios of each round the median is taken.
 */
function compareTimes(calls: readonly (() => unknown)[]): number[] {
  const counts = calls.map(countFor);
  const rounds = Array.from({ length: ROUNDS }, () => calls.map((call, i) => timeOf(call, counts[i]) / counts[i]));
  return calls.map((_, i) => medianOf(rounds.map((times) => (i === 0 ? times[0] : times[i] / times[0]))));
}

/** How often to call so that a round is long enough to be timed; warms the call up. */
function countFor(call: () => unknown): number {
  let count = 1;
  while (timeOf(call, count) < ROUND) count *= 2;
  return count;
}

function timeOf(call: () => unknown, count: number): number {
  const started = performance.now();
  for (let i = 0; i < count; i++) call();
  return (performance.now() - started) / 1000;
}

export function medianOf(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
