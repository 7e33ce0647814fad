import { RANKS, type Alteration } from './alteration.js';
import type { Change } from './altered-sweep.js';
import type { TrialGround } from './match-carried-out.js';
import type { Functionals } from './match.js';
import type { EdgeShare } from './screen.js';

/** Lines apart at which two operations are taken for parts of one formula. */
const NEAR_LINES = 2;
const MOST_EXCHANGES = 2000;

/** Two operations close to each other whose derivatives stand in each other's place, or whose results do. */
export function matchExchanges(ground: TrialGround, among: Functionals): Change[][] {
  const { trial, screen, target } = ground;
  const recurrent = trial.recurrent();
  const found: Change[][] = [];
  for (const [a, b] of listPairs(ground)) {
    if (!trial.pay((4 * a.edge.entries.length) / screen.tape.length)) break;
    const isRecurrent = recurrent.has(a.edge) || recurrent.has(b.edge);
    for (const changes of [exchangeSlopes(a, b), exchangeStarts(a, b)]) {
      const effects = changes.map(({ edge, alteration }, k) => screen.effect(edge, alteration, [a, b][k].share));
      // What is passed to where no wrong parameter is reached from is left out rather than exchanged.
      if (effects.some((effect, k) => among.every((f) => effect[f] === -[a, b][k].share[f]))) continue;
      const fits = isRecurrent ? trial.fits(changes, among) : addUp(effects, target, among);
      if (fits) found.push(changes);
    }
  }
  return found;
}

function addUp([a, b]: Float64Array[], { difference, tolerance }: TrialGround['target'], among: Functionals): boolean {
  return among.every((f) => Math.abs(a[f] + b[f] - difference[f]) <= 2 * tolerance[f]);
}

function listPairs({ shares, lineGap }: TrialGround): [EdgeShare, EdgeShare][] {
  const byCount = new Map<number, EdgeShare[]>();
  for (const item of shares) {
    const { part, kind, entries } = item.edge;
    if (part || kind === 'composite' || entries.length < 2) continue;
    byCount.set(entries.length, [...(byCount.get(entries.length) ?? []), item]);
  }
  const pairs: [EdgeShare, EdgeShare][] = [];
  for (const items of byCount.values())
    for (const [k, a] of items.entries())
      for (const b of items.slice(k + 1)) {
        if (
          a.edge.site === b.edge.site ||
          lineGap(a.edge.site, b.edge.site) > NEAR_LINES ||
          a.edge.starts.every((s, n) => s === b.edge.starts[n])
        )
          continue;
        pairs.push([a, b]);
        if (pairs.length === MOST_EXCHANGES) return pairs;
      }
  return pairs;
}

function exchangeSlopes({ edge: a }: EdgeShare, { edge: b }: EdgeShare): Change[] {
  return [
    { edge: a, alteration: exchanged(b.slopes) },
    { edge: b, alteration: exchanged(a.slopes) },
  ];
}

/** An operation passes back to earlier entries only. */
function exchangeStarts({ edge: a }: EdgeShare, { edge: b }: EdgeShare): Change[] {
  const earlier = (starts: Int32Array, entries: Int32Array): Int32Array =>
    starts.map((start, n) => (start < entries[n] ? start : 0));
  return [
    { edge: a, alteration: exchanged(a.slopes, earlier(b.starts, a.entries)) },
    { edge: b, alteration: exchanged(b.slopes, earlier(a.starts, b.entries)) },
  ];
}

function exchanged(slopes: Float64Array, starts?: Int32Array): Alteration {
  return { name: 'exchanged', formula: '', kind: 'exchange', rank: RANKS.substitution, slopes: () => slopes, starts };
}
