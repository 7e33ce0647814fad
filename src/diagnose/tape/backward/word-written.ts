import type { AlterationCode } from '../alteration.js';
import type { Change } from '../altered-sweep.js';
import type { Mistake } from '../naming.js';
import type { SitePlace } from '../site-place.js';
import { derivativeWords, partWords, quote, rightWords } from '../site-words.js';

/** The name of what was read off the user's gradient, and the line there that goes wrong. */
export function nameWritten(
  change: Change,
  place: SitePlace,
  { text, line }: { readonly text: string; readonly line: number | null },
): Mistake {
  const { code = 'wrong-derivative', kind } = change.alteration;
  const written = `${quote(text)}${line === null ? '' : ` (line ${line})`} of the gradient`;
  if (kind === 'learned') {
    const derivative = derivativeWords(change, place);
    return {
      code,
      words: `${FACTORS[code] ?? ''}the derivative of ${derivative} goes wrong in ${written}${rightWords(change, place)}`,
    };
  }
  if (code === 'extra-term' && change.edge.isAbsent)
    return { code, words: `the loss has no term whose derivative were ${written}` };
  return {
    code,
    words: `${written} ${TERMS[code] ?? 'is wrong'}; it is what comes through ${partWords(change, place)}`,
  };
}

/** What is wrong with a factor. */
const FACTORS: Partial<Record<AlterationCode, string>> = {
  transposed: 'a matrix is read with its indices exchanged: ',
  permuted: 'elements are read in another order: ',
  'off-by-one': 'an index is wrong: ',
  'stale-gradient': 'what a later turn of a loop left behind is used: ',
};

/** What is wrong with what is added up. */
const TERMS: Partial<Record<AlterationCode, string>> = {
  transposed: 'is added to the element with the indices exchanged',
  permuted: 'is added to other elements than it belongs to',
  'off-by-one': 'is off by an index or a bound of a loop',
  copied: 'belongs to another parameter',
  overwritten: 'counts once for each element: it is set where it should be added',
  'missing-term': 'is not added in every case in which the loss asks for it',
  'extra-term': 'is added more often than the loss asks for',
};
