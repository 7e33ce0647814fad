import type { Change } from './altered-sweep.js';
import type { Functionals, Target } from './match.js';
import type { Candidate } from './screen.js';

/** Two changes at once: a pair of effects that add up to the difference, found by sorting one combined functional. */
export function matchPairs(candidates: readonly Candidate[], target: Target, among: Functionals): Change[][] {
  const weights = among.map((f, k) => (1 + 0.37 * k) / target.tolerance[f]);
  const combine = (values: Float64Array): number => among.reduce((sum, f, k) => sum + values[f] * weights[k], 0);
  const wanted = combine(target.difference);
  const slack = 2 * among.reduce((sum, _f, k) => sum + (1 + 0.37 * k), 0);
  const useful = distinctEffects(candidates, target, among)
    .map((alike) => ({ alike, key: combine(alike[0].effect) }))
    .filter(({ key }) => Number.isFinite(key))
    .sort((a, b) => a.key - b.key);
  const found: Change[][] = [];
  for (let low = 0, high = useful.length - 1; low < high && found.length < MOST_PAIRS;) {
    const sum = useful[low].key + useful[high].key;
    if (sum < wanted - slack) low++;
    else if (sum > wanted + slack) high--;
    else {
      for (let k = high; k > low && useful[low].key + useful[k].key >= wanted - slack; k--) {
        const [some, others] = [useful[low].alike, useful[k].alike];
        if (addsUp(some[0], others[0], target, among)) found.push(...combinations(some, others));
      }
      low++;
    }
  }
  return found;
}

const MOST_PAIRS = 200;

/** At one place only its two operands can be wrong at once; two stories of the same operand are one wrong number. */
function canGoTogether(a: Change, b: Change): boolean {
  if (a.edge.site !== b.edge.site) return true;
  return a.edge.kind !== b.edge.kind && a.edge.kind !== 'composite' && b.edge.kind !== 'composite';
}

function addsUp(a: Candidate, b: Candidate, { difference, tolerance }: Target, among: Functionals): boolean {
  return among.every((f) => Math.abs(a.effect[f] + b.effect[f] - difference[f]) <= 2 * tolerance[f]);
}

/** All pairs of two lists that can go together: what is alike to first order is not when both are carried out. */
function combinations(some: readonly Candidate[], others: readonly Candidate[]): Change[][] {
  return some.flatMap((a) => others.filter((b) => canGoTogether(a, b)).map((b): Change[] => [a, b]));
}

/** Candidates of one effect that are tried: the most telling, nearest to the loss and nearest to the parameters. */
const MOST_ALIKE_AT_AN_END = 3;

/** Candidates by their effect; none that does nothing, and no single executions: pairs of these explain too much. */
function distinctEffects(candidates: readonly Candidate[], target: Target, among: Functionals): Candidate[][] {
  const byKey = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    if (candidate.alteration.kind === 'executions') continue;
    if (among.every((f) => Math.abs(candidate.effect[f]) <= 4 * target.tolerance[f])) continue;
    const key = among.map((f) => candidate.effect[f].toPrecision(6)).join();
    byKey.set(key, [...(byKey.get(key) ?? []), candidate]);
  }
  return [...byKey.values()].map(mostTelling);
}

/** What is left out says more than what comes to nothing by another formula. */
function mostTelling(alike: readonly Candidate[]): Candidate[] {
  const least = Math.min(...alike.map(({ alteration }) => alteration.rank));
  const omissions = alike.filter(({ alteration }) => alteration.kind === 'zero');
  const some = omissions.length > 0 ? omissions : alike.filter(({ alteration }) => alteration.rank === least);
  const whole = some.filter(({ edge }) => !edge.part);
  const ordered = (whole.length > 0 ? whole : some).sort((a, b) => a.edge.entries[0] - b.edge.entries[0]);
  return [...new Set([...ordered.slice(0, MOST_ALIKE_AT_AN_END), ...ordered.slice(-MOST_ALIKE_AT_AN_END)])];
}
