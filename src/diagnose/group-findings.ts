import type { Finding, FindingGroup } from './finding.js';
import type { ModelEvidence } from './parameter-evidence.js';

/** Puts findings of one key together whose constants agree within their errors. */
export function groupFindings(findings: readonly Finding[], model: ModelEvidence): FindingGroup[] {
  const byKey = new Map<string, Finding[]>();
  for (const finding of findings) byKey.set(finding.key, [...(byKey.get(finding.key) ?? []), finding]);
  return [...byKey.values()].flatMap((alike) => cluster(alike, model));
}

/** The finding that knows the constant best gathers those that agree with it. */
function cluster(findings: readonly Finding[], model: ModelEvidence): FindingGroup[] {
  const relativeError = ({ constant }: Finding): number => (constant ? constant.error / Math.abs(constant.value) : 0);
  const open = findings.slice().sort((a, b) => relativeError(a) - relativeError(b));
  const groups: FindingGroup[] = [];
  while (open.length > 0) {
    const best = open[0];
    const members = open.filter((one) => agree(one, best));
    groups.push(asGroup(members, model));
    for (const member of members) open.splice(open.indexOf(member), 1);
  }
  return groups;
}

function agree({ constant: a }: Finding, { constant: b }: Finding): boolean {
  return !a || !b || Math.abs(a.value - b.value) <= a.error + b.error;
}

function asGroup(members: readonly Finding[], model: ModelEvidence): FindingGroup {
  const order = new Map(model.parameters.map((parameter, k) => [parameter, k]));
  const findings = members.slice().sort((a, b) => order.get(a.parameter)! - order.get(b.parameter)!);
  return {
    findings,
    paths: findings.map(({ parameter }) => parameter.path),
    constant: members[0].constant ?? null,
    entries: findings.reduce((sum, { support }) => sum + support.entries, 0),
    model,
  };
}

/** Bits by which an expected constant (2, ½, a length) is chosen: there are about so many. */
const EXPECTED_BITS = 5;

/**
 * −log₂ of the chance that a group's pattern holds by accident: what the entries tell, less what was fitted. A constant
 * shared by several parameters was fitted once; one to be expected was hardly fitted at all.
 */
export function bitsOf(group: FindingGroup): number {
  const { findings } = group;
  const told = findings.reduce((sum, { support }) => sum + support.bits, 0);
  if (!findings[0].constant)
    return told - findings.reduce((sum, { support }) => sum + support.constants * support.most, 0);
  return told - (isSimple(group) ? EXPECTED_BITS : Math.max(...findings.map(({ support }) => support.most)));
}

/** No constant was fitted, or one that was to be expected. */
export function isSimple(group: FindingGroup): boolean {
  const { constant, isExpected } = group.findings[0];
  return constant === undefined || isExpected?.(group) === true;
}
