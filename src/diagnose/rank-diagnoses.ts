import type { Diagnosis } from '../check/report.js';

/** A diagnosis while diagnoses are chosen from. */
export interface NamedDiagnosis extends Diagnosis {
  /** Parameters in which it accounts for all that is wrong; that of its path alone where absent. */
  readonly paths?: readonly string[];
  /** Says what is known of parameters for which no name was found. */
  readonly isOpen?: true;
  /** Says where wrong entries are, or what they are like: no rule gives their numbers. */
  readonly isTrait?: true;
  /** The mistake is behind its parameters, on the way back to them, rather than where they enter the loss. */
  readonly isBehind?: true;
}

const ORDER: Readonly<Record<Diagnosis['evidence'], number>> = { exact: 0, strong: 1, hint: 2 };

/**
 * Merges diagnoses from several sources, each in its own order: the better evidence first, earlier sources before later
 * ones. Of two that say the same (code and parameter) the better stays. What is not certain gives way where all of its
 * parameters are explained for certain, a guess already where the first of them is. What is known of
 * parameters without a name gives way where each of them has one.
 */
export function rankDiagnoses(...sources: readonly (readonly NamedDiagnosis[])[]): NamedDiagnosis[] {
  const all = withoutCoincidences(sources.flat()).sort((a, b) => ORDER[a.evidence] - ORDER[b.evidence]);
  const certain = all.filter(({ evidence }) => evidence === 'exact');
  const named = spokenFor(all);
  const explained = new Set(certain.flatMap(pathsOf));
  const kept: NamedDiagnosis[] = [];
  for (const diagnosis of all) {
    const { code, path, evidence, isOpen } = diagnosis;
    const isExplained = evidence !== 'exact' && pathsOf(diagnosis).every((one) => explained.has(one));
    const isOutguessed = evidence === 'hint' && !isOpen && certain.some((other) => other.path === path);
    const isAnswered = isOpen && pathsOf(diagnosis).every(named);
    const isSaid = kept.some((other) => other.code === code && other.path === path && !isElsewhere(other, diagnosis));
    if (!isExplained && !isOutguessed && !isAnswered && !isSaid) kept.push(diagnosis);
  }
  return kept;
}

/**
 * Parameters that hold each other's gradients have that one mistake. A place for each of them, found apart, at which some
 * other derivative comes to the same numbers, is a coincidence: the two gradients have most of their factors in common.
 */
function withoutCoincidences(diagnoses: readonly NamedDiagnosis[]): NamedDiagnosis[] {
  const exchanges = diagnoses.filter(
    (one) => one.code === 'permuted' && one.evidence !== 'hint' && pathsOf(one).length > 1,
  );
  const isCoincidence = (one: NamedDiagnosis): boolean =>
    exchanges.some((exchange) => {
      const exchanged = pathsOf(exchange);
      return pathsOf(one).length < exchanged.length && pathsOf(one).every((path) => exchanged.includes(path));
    });
  return diagnoses.filter((one) => !isCoincidence(one));
}

/** Two mistakes of one name, each with its own line. */
function isElsewhere({ location: a }: NamedDiagnosis, { location: b }: NamedDiagnosis): boolean {
  return a !== undefined && b !== undefined && (a.file !== b.file || a.line !== b.line);
}

function pathsOf({ path, paths }: NamedDiagnosis): readonly string[] {
  return paths ?? [path];
}

/** Tells which parameters have a name for what is wrong with them; what has no path is about all of them. */
export function spokenFor(diagnoses: readonly NamedDiagnosis[]): (path: string) => boolean {
  const named = new Set(diagnoses.filter(({ isOpen }) => !isOpen).flatMap(pathsOf));
  return (path) => named.has('') || named.has(path);
}

/** As it is reported. */
export function withoutPaths({ code, path, message, evidence, location }: NamedDiagnosis): Diagnosis {
  return { code, path, message, evidence, ...(location ? { location } : {}) };
}
