import { chooseFindings, type Choice } from './choose-findings.js';
import { describeNeighbours } from './describe-neighbours.js';
import { describeUnknown } from './describe-unknown.js';
import { detectNonFinite } from './detectors/non-finite.js';
import { diagnoseHabit } from './diagnose-habit.js';
import type { Finding, FindingGroup } from './finding.js';
import type { GradientEvidence } from './gradient-evidence.js';
import { groupFindings } from './group-findings.js';
import { readEvidence, type ModelEvidence } from './parameter-evidence.js';
import type { NamedDiagnosis } from './rank-diagnoses.js';
import { joinSentences, listNames } from './words.js';

/**
 * Names the mistake behind a wrong gradient from its numbers alone: patterns in claim against derivative, over entries and
 * parameters. The first is the headline; where nothing can be named it is `unknown`, with what is known. Evidence is
 * `strong` where a pattern explains three entries or more and no other does, else `hint`. Empty where nothing is wrong.
 */
export function diagnoseNumbers(evidence: GradientEvidence): NamedDiagnosis[] {
  const model = readEvidence(evidence);
  const habit = diagnoseHabit(evidence);
  // Numbers of a gradient that depends on earlier calls show that, not how they are computed.
  if (habit) return [habit];
  const nonFinite = model.parameters.map((parameter) => detectNonFinite(parameter)).filter((found) => found !== null);
  const { choices, unexplained } = chooseFindings(model);
  const diagnoses = [
    ...describeNonFinite(nonFinite, model),
    ...choices.map(describeChoice),
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

const FEW = ['', 'one entry', 'two entries'];

function describeChoice({ group, evidence, alternatives }: Choice): NamedDiagnosis {
  const { code, describe, trait } = group.findings[0];
  const tooFew = evidence === 'hint' && !trait && group.entries < FEW.length ? FEW[group.entries] : undefined;
  const also = alternatives.length > 0 ? `the numbers fit ${alternatives.join(' and ')} as well` : undefined;
  return {
    code,
    path: group.paths[0],
    paths: group.paths,
    message: joinSentences(
      describe(group),
      ...describeProvisos(group),
      tooFew && `${tooFew} can only be consistent with that, not prove it`,
      also,
    ),
    evidence,
  };
}

/** What holds of some of the parameters only, each thing once. */
function describeProvisos({ findings }: FindingGroup): string[] {
  const provisos = new Set(findings.map(({ proviso }) => proviso).filter((words) => words !== undefined));
  return [...provisos].map((proviso) => {
    const paths = findings.filter((finding) => finding.proviso === proviso).map(({ parameter }) => parameter.path);
    return `in ${listNames(paths)} ${proviso}`;
  });
}
