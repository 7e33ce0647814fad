import { sweepTangents } from '../../autodiff/sweep.js';
import type { Tape } from '../../model/tape.js';
import { ALTERATIONS, CHAIN_ALTERATIONS, NEGATED, ONE, ZERO, type Alteration } from './alterations.js';
import { alteredSlope, edgeSlope, edgeStart, type Change, type Edge, type Instances } from './altered-sweep.js';
import type { Projection } from './projection.js';

/** A mistake that could have been made, and what it does to each functional of the gradient, to first order. */
export interface Candidate {
  readonly change: Change;
  readonly effect: Float64Array;
}

/** An edge, and how much of each functional passes through it: a factor f on it changes them by (f − 1)·share. */
export interface EdgeShare {
  readonly edge: Edge;
  readonly share: Float64Array;
}

const SOME: readonly Instances[] = ['all but the first', 'all but the last', 'the first', 'the last'];

/**
 * The effect of every alteration of every edge on every functional v·g. With adjoints ȳ and, along v, tangents ẋ, an
 * edge from x to y carries ȳ·(dy/dx)·ẋ; with another derivative d in its place it carries ȳ·d·ẋ. Exact as long as no
 * path leads through two executions of the edge; where one does, the caller computes the altered gradient itself.
 */
export function listCandidates(
  tape: Tape,
  adjoints: Float64Array,
  edges: readonly Edge[],
  projection: Projection,
): { candidates: Candidate[]; shares: EdgeShare[] } {
  const count = projection.directions.length;
  const plans = edges.map((edge) => ({
    edge,
    alterations: alterationsOf(edge),
    share: new Float64Array(count),
    effects: alterationsOf(edge).map(() => new Float64Array(count)),
    first: new Float64Array(count),
    last: new Float64Array(count),
  }));
  projection.directions.forEach((direction, f) => {
    const tangents = sweepTangents(tape, direction);
    for (const { edge, alterations, share, effects, first, last } of plans) {
      const { entries } = edge;
      for (let n = 0; n < entries.length; n++) {
        const entry = entries[n];
        const carried = adjoints[entry] * tangents[edgeStart(tape, edge, entry)];
        if (carried === 0) continue;
        const slope = edgeSlope(tape, edge, entry);
        share[f] += carried * slope;
        if (n === 0) first[f] = carried * slope;
        if (n === entries.length - 1) last[f] = carried * slope;
        for (let m = 0; m < alterations.length; m++) {
          const change = { edge, alteration: alterations[m], instances: 'all' } as const;
          effects[m][f] += carried * (alteredSlope(tape, change, entry, slope) - slope);
        }
      }
    }
  });
  const candidates: Candidate[] = [];
  for (const { edge, alterations, share, effects, first, last } of plans) {
    alterations.forEach((alteration, m) =>
      candidates.push({ change: { edge, alteration, instances: 'all' }, effect: effects[m] }),
    );
    if (edge.entries.length < 2 || edge.length > 1) continue;
    const dropped: Record<string, Float64Array> = {
      'all but the first': share.map((s, f) => first[f] - s),
      'all but the last': share.map((s, f) => last[f] - s),
      'the first': first.map((s) => -s),
      'the last': last.map((s) => -s),
    };
    for (const instances of SOME)
      candidates.push({ change: { edge, alteration: ZERO, instances }, effect: dropped[instances] });
  }
  return { candidates, shares: plans.map(({ edge, share }) => ({ edge, share })) };
}

function alterationsOf(edge: Edge): readonly Alteration[] {
  if (edge.length > 1) return CHAIN_ALTERATIONS;
  if (edge.side === 'both') return [ZERO, ONE, NEGATED];
  return ALTERATIONS[edge.operation][edge.side];
}
