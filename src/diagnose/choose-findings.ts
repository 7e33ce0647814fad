import type { Diagnosis } from '../check/report.js';
import { DETECTORS } from './detectors/index.js';
import type { Detector, Finding, FindingGroup } from './finding.js';
import type { DiagnosisCode } from './gradient-evidence.js';
import { bitsOf, groupFindings, isSimple, withoutExplained } from './group-findings.js';
import type { ModelEvidence, ParameterEvidence } from './parameter-evidence.js';

/** Wrong entries that a pattern must explain to be more than a hint. */
const STRONG_ENTRIES = 3;
/** A strong pattern holds by accident less than once in a million times, a hint less than once in a thousand. */
const STRONG_BITS = 20;
const HINT_BITS = 10;

/** A mistake that was chosen to explain some parameters. */
export interface Choice {
  readonly group: FindingGroup;
  readonly evidence: Diagnosis['evidence'];
  /** Codes of other kinds that explain the same as well. */
  readonly alternatives: readonly DiagnosisCode[];
}

interface Candidate {
  readonly group: FindingGroup;
  /** Place of its detector: lower is more specific. */
  readonly rank: number;
  readonly bits: number;
  readonly isStrong: boolean;
  readonly isTrait: boolean;
}

/**
 * Chooses mistakes until every wrong parameter that can be explained is. Strong patterns come first, then weak ones, then
 * mere traits; among these the one that explains most parameters, then the most specific.
 */
export function chooseFindings(
  model: ModelEvidence,
  detectors: readonly Detector[] = DETECTORS,
): { choices: Choice[]; unexplained: ParameterEvidence[] } {
  const ranks = new Map<Finding, number>();
  const open = new Set(model.parameters.filter(({ wrong }) => wrong.length > 0));
  const findings = [...open].flatMap((parameter) =>
    detectors.flatMap((detect, rank) => {
      const found = [detect(parameter, model) ?? []].flat();
      for (const one of found) ranks.set(one, rank);
      return found;
    }),
  );
  const choices: Choice[] = [];
  let candidates = groupFindings(findings, model).flatMap((group) => toCandidate(group, ranks) ?? []);
  while (candidates.length > 0) {
    const [best, ...rest] = candidates.sort(compareCandidates);
    choices.push(toChoice(best, rest));
    for (const { parameter } of best.group.findings) open.delete(parameter);
    candidates = rest.flatMap((candidate) => {
      const group = withoutExplained(candidate.group, (parameter) => open.has(parameter));
      if (group === candidate.group) return candidate;
      return (group && toCandidate(group, ranks)) ?? [];
    });
  }
  return { choices, unexplained: [...open] };
}

/** Null where too little speaks for it. */
function toCandidate(group: FindingGroup, ranks: ReadonlyMap<Finding, number>): Candidate | null {
  const rank = ranks.get(group.findings[0])!;
  const { trait, accepts, isAmbiguous } = group.findings[0];
  if (accepts && !accepts(group)) return null;
  if (trait) return { group, rank, bits: 0, isStrong: trait === 'strong', isTrait: true };
  const bits = bitsOf(group);
  if (bits < HINT_BITS) return null;
  const isStrong = !isAmbiguous && group.entries >= STRONG_ENTRIES && bits >= STRONG_BITS;
  return { group, rank, bits, isStrong, isTrait: false };
}

function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    Number(a.isTrait) - Number(b.isTrait) ||
    (a.isTrait ? 0 : Number(b.isStrong) - Number(a.isStrong)) ||
    b.group.findings.length - a.group.findings.length ||
    a.rank - b.rank
  );
}

/** Kinds of pattern: within one the more specific implies the others. */
const KINDS: readonly (readonly DiagnosisCode[])[] = [
  ['transposed', 'off-by-one', 'permuted', 'copied'],
  ['sign-flip', 'scale', 'missing-factor'],
  ['missing-term', 'extra-term', 'overwritten'],
];

function kindOf(code: DiagnosisCode): unknown {
  return KINDS.find((codes) => codes.includes(code)) ?? code;
}

/** A pattern of another kind that explains the same parameters as well, and is as simple, leaves it open which it is. */
function toChoice(best: Candidate, rest: readonly Candidate[]): Choice {
  const { group, isStrong, isTrait } = best;
  const { code } = group.findings[0];
  if (isTrait) return { group, evidence: isStrong ? 'strong' : 'hint', alternatives: [] };
  const rivals = rest.filter(
    (other) =>
      !other.isTrait &&
      other.bits >= (isStrong ? STRONG_BITS : HINT_BITS) &&
      other.group.entries >= group.entries &&
      kindOf(other.group.findings[0].code) !== kindOf(code) &&
      (isSimple(other.group) || !isSimple(group)) &&
      group.paths.every((path) => other.group.paths.includes(path)),
  );
  const alternatives = [...new Set(rivals.map((other) => other.group.findings[0].code))].filter(
    (other) => other !== 'unknown',
  );
  return { group, evidence: isStrong && alternatives.length === 0 ? 'strong' : 'hint', alternatives };
}
