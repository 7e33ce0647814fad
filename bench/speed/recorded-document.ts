import type { Recorded } from './instrumented.js';

/** At most, for the first loss, in plain losses. */
const RECORDING_LIMIT = 12;
const SWEEP_LIMIT = 4.5;
/** At most, for every loss. */
const BYTES_LIMIT = 48;
/** At most, for a gradient of 100,000 entries, in plain losses. */
const GRADIENT_LIMIT = 200;

/** The section on instrumented execution of the page of speed figures. */
export function writeRecorded(recorded: readonly Recorded[]): string {
  return [
    '## Exact gradients by instrumented execution',
    '',
    'Times in units of the plain loss, wall clock, median of nine rounds in which all take turns, each loss in a process of',
    'its own. Idle: the instrumented loss on plain numbers. Gradient: a whole call of `valueAndGradient`, parameters in and',
    'gradient out. Bytes: of the tape, for each operation, its unused room included.',
    `Limits: recording ${RECORDING_LIMIT} and sweep ${SWEEP_LIMIT} for the first loss, ${BYTES_LIMIT} bytes for all, and for the last a gradient of ${GRADIENT_LIMIT} plain losses.`,
    '',
    '| loss | n | operations | plain loss | idle | recording | sweep | gradient | bytes |',
    '|---|---|---|---|---|---|---|---|---|',
    ...recorded.map(
      (r) =>
        `| ${[r.name, r.parameters, r.operations, `${(r.plain * 1e6).toPrecision(3)} µs`, r.idle.toFixed(2), r.recording.toFixed(1), r.sweep.toFixed(1), r.gradient.toFixed(1), r.bytes.toFixed(0)].join(' | ')} |`,
    ),
    '',
  ].join('\n');
}

/** The limits that are not kept, in words. */
export function missedByRecorded(recorded: readonly Recorded[]): string[] {
  const [first] = recorded;
  const last = recorded.at(-1)!;
  return [
    ...(first.recording > RECORDING_LIMIT ? ['recording'] : []),
    ...(first.sweep > SWEEP_LIMIT ? ['sweep'] : []),
    ...(recorded.some(({ bytes }) => bytes > BYTES_LIMIT) ? ['bytes of the tape'] : []),
    ...(last.gradient > GRADIENT_LIMIT ? ['gradient of many parameters'] : []),
  ];
}
