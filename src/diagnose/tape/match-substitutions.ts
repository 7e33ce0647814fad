import type { Change } from './altered-sweep.js';
import type { TrialGround } from './match-carried-out.js';
import { matchEach } from './match-index-mistakes.js';
import type { Functionals } from './match.js';
import { createSubstitutions, type SubstitutionSources } from './substitutions/create-substitutions.js';

/** Other variables in the place of a product's factor that explain the difference in the functionals `among`. */
export function matchSubstitutions(ground: TrialGround, among: Functionals, sources: SubstitutionSources): Change[] {
  const substitutionsOf = createSubstitutions(sources);
  return matchEach(ground, among, (edge) => substitutionsOf(edge).map((alteration) => ({ edge, alteration })));
}
