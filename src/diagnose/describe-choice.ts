import type { Choice } from './choose-findings.js';
import type { FindingGroup } from './finding.js';
import type { NamedDiagnosis } from './rank-diagnoses.js';
import { joinSentences, listNames } from './words.js';

const FEW = ['', 'one entry', 'two entries'];

/** What was chosen, as it is told: one mistake, or two at once. */
export function describeChoice(choice: Choice): NamedDiagnosis[] {
  const first = describeMistake(choice);
  const { also } = choice.group.findings[0];
  return also ? [first, { ...first, code: also.code, message: also.words(choice.group) }] : [first];
}

function describeMistake({ group, evidence, alternatives }: Choice): NamedDiagnosis {
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
    ...(trait === 'hint' ? { isTrait: true } : {}),
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
