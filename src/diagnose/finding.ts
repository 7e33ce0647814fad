import type { DiagnosisCode } from './gradient-evidence.js';
import type { Constant, Support } from './match-claims.js';
import type { ModelEvidence, ParameterEvidence } from './parameter-evidence.js';

/** A mistake that would give the claims of one parameter. */
export interface Finding {
  readonly code: DiagnosisCode;
  readonly parameter: ParameterEvidence;
  /** Parameters with findings of one key, and constants that agree, suffer from one mistake. */
  readonly key: string;
  /** A constant fitted to the claims, such as the factor of a scale. */
  readonly constant?: Constant;
  readonly support: Support;
  /** What holds of this parameter only, behind its name: `but for the term of a regulariser`. */
  readonly proviso?: string;
  /** Whether enough is there for the pattern to be named at all; where absent, one entry will do (for a hint). */
  readonly accepts?: (group: FindingGroup) => boolean;
  /** Whether a fitted constant is one to be expected (2, ½, a length in sight), so that it was hardly chosen. */
  readonly isExpected?: (group: FindingGroup) => boolean;
  /** There are other explanations that numbers cannot tell from it: never more than a hint. */
  readonly isAmbiguous?: boolean;
  /**
   * Where the wrong entries are, or what they are like, rather than a rule that gives each of them: looked at only where
   * no rule holds. Its evidence is then its own.
   */
  readonly trait?: 'strong' | 'hint';
  /** A second mistake in the same parameters, told by itself. */
  readonly also?: { readonly code: DiagnosisCode; readonly words: (group: FindingGroup) => string };
  /** The sentence for the reader, given the parameters named and the constant they share. */
  readonly describe: (group: FindingGroup) => string;
}

/** One mistake in one or several parameters. */
export interface FindingGroup {
  readonly findings: readonly Finding[];
  /** Their paths, in tree order. */
  readonly paths: readonly string[];
  /** The fitted constant as the most accurate finding knows it. */
  readonly constant: Constant | null;
  /** Wrong entries explained, over its parameters. */
  readonly entries: number;
  readonly model: ModelEvidence;
}

/** The support of a trait: so many entries have it, which no rule predicts. */
export function traitOf(entries: number): Support {
  return { entries, bits: 0, most: 0, constants: 0 };
}

/** Accepts groups in which a pattern explains so many wrong entries. */
export function needsEntries(least: number): (group: FindingGroup) => boolean {
  return ({ entries }) => entries >= least;
}

/** Looks for one kind of mistake in one parameter with wrong entries. */
export type Detector = (parameter: ParameterEvidence, model: ModelEvidence) => Finding | readonly Finding[] | null;
