import { DIVIDE } from '../../autodiff/operations.js';
import type { Change } from './altered-sweep.js';
import type { Mistake, Naming } from './naming.js';
import type { SitePlace } from './site-place.js';
import { legend, quote, rightWords, short } from './site-words.js';

/** The name of a change that comes to one factor over all wrong entries. */
export function nameConstant(change: Change, factor: number, place: SitePlace, { nameFactor }: Naming): Mistake {
  if (factor === 0) {
    return { code: 'zero-gradient', words: `the gradient is 0: the path through ${quote(place.text)} is left out` };
  }
  const cause = wordCause(change, factor, place);
  if (factor === -1) return { code: 'sign-flip', words: `the sign is wrong${cause}` };
  return { code: 'scale', words: `it is ${nameFactor(factor) ?? short(factor)} times what it should be${cause}` };
}

/** How a constant factor over all entries may have come about. */
function wordCause(change: Change, factor: number, place: SitePlace): string {
  const { alteration, edge } = change;
  const expression = quote(place.text);
  switch (alteration.kind) {
    case 'factor':
      // A factor within that is not the one without says nothing.
      if (alteration.factor !== factor) return '';
      return `, as if ${expression} were multiplied by ${short(alteration.factor!)}`;
    case 'one':
      return edge.operation === DIVIDE
        ? `: the division in ${expression} is left out`
        : `: the derivative of ${expression} is treated as 1`;
    case 'constant':
      return `: the constant factor in ${expression} is left out`;
    case 'negated':
      return `, as if ${expression} were subtracted where it is added, or the reverse`;
    case 'zero':
    case 'executions':
    case 'kept':
      return `: part of ${expression} is left out`;
    case 'substitution':
    case 'redirect':
    case 'exchange':
    case 'learned':
    case 'rewritten':
      return '';
    case 'confusion':
      return `: the derivative of ${expression} is taken as ${alteration.formula}${legend(change)}${rightWords(change, place)}`;
  }
}
