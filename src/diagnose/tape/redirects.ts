import type { Tape } from '../../model/tape.js';
import { RANKS, type Alteration } from './alteration.js';
import { listChains } from './chains.js';
import type { Edge } from './edge.js';
import type { SiteSequences } from './site-sequences.js';

/** A path from executions back to what they picked: the elements picked, and the entry of each that is passed back to. */
interface Path {
  readonly entries: Int32Array;
  readonly picked: Int32Array;
  readonly starts: Int32Array;
  readonly slopes: Float64Array;
  startOf(picked: number): number;
}

/** A redirection, and the edge that it belongs to. */
export interface Redirected {
  readonly edge: Edge;
  readonly alteration: Alteration;
}

/** Steps from one element to the wrong one that are tried at a place. */
const MOST_STEPS = 4;

/**
 * What operations pass back, given to a neighbour of the element it was computed from: an index that counts from 1, a time
 * step too late. What falls off the end is lost; where each execution picks from a row of its own, off the end of its row.
 */
export function listRedirects(tape: Tape, edge: Edge, sequences: SiteSequences): Redirected[] {
  if (edge.kind === 'composite') return [];
  const direct: Path = { ...edge, picked: edge.starts, startOf: (entry) => entry };
  const behind = listChains(tape, edge).map((chain): Path => {
    const { side, ...rest } = chain;
    return { ...rest, entries: edge.entries, startOf: (entry) => (entry === 0 ? 0 : tape[side][entry]) };
  });
  return [direct, ...behind].flatMap((path) => {
    const { starts, slopes } = path;
    const own = path === direct ? edge : { ...edge, starts, slopes };
    return redirectPath(path, sequences).map((alteration) => ({ edge: own, alteration }));
  });
}

function redirectPath(path: Path, sequences: SiteSequences): Alteration[] {
  const row = rowLength(path, sequences);
  return listSteps(path, sequences).flatMap((step) =>
    [step, -step].flatMap((offset) => {
      const near = path.picked.map((entry) => sequences.neighbour(entry, offset));
      const within = near.map((to, n) => (row === null || isSameRow(sequences, path.picked[n], to, row) ? to : 0));
      const isSame = within.every((to, n) => to === near[n]);
      return [redirect(path, within, offset), ...(isSame ? [] : [redirect(path, near, offset)])].flat();
    }),
  );
}

/** An operation can pass back to an earlier one only. */
function redirect(path: Path, to: Int32Array, offset: number): Alteration[] {
  const starts = to.map((entry, n) => {
    const start = path.startOf(entry);
    return start < path.entries[n] ? start : 0;
  });
  if (starts.every((start) => start === 0)) return [];
  return [
    {
      name: `redirect ${offset}`,
      formula: '',
      kind: 'redirect',
      rank: RANKS.substitution,
      offset,
      slopes: () => path.slopes,
      starts,
    },
  ];
}

/** One element, the distance between two executions, and the rows of a matrix. */
function listSteps({ picked }: Path, sequences: SiteSequences): number[] {
  const first = sequences.positionOf(picked[0]);
  const other = picked.findIndex((entry) => entry !== picked[0]);
  const between = other > 0 ? sequences.positionOf(picked[other]) - first : 1;
  const leaf = sequences.leafOf(picked[0]);
  const columns = leaf && leaf.shape.length > 1 ? leaf.shape.slice(1).reduce((a, b) => a * b) : 1;
  const steps = [1, between, columns].map(Math.abs).filter((step) => step > 0);
  return [...new Set(steps)].slice(0, MOST_STEPS);
}

/** The length of the rows that one execution each picks from; null where they are no rows. */
function rowLength({ picked, entries }: Path, sequences: SiteSequences): number | null {
  const leaf = sequences.leafOf(picked[0]);
  if (leaf) return leaf.shape.length > 1 ? leaf.shape.at(-1)! : null;
  const row = sequences.lengthOf(picked[0]) / entries.length;
  return Number.isInteger(row) && row > 1 ? row : null;
}

function isSameRow(sequences: SiteSequences, a: number, b: number, row: number): boolean {
  return b !== 0 && Math.floor(sequences.positionOf(a) / row) === Math.floor(sequences.positionOf(b) / row);
}
