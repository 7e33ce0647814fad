import type { Tape } from '../../model/tape.js';
import type { Alteration } from './alteration.js';
import { timesFactor } from './build-alterations.js';
import type { Change } from './altered-sweep.js';
import type { Edge } from './edge.js';
import { matchSingles, type Functionals, type Target } from './match.js';
import { listPlausible } from './plausible.js';
import type { EdgeShare, Screen } from './screen.js';
import type { Trial } from './trial.js';

/** What a search through trials works on. */
export interface TrialGround {
  readonly trial: Trial;
  readonly screen: Screen;
  readonly shares: readonly EdgeShare[];
  readonly target: Target;
  /** What a change does to each functional, to first order; null where nothing more may be worked out. */
  effectOf(change: Change): Float64Array | null;
  /** Lines between two sites; Infinity in different files. */
  lineGap(a: number, b: number): number;
}

/** Factors that people leave out or put in, as they are searched for where the effect is not linear in the factor. */
const USUAL_FACTORS = [2, 0.5, -1, 4, 0.25].map(timesFactor);

function triedOn(tape: Tape, edge: Edge): readonly Alteration[] {
  const plausible = listPlausible(tape, edge).map(({ alteration }) => alteration);
  return [...plausible.filter(({ kind }) => kind !== 'executions'), ...USUAL_FACTORS];
}

/** Changes on edges that follow themselves, whose effect is found only by carrying them out. */
export function matchRecurrent({ trial, screen }: TrialGround, among: Functionals): Change[] {
  return [...trial.recurrent()]
    .flatMap((edge) => triedOn(screen.tape, edge).map((alteration): Change => ({ edge, alteration })))
    .filter((change) => trial.fits([change], among));
}

/** Lines apart at which operations are taken for parts of one formula. */
const NEAR_LINES = 3;

/** The same change in all operations of a kind that stand close to each other, as in the lines of one formula. */
export function matchAlike(ground: TrialGround, among: Functionals): Change[][] {
  const { trial, screen, target } = ground;
  const recurrent = trial.recurrent();
  const found: Change[][] = [];
  for (const group of groupAlike(ground)) {
    const isRecurrent = group.some(({ edge }) => recurrent.has(edge));
    for (const alteration of triedOn(screen.tape, group[0].edge)) {
      const changes = group.map(({ edge }) => ({ edge, alteration }));
      const fits = isRecurrent
        ? trial.fits(changes, among)
        : matchSingles([{ ...changes[0], effect: sumEffects(screen, group, alteration) }], target, among).length > 0;
      if (fits) found.push(changes);
    }
  }
  return found;
}

function sumEffects(screen: Screen, group: readonly EdgeShare[], alteration: Alteration): Float64Array {
  const effects = group.map(({ edge, share }) => screen.effect(edge, alteration, share));
  return effects[0].map((_, f) => effects.reduce((total, effect) => total + effect[f], 0));
}

/** Groups of whole places with the same operation within a few lines. */
function groupAlike({ shares, lineGap }: TrialGround): EdgeShare[][] {
  const groups = new Map<string, EdgeShare[][]>();
  for (const item of shares) {
    const { edge } = item;
    if (edge.part) continue;
    const key = `${edge.operation} ${edge.kind} ${edge.constants.length}`;
    const list = groups.get(key) ?? [];
    const near = list.find((group) => lineGap(group.at(-1)!.edge.site, edge.site) <= NEAR_LINES);
    if (near) near.push(item);
    else list.push([item]);
    groups.set(key, list);
  }
  return [...groups.values()].flat().filter((group) => group.length > 1);
}

/**
 * The same change at two places where one execution leads into the next, in one line of the source or close to each
 * other: only carrying them out tells. The closest pair with a change that fits ends the search.
 */
export function matchNeighbours({ trial, screen, lineGap }: TrialGround, among: Functionals): Change[][] {
  for (const pair of listNeighbours([...trial.recurrent()], lineGap)) {
    const found: Change[][] = [];
    for (const changes of sameChanges(screen.tape, pair)) {
      if (trial.isSpent) return found;
      if (trial.fits(changes, among)) found.push(changes);
    }
    if (found.length > 0) return found;
  }
  return [];
}

type Pair = readonly [Edge, Edge];

/** Pairs of edges of one kind at different places, the closest first. */
function listNeighbours(edges: readonly Edge[], lineGap: TrialGround['lineGap']): Pair[] {
  const pairs = edges.flatMap((a, i) =>
    edges
      .slice(i + 1)
      .filter((b) => a.site !== b.site && a.kind === b.kind && a.part?.key === b.part?.key)
      .map((b): Pair => [a, b]),
  );
  const gap = ([a, b]: Pair): number => lineGap(a.site, b.site);
  return pairs.sort((p, q) => gap(p) - gap(q));
}

function sameChanges(tape: Tape, [a, b]: Pair): Change[][] {
  const seconds = triedOn(tape, b);
  return triedOn(tape, a).flatMap((first) => {
    const second = first.kind === 'confusion' ? undefined : seconds.find(({ name }) => name === first.name);
    return second
      ? [
          [
            { edge: a, alteration: first },
            { edge: b, alteration: second },
          ],
        ]
      : [];
  });
}
