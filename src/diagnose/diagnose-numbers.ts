import { chooseFindings } from './choose-findings.js';
import { describeChoice } from './describe-choice.js';
import { describeNeighbours } from './describe-neighbours.js';
import { describeUnknown } from './describe-unknown.js';
import { detectNonFinite } from './detectors/non-finite.js';
import { diagnoseHabit } from './diagnose-habit.js';
import type { Finding } from './finding.js';
import type { GradientEvidence } from './gradient-evidence.js';
import { groupFindings } from './group-findings.js';
import { readEvidence, type ModelEvidence } from './parameter-evidence.js';
import type { NamedDiagnosis } from './rank-diagnoses.js';
import { joinSentences } from './words.js';

/**
 * Names the mistake behind a wrong gradient from its numbers alone: patterns in claim against derivative, over entries and
 * parameters. The first is the headline; where nothing can be named it is `unknown`, with what is known. Evidence is
 * `strong` where a pattern explains three entries or more and no other does, else `hint`. Empty where nothing is wrong.
 */
export function diagnoseNumbers(evidence: GradientEvidence): NamedDiagnosis[] {
  const habit = diagnoseHabit(evidence);
  // Numbers of a gradient that depends on earlier calls show that, not how they are computed.
  if (habit && habit.path === '') return [habit];
  if (habit) return [habit, ...diagnosePatterns(withoutParameters(readEvidence(evidence), evidence.changing!))];
  return diagnosePatterns(readEvidence(evidence));
}

function withoutParameters(model: ModelEvidence, paths: readonly string[]): ModelEvidence {
  return { ...model, parameters: model.parameters.filter(({ path }) => !paths.includes(path)) };
}

function diagnosePatterns(model: ModelEvidence): NamedDiagnosis[] {
  const nonFinite = model.parameters.map((parameter) => detectNonFinite(parameter)).filter((found) => found !== null);
  const { choices, unexplained } = chooseFindings(model);
  const diagnoses = [
    ...describeNonFinite(nonFinite, model),
    ...choices.flatMap(describeChoice),
    ...(unexplained.length > 0 ? [describeUnknown(unexplained, model)] : []),
  ];
  return diagnoses.map((diagnosis, k) =>
    k > 0 ? diagnosis : { ...diagnosis, message: joinSentences(diagnosis.message, describeNeighbours(model)) },
  );
}

function describeNonFinite(findings: readonly Finding[], model: ModelEvidence): NamedDiagnosis[] {
  return groupFindings(findings, model).map((group) => ({
    code: 'non-finite',
    path: group.paths[0],
    paths: group.paths,
    message: group.findings[0].describe(group),
    evidence: 'strong',
  }));
}
