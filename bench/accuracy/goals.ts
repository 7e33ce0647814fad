import { FAMILIES, type Family } from './corpus/index.js';
import type { Evaluation } from './evaluate.js';
import { DECADES, type Score } from './score.js';

/** Something the verdict rule is to achieve, and whether it does. */
export interface Goal {
  readonly name: string;
  readonly found: string;
  readonly isMet: boolean;
}

const LEAST_DETECTED = 0.995;
const MOST_EVALUATIONS = 4.5;
const MOST_SETUP = 12;
const MOST_VIOLATIONS = 0.002;
const MOST_UNDECIDED = 0.02;
const MOST_UNDECIDED_FLOAT32 = 0.08;

export function sumOver(evaluation: Evaluation, count: (score: Score) => number): number {
  return FAMILIES.reduce((total, family) => total + count(evaluation.families.get(family)!), 0);
}

/** Undecided and passed entries of the decades from 1e-4 up. */
export function missedEntries(score: Score): { wrong: number; undecided: number; passed: number; admitted: number } {
  const total = { wrong: 0, undecided: 0, passed: 0, admitted: 0 };
  score.decades.forEach((decade, k) => {
    if (DECADES[k] < 1e-4) return;
    total.wrong += decade.wrong;
    total.undecided += decade.undecided;
    total.passed += decade.passed;
    total.admitted += decade.admitted;
  });
  return total;
}

export function checkGoals(evaluation: Evaluation): Goal[] {
  const smooth = evaluation.families.get('smooth')!;
  const falseAlarms = sumOver(evaluation, (score) => score.falseAlarms);
  const falseBeside = sumOver(evaluation, (score) => score.falseBeside);
  const missed = missedEntries(smooth);
  const detected = 1 - (missed.undecided + missed.passed) / missed.wrong;
  const perEntry = smooth.evaluations / smooth.entries;
  const perModel = smooth.setupEvaluations / smooth.checks;
  const entries = sumOver(evaluation, (score) => score.entries);
  const rightViolations = sumOver(evaluation, (score) => score.rightViolations);
  const materialViolations = sumOver(evaluation, (score) => score.materialViolations);
  const estimates = sumOver(evaluation, (score) => score.ratios.length);
  return [
    {
      name: 'no false alarm on a right gradient',
      found: `${falseAlarms} of ${entries} entries`,
      isMet: falseAlarms === 0,
    },
    {
      name: 'no false alarm on a right entry beside wrong ones',
      found: `${falseBeside} of ${sumOver(evaluation, (score) => score.rightBeside)} entries`,
      isMet: falseBeside === 0,
    },
    {
      name: `smooth losses: at least ${LEAST_DETECTED * 100} % of the errors of 1e-4 or more fail`,
      found: `${(100 * detected).toFixed(2)} % of ${missed.wrong}`,
      isMet: detected >= LEAST_DETECTED,
    },
    {
      name: 'smooth losses: none of the others passes beyond its printed detection limit',
      found: `${missed.passed - missed.admitted} entries`,
      isMet: missed.passed === missed.admitted,
    },
    {
      name: `smooth losses: at most ${MOST_EVALUATIONS} evaluations an entry, without setup`,
      found: perEntry.toFixed(2),
      isMet: perEntry <= MOST_EVALUATIONS,
    },
    {
      name: `smooth losses: at most ${MOST_SETUP} setup evaluations a model`,
      found: perModel.toFixed(1),
      isMet: perModel <= MOST_SETUP,
    },
    {
      name: 'smooth losses: no estimate further from the truth than its bound',
      found: `${smooth.violations} of ${smooth.ratios.length} estimates`,
      isMet: smooth.violations === 0,
    },
    {
      name: `all losses, right gradients: at most ${MOST_VIOLATIONS * 100} % of the estimates further from the truth than their bound`,
      found: share(rightViolations, entries),
      isMet: rightViolations <= MOST_VIOLATIONS * entries,
    },
    {
      name: `all losses, all gradients: at most ${MOST_VIOLATIONS * 100} % further off than the printed detection limit`,
      found: share(materialViolations, estimates),
      isMet: materialViolations <= MOST_VIOLATIONS * estimates,
    },
  ];
}

/** What is asked at jittered points, which no rule was looked at with. */
export function checkJitteredGoals(evaluation: Evaluation): Goal[] {
  const families = evaluation.families;
  const falseAlarms = sumOver(evaluation, (score) => score.falseAlarms);
  const falseBeside = sumOver(evaluation, (score) => score.falseBeside);
  const silent = families.get('smooth')!.silentBeyond;
  const undecided = (family: Family, most: number): Goal => {
    const { undecided, entries } = families.get(family)!;
    return {
      name: `jittered, ${family}: at most ${most * 100} % of the right entries undecided`,
      found: share(undecided, entries),
      isMet: undecided <= most * entries,
    };
  };
  return [
    {
      name: 'jittered: no false alarm on a right gradient',
      found: `${falseAlarms} of ${sumOver(evaluation, (score) => score.entries)} entries`,
      isMet: falseAlarms === 0,
    },
    {
      name: 'jittered: no false alarm on a right entry beside wrong ones',
      found: `${falseBeside} of ${sumOver(evaluation, (score) => score.rightBeside)} entries`,
      isMet: falseBeside === 0,
    },
    undecided('smooth', MOST_UNDECIDED),
    undecided('float32', MOST_UNDECIDED_FLOAT32),
    {
      name: 'jittered, smooth: no wrong gradient passes beyond its printed detection limit',
      found: `${silent} of ${families.get('smooth')!.spoilt} gradients`,
      isMet: silent === 0,
    },
  ];
}

function share(count: number, all: number): string {
  return `${count} of ${all} (${((100 * count) / all).toFixed(2)} %)`;
}
