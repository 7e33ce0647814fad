import { keptOnly } from './alteration.js';
import type { Change } from './altered-sweep.js';
import type { Edge } from './edge.js';
import type { TrialGround } from './match-carried-out.js';
import { matchSingles, type Functionals } from './match.js';
import { listRedirects } from './redirects.js';
import type { SiteSequences } from './site-sequences.js';

/** Places whose result goes to a neighbour of the right element, by which the difference in `among` is explained. */
export function matchRedirects(ground: TrialGround, among: Functionals, sequences: SiteSequences): Change[] {
  return matchEach(ground, among, (edge) =>
    !edge.part || edge.part.by === 'producer' ? listRedirects(ground.screen.tape, edge, sequences) : [],
  );
}

/** Places of whose executions only the last or first for each element count. */
export function matchKept(ground: TrialGround, among: Functionals): Change[] {
  return matchEach(ground, among, (edge) => {
    const elements = new Set(edge.starts).size;
    if (edge.kind === 'composite' || elements === 1 || elements === edge.starts.length) return [];
    return (['last', 'first'] as const).map((end) => ({ edge, alteration: keptOnly(end) }));
  });
}

/** What fits of some changes to each edge: to first order, or carried out where one execution leads into the next. */
export function matchEach(
  { trial, screen, shares, target }: TrialGround,
  among: Functionals,
  changesOf: (edge: Edge) => Change[],
): Change[] {
  const recurrent = trial.recurrent();
  return shares
    .filter(({ share }) => among.some((f) => share[f] !== 0))
    .flatMap(({ edge, share }) =>
      changesOf(edge).filter((change) => {
        if (recurrent.has(edge)) return trial.pay() && trial.fits([change], among);
        if (!trial.pay(edge.entries.length / screen.tape.length)) return false;
        const own = change.edge === edge ? share : screen.carried(change.edge, change.edge.slopes);
        const effect = screen.effect(change.edge, change.alteration, own);
        return matchSingles([{ ...change, effect }], target, among).length > 0;
      }),
    );
}
