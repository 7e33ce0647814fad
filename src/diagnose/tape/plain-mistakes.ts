import type { Tape } from '../../model/tape.js';
import type { Leaf } from '../../model/tree-layout.js';
import type { NamedDiagnosis } from '../rank-diagnoses.js';
import { findExtraPenalty } from './extra-penalty.js';
import { leadsInto } from './leads-into.js';
import type { Mistake } from './naming.js';
import type { SitePlace } from './site-place.js';
import { placeOfCall, placeOfUse, wordPlace } from './places.js';
import type { Search } from './search.js';
import type { TapeEvidence } from './tape-evidence.js';
import { quote } from './site-words.js';
import { findKeptUses, type KeptUses } from './uses.js';

/** Fewer numbers than this may fit by chance. */
const LEAST_FOR_CERTAINTY = 3;

/** A parameter that was never filled, that keeps some of its uses only, or that is penalised in the gradient alone. */
export function wordPlainMistake(evidence: TapeEvidence, search: Search, leaf: Leaf): NamedDiagnosis | null {
  return (
    wordZero(evidence, search, leaf) ?? wordKeptUses(evidence, search, leaf) ?? wordExtraPenalty(evidence, search, leaf)
  );
}

function wordZero(evidence: TapeEvidence, { target }: Search, { offset, size, path }: Leaf): NamedDiagnosis | null {
  if (target.claimed.subarray(offset, offset + size).some((value) => value !== 0)) return null;
  const place = placeOfUse(evidence, path);
  const where = place ? `; it enters the loss at line ${place.location.line}` : '';
  return {
    code: 'zero-gradient',
    path,
    message: `${path}: the gradient is 0, but the loss depends on it: never filled, or treated as a constant${where}`,
    evidence: 'exact',
    ...(place ? { location: place.location } : {}),
  };
}

function wordKeptUses(evidence: TapeEvidence, search: Search, leaf: Leaf): NamedDiagnosis | null {
  const { target, tape, adjoints, blockOf } = search;
  const kept = findKeptUses(tape, adjoints, leaf, target.claimed, target.rounding, blockOf);
  if (!kept) return null;
  const place = evidence.describeSite(kept.site);
  const { code, words } = nameKeptUses(kept, place, isRecurrence(tape, kept));
  const call = placeOfCall(evidence, kept.example.dropped, kept.example.kept);
  return { code, ...wordAt(leaf, words, call ? { ...place, location: { ...call, text: place.text } } : place) };
}

/** Steps that follow from each other are no axis along which a number is broadcast. */
function isRecurrence(tape: Tape, { example: { kept, dropped } }: KeptUses): boolean {
  return leadsInto(tape, Math.min(kept, dropped), Math.max(kept, dropped));
}

/** A parameter of which only some uses count. */
function nameKeptUses({ end, kept, uses }: KeptUses, place: SitePlace, isLoop: boolean): Mistake {
  const isAdded = !isLoop && ['+', '-'].includes(place.operation);
  const code = end === 'last' ? 'overwritten' : kept > 1 ? 'missing-term' : isAdded ? 'broadcast' : 'overwritten';
  const which = `only the ${end} ${kept === 1 ? 'use' : `${kept} uses`} of each entry, of up to ${uses}, ${kept === 1 ? 'counts' : 'count'}`;
  return { code, words: `${which}: ${CAUSES[code]}; it is used in ${quote(place.text)}` };
}

const CAUSES = {
  broadcast: 'the gradient is not summed over the axis along which it is broadcast',
  overwritten: 'its gradient is set where it should be added',
  'missing-term': 'the others are left out',
};

function wordExtraPenalty(evidence: TapeEvidence, search: Search, leaf: Leaf): NamedDiagnosis | null {
  const { tape, adjoints, target } = search;
  const { claimed, exact, rounding } = target;
  const extra = findExtraPenalty(tape, adjoints, leaf, claimed, exact, rounding);
  if (!extra) return null;
  const place = evidence.describeSite(extra.site);
  const coefficient = Number(extra.coefficient.toPrecision(6));
  const words = `the gradient holds ${coefficient} times the parameter too much: the penalty \`${place.text}\` does not apply to it in the loss`;
  return { code: 'extra-term', ...wordAt(leaf, words, place) };
}

function wordAt({ path, size }: Leaf, words: string, place: SitePlace): Omit<NamedDiagnosis, 'code'> {
  return {
    path,
    message: `${path}: ${words}${wordPlace(place)}`,
    evidence: size >= LEAST_FOR_CERTAINTY ? 'exact' : 'strong',
    ...(place.location ? { location: place.location } : {}),
  };
}
