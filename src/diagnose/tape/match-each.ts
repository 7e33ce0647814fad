import type { Change } from './altered-sweep.js';
import type { Edge } from './edge.js';
import type { TrialGround } from './match-carried-out.js';
import type { Functionals } from './match.js';

/**
 * What explains the difference in `among`, of some changes to each edge: to first order, or carried out where one execution
 * leads into the next.
 * @param changesOf the same objects each time, as what they do is remembered
 */
export function matchEach(
  { trial, shares, target, effectOf }: TrialGround,
  among: Functionals,
  changesOf: (edge: Edge) => readonly Change[],
): Change[] {
  const recurrent = trial.recurrent();
  const fits = (change: Change): boolean => {
    const effect = effectOf(change);
    return effect !== null && among.every((f) => Math.abs(effect[f] - target.difference[f]) <= target.tolerance[f]);
  };
  return shares
    .filter(({ share }) => among.some((f) => share[f] !== 0))
    .flatMap(({ edge }) =>
      changesOf(edge).filter((change) => (recurrent.has(edge) ? trial.fits([change], among) : fits(change))),
    );
}
