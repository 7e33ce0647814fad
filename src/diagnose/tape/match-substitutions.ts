import type { Change } from './altered-sweep.js';
import type { TrialGround } from './match-carried-out.js';
import { matchSingles, type Functionals } from './match.js';
import { createSubstitutions, type SubstitutionSources } from './substitutions.js';

/** Other variables in the place of a product's factor that explain the difference in the functionals `among`. */
export function matchSubstitutions(
  { trial, screen, shares, target }: TrialGround,
  among: Functionals,
  sources: SubstitutionSources,
): Change[] {
  const substitutionsOf = createSubstitutions(sources);
  const recurrent = trial.recurrent();
  const { tape } = sources;
  return shares
    .filter(({ share }) => among.some((f) => share[f] !== 0))
    .flatMap(({ edge, share }) =>
      substitutionsOf(edge)
        .map((alteration): Change => ({ edge, alteration }))
        .filter((change) => {
          if (recurrent.has(edge)) return trial.pay() && trial.fits([change], among);
          if (!trial.pay(edge.entries.length / tape.length)) return false;
          const effect = screen.effect(edge, change.alteration, share);
          return matchSingles([{ ...change, effect }], target, among).length > 0;
        }),
    );
}
