import { timesFactor } from './build-alterations.js';
import type { LearnedSlopes } from './backward/match-learned.js';
import type { WrittenTerms } from './backward/match-terms.js';
import type { Change } from './altered-sweep.js';
import type { Edge } from './edge.js';
import { matchAlike, matchNeighbours, matchRecurrent, type TrialGround } from './match-carried-out.js';
import { matchDetached } from './match-detached.js';
import { matchEach } from './match-each.js';
import { matchExchanges } from './match-exchanges.js';
import { matchPairs } from './match-pairs.js';
import { matchFactors, matchScaled, matchSingles, type Functionals } from './match.js';
import type { Candidate, EdgeShare, Screened } from './screen.js';

/** What the stages of a search work on. */
export interface StageGround extends TrialGround {
  readonly whole: Screened;
  /** Parts of places by what becomes of their results further on. */
  readonly deep: () => Screened;
  /** Changes that are tried on an edge: results stored at a wrong index, other variables, and uses that are overwritten. */
  readonly redirectsOf: (edge: Edge) => readonly Change[];
  readonly substitutionsOf: (edge: Edge) => readonly Change[];
  readonly keptOf: (edge: Edge) => readonly Change[];
  /** What is read off the user's own gradient; null where it could not be followed. */
  readonly learned: () => LearnedSlopes | null;
  /** What the user's own gradient adds to its result; null as above. */
  readonly written: () => WrittenTerms | null;
  isUsualFactor(factor: number): boolean;
}

/** Candidates for what explains some functionals: each entry is the changes that would do it together. */
export type Stage = () => Change[][];

/** Fewer functionals than this are explained by a pair of places too easily. */
const LEAST_FOR_PAIRS = 4;

/**
 * The stages of a search, from the plain to the far-fetched; the first that is confirmed ends it.
 * @param isFew whether there are so few numbers to explain that nearly any place has a factor that does it: only one that
 * people leave out counts
 */
export function listStages(ground: StageGround, among: Functionals, isFew: boolean): Stage[] {
  const { target, isUsualFactor, whole } = ground;
  const { candidates, shares } = whole;
  const factors = (): Change[] =>
    matchFactors(shares, target, among).filter(({ alteration }) => !isFew || isUsualFactor(alteration.factor!));
  const pairs: Stage[] = [
    () => matchPairs([...candidates, ...listDoubled(shares)], target, among),
    () => matchNeighbours(ground, among),
  ];
  return [
    () => singles([...matchSingles(candidates, target, among), ...factors().filter(isPlainFactor)]),
    () => singles(matchScaled(candidates, shares, target, among, isUsualFactor)),
    () => singles(matchRecurrent(ground, among)),
    () => singles(matchDetached(ground, among)),
    () => singles(factors()),
    () => matchAlike(ground, among),
    () => singles(matchEach(ground, among, ground.redirectsOf)),
    () => matchExchanges(ground, among),
    () => singles(matchEach(ground, among, ground.substitutionsOf)),
    () => singles(matchDeepParts(ground, among)),
    () => singles(ground.learned()?.match(ground, among) ?? []),
    () => singles(ground.written()?.match(ground, among) ?? []),
    () => singles(ground.written()?.matchExtra(ground, among) ?? []),
    () => singles(ground.learned()?.match({ ...ground, shares: ground.deep().shares }, among) ?? []),
    ...(among.length >= LEAST_FOR_PAIRS ? pairs : []),
    () => singles(matchEach(ground, among, ground.keptOf)),
  ];
}

function matchDeepParts({ deep, target }: StageGround, among: Functionals): Change[] {
  const { candidates, shares } = deep();
  return [...matchSingles(candidates, target, among), ...matchFactors(shares, target, among).filter(isPlainFactor)];
}

/** Twice and half the derivative of each place: as one of two mistakes these are common. */
function listDoubled(shares: readonly EdgeShare[]): Candidate[] {
  return shares.flatMap(({ edge, share }) =>
    [2, 0.5].map((factor) => ({
      edge,
      alteration: timesFactor(factor),
      effect: share.map((part) => (factor - 1) * part),
    })),
  );
}

/** A factor that stands for itself: a sign, a square that was forgotten. */
function isPlainFactor({ alteration }: Change): boolean {
  return [-1, 2, 0.5].includes(alteration.factor!);
}

function singles(changes: readonly Change[]): Change[][] {
  return changes.map((change) => [change]);
}
