import { nameWritten } from './backward/word-written.js';
import { nameConstant } from './name-constant.js';
import type { Effect, Mistake, Naming } from './naming.js';
import type { SitePlace } from './site-place.js';
import { ADD, SUBTRACT } from '../../autodiff/operations.js';
import type { Change } from './altered-sweep.js';
import { derivativeWords, legend, partWords, quote, rightWords, short } from './site-words.js';

/** The name of one change, and its words. */
export function nameMistake(
  change: Change,
  { factor }: Effect,
  place: SitePlace,
  naming: Naming,
  isHalfSquare = false,
): Mistake {
  if (factor !== null) return nameConstant(change, factor, place, naming);
  if (isHalfSquare) return nameHalfSquare(change, place);
  const { alteration } = change;
  const derivative = derivativeWords(change, place);
  switch (alteration.kind) {
    case 'zero':
      return { code: 'missing-term', words: `the term that comes through ${partWords(change, place)} is left out` };
    case 'one':
      return {
        code: 'missing-factor',
        words: `the derivative of ${derivative} is missing (treated as 1)${rightWords(change, place)}`,
      };
    case 'constant':
      return { code: 'missing-factor', words: `the constant factor in the derivative of ${derivative} is left out` };
    case 'negated':
      return { code: 'sign-flip', words: `the derivative of ${derivative} has the wrong sign` };
    case 'factor':
      return nameFactorAt(change, alteration.factor!, place, naming);
    case 'executions':
      return nameExecutions(change, place, naming);
    case 'kept':
      return {
        code: 'overwritten',
        words: `of what each element gets through ${partWords(change, place)} only the ${alteration.formula} counts: it is set where it should be added`,
      };
    case 'redirect':
      return nameRedirect(change, place);
    case 'exchange':
      return { code: 'permuted', words: exchangeWords(change, place) };
    case 'substitution':
      return nameSubstitution(change, place, naming);
    case 'learned':
    case 'rewritten':
      return nameWritten(change, place, naming.textOf(alteration.written!));
    case 'confusion': {
      const taken = `the derivative of ${derivative} is taken as ${alteration.formula}`;
      return {
        code: alteration.code ?? 'wrong-derivative',
        words: `${taken}${legend(change)}${rightWords(change, place)}`,
      };
    }
  }
}

function nameHalfSquare(change: Change, place: SitePlace): Mistake {
  const derivative = derivativeWords(change, place);
  return {
    code: 'missing-factor',
    words: `the factor 2 is missing in the derivative of ${derivative}: the same number stands in the product twice`,
  };
}

function nameFactorAt(change: Change, factor: number, place: SitePlace, { nameFactor }: Naming): Mistake {
  const part = partWords(change, place);
  if (factor === -1) return { code: 'sign-flip', words: `what comes through ${part} has the wrong sign` };
  if (factor === 2 && isSum(change)) return { code: 'extra-term', words: `the term ${part} is counted twice` };
  return {
    code: 'scale',
    words: `what comes through ${part} is ${nameFactor(factor) ?? short(factor)} times what it should be`,
  };
}

function nameExecutions(change: Change, place: SitePlace, { isAlone }: Naming): Mistake {
  const { keeps, end, count } = change.alteration.executions!;
  const all = change.edge.entries.length;
  const which = `the ${end} ${count === 1 ? '' : `${count} `}of ${all} contributions through ${quote(place.text)}`;
  if (!keeps) return { code: 'off-by-one', words: `${which} ${count === 1 ? 'is' : 'are'} left out` };
  if (!isSum(change) || count > 1)
    return { code: 'missing-term', words: `only ${which} ${count === 1 ? 'is' : 'are'} there` };
  const code = end === 'first' && isAlone ? 'broadcast' : 'overwritten';
  const cause = code === 'broadcast' ? 'it is not summed over them' : 'it is set where it should be added';
  return { code, words: `only ${which} ${count === 1 ? 'is' : 'are'} there: ${cause}` };
}

function exchangeWords(change: Change, place: SitePlace): string {
  const [what, other] = change.alteration.starts
    ? ['what comes back through', 'result']
    : ['the derivative of', 'derivative'];
  return `${what} ${derivativeWords(change, place)} stands where that of another operation belongs: each other's ${other}`;
}

function nameRedirect(change: Change, place: SitePlace): Mistake {
  const offset = change.alteration.offset!;
  const far = Math.abs(offset) === 1 ? 'one place' : `${Math.abs(offset)} places`;
  const where = `${far} too ${offset > 0 ? 'far on' : 'early'}`;
  return {
    code: 'off-by-one',
    words: `what comes back through ${partWords(change, place)} is stored ${where}: an index`,
  };
}

function nameSubstitution(change: Change, place: SitePlace, { textOf, codeOf }: Naming): Mistake {
  const { alteration } = change;
  const derivative = derivativeWords(change, place);
  const right = rightWords(change, place);
  const code = alteration.code ?? codeOf(change);
  if (!alteration.source) {
    return { code, words: `the derivative of ${derivative} is taken from ${alteration.formula}${right}` };
  }
  const { text, line } = textOf(alteration.source.site, alteration.source.operand);
  if (code === 'missing-factor')
    return { code, words: `in the derivative of ${derivative} the factor ${quote(text)} is left out${right}` };
  const where = line === null ? '' : ` of line ${line}`;
  return {
    code,
    words: `the derivative of ${derivative} is taken as ${quote(text)}${where}, another variable${right}`,
  };
}

function isSum({ edge }: Change): boolean {
  return edge.operation === ADD || edge.operation === SUBTRACT;
}
