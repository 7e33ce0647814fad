import { buildTrackedTree } from '../../../src/autodiff/tracked-tree.js';
import { ExactObjective } from '../../../src/autodiff/exact-objective.js';
import { recordTape, type RecordedTape, type TrackedNumber } from '../../../src/autodiff/recorder.js';
import { instrument } from '../../../src/autodiff/rewrite/instrument.js';
import type { Site } from '../../../src/autodiff/rewrite/site.js';
import { gradientOf, sweepFiniteAdjoints } from '../../../src/autodiff/sweep.js';
import { listEdges, type Edge } from '../../../src/diagnose/tape/edge.js';
import { diagnoseTape } from '../../../src/diagnose/tape/diagnose-tape.js';
import type { TapeEvidence, TapeFindings } from '../../../src/diagnose/tape/tape-evidence.js';
import type { SitePlace } from '../../../src/diagnose/tape/site-place.js';
import { readTree, type TreeLayout } from '../../../src/model/tree-layout.js';
import { createRandom } from '../../../src/numdiff/index.js';
import { loadText } from '../../autodiff/load-instrumented.js';

/** A loss given as text, recorded at a point. */
export interface Recording {
  readonly tape: RecordedTape;
  readonly layout: TreeLayout;
  readonly point: Float64Array;
  readonly gradient: Float64Array;
  readonly edges: readonly Edge[];
  readonly blockOf: (input: number) => number;
  describeSite(site: number): SitePlace;
}

/** Columns of a tape belong to the recorder: the next recording writes over them. */
function keep(tape: RecordedTape): RecordedTape {
  const { code, left, right, value, constant, length } = tape;
  const columns = { code, left, right, value, constant };
  const copies = Object.entries(columns).map(([name, column]) => [name, column.slice(0, length)]);
  return { ...tape, ...(Object.fromEntries(copies) as typeof columns) };
}

/**
 * Records `export function loss(p, data) {…}`.
 * @param params the tree of parameters
 */
export async function recordSnippet(source: string, params: unknown, data?: unknown): Promise<Recording> {
  const { code, sites } = instrument(source);
  const { loss } = (await loadText(code)) as unknown as { loss: (p: unknown, data: unknown) => TrackedNumber | number };
  const { layout, values: point } = readTree(params);
  const tape = keep(recordTape(() => loss(buildTrackedTree(layout, point), data)));
  const blockOf = (input: number): number =>
    layout.leaves.findIndex((l) => input >= l.offset && input < l.offset + l.size);
  return {
    tape,
    layout,
    point,
    gradient: gradientOf(tape),
    edges: listEdges(tape, sweepFiniteAdjoints(tape), blockOf),
    blockOf,
    describeSite: (site) => describe(source, sites[site - 1]),
  };
}

/**
 * What is said of `export function gradient(p, data) {…}` beside the loss in the same text, both followed operation by
 * operation.
 */
export async function diagnoseSnippet(source: string, params: unknown, data?: unknown): Promise<string[]> {
  const { code, sites } = instrument(source);
  const { loss, gradient } = (await loadText(code)) as unknown as Record<'loss' | 'gradient', never>;
  const { layout, values: point } = readTree(params);
  const objective = new ExactObjective({ loss, gradient }, layout, data, () => {});
  const recorded = await objective.recordGradient(point);
  const backward = { tape: keep(recorded), results: recorded.results };
  const tape = keep(await objective.record(point));
  const describeSite = (site: number): SitePlace => describe(source, sites[site - 1]);
  const recording = { tape, layout, point, gradient: gradientOf(tape), edges: [], blockOf: () => 0, describeSite };
  const claimed = Float64Array.from(recorded.results, (entry) => backward.tape.value[entry]);
  const { diagnoses } = diagnoseClaim(recording, () => claimed, { backward });
  return diagnoses.map(
    ({ code: name, path, evidence, location }) => `${name} ${path} ${evidence} line ${location?.line}`,
  );
}

function describe(source: string, site: Site | undefined): SitePlace {
  if (!site) return { location: null, text: '', operation: '', operands: [] };
  const before = source.slice(0, site.start).split('\n');
  const text = source.slice(site.start, site.end);
  return {
    location: { file: 'loss.ts', line: before.length, column: before.at(-1)!.length + 1, text },
    text,
    operation: site.operation,
    operands: site.operands.map(([start, end]) => source.slice(start, end)),
  };
}

/** The edges whose expression is this text. */
export function edgesAt({ edges, describeSite }: Recording, text: string, kind?: Edge['kind']): Edge[] {
  return edges.filter((edge) => describeSite(edge.site).text === text && (kind === undefined || edge.kind === kind));
}

const VISIBLE_GAP = 1e-6;

/** What the tape says of a gradient that was claimed; `claim` changes the right one, or gives another. */
export function diagnoseClaim(
  recording: Recording,
  claim: (gradient: Float64Array) => ArrayLike<number> | void,
  settings: Partial<TapeEvidence> = {},
): TapeFindings {
  const { tape, layout, gradient: exact, describeSite } = recording;
  const copy = exact.slice();
  const claimed = Float64Array.from(claim(copy) ?? copy);
  return diagnoseTape({
    backward: null,
    tape,
    layout,
    claimed,
    exact,
    isWrong: (i) => Math.abs(claimed[i] - exact[i]) > VISIBLE_GAP * Math.max(Math.abs(claimed[i]), Math.abs(exact[i])),
    scaleAt: () => 1,
    isFloat32: false,
    describeSite,
    ownFile: 'loss.ts',
    callersOf: () => [],
    linesOf: () => [],
    nameFactor: (factor) => ([2, 0.5].includes(factor) ? `${factor} (a square)` : null),
    random: createRandom(1),
    ...settings,
  });
}

/** The entries of one parameter. */
export function entriesOf({ layout }: Recording, path: string): [start: number, end: number] {
  const { offset, size } = layout.leaves.find((leaf) => leaf.path === path)!;
  return [offset, offset + size];
}
