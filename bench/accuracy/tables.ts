import { RULE } from '../../src/numdiff/constants.js';
import { table } from '../markdown-table.js';
import { FAMILIES } from './corpus/index.js';
import { PEERS, type Evaluation } from './evaluate.js';
import { missedEntries, sumOver, type Goal } from './goals.js';
import { DECADES, type DecadeScore, type Score } from './score.js';
import type { Variant } from './sensitivity.js';

function perFamily(evaluation: Evaluation, cells: (score: Score) => string[]): string[][] {
  return FAMILIES.map((family) => [family, ...cells(evaluation.families.get(family)!)]);
}

function ratio(a: number, b: number, digits: number): string {
  return b === 0 ? '–' : (a / b).toFixed(digits);
}

export function rightGradients(evaluation: Evaluation): string {
  const rows = perFamily(evaluation, (score) => [
    `${score.functions.size}`,
    `${score.checks}`,
    `${score.entries}`,
    `${score.falseAlarms}`,
    `${score.falseModels}`,
    `${score.undecided}`,
    ratio(score.evaluations, score.entries, 2),
    ratio(score.setupEvaluations, score.checks, 1),
  ]);
  const total = (count: (score: Score) => number): number => sumOver(evaluation, count);
  rows.push([
    'all',
    `${total((s) => s.functions.size)}`,
    `${total((s) => s.checks)}`,
    `${total((s) => s.entries)}`,
    `${total((s) => s.falseAlarms)}`,
    `${total((s) => s.falseModels)}`,
    `${total((s) => s.undecided)}`,
    ratio(
      total((s) => s.evaluations),
      total((s) => s.entries),
      2,
    ),
    ratio(
      total((s) => s.setupEvaluations),
      total((s) => s.checks),
      1,
    ),
  ]);
  return table(
    [
      'family',
      'functions',
      'gradients',
      'entries',
      'false alarms',
      'in gradients',
      'undecided',
      'evals/entry',
      'setup',
    ],
    rows,
  );
}

export function wrongEntries(evaluation: Evaluation): string {
  const cell = ({ wrong, undecided, passed, admitted }: DecadeScore): string => {
    if (wrong === 0) return '–';
    const found = wrong - undecided - passed;
    return found === wrong ? `${wrong}` : `${found}/${wrong} p${passed}(${admitted}) u${undecided}`;
  };
  const rows = perFamily(evaluation, (score) => score.decades.map(cell));
  const totals = DECADES.map((_, k): DecadeScore => {
    const count = (key: keyof DecadeScore): number => sumOver(evaluation, (score) => score.decades[k][key]);
    return {
      wrong: count('wrong'),
      undecided: count('undecided'),
      passed: count('passed'),
      admitted: count('admitted'),
    };
  });
  return table(
    ['family', ...DECADES.map((low) => `≥ ${low.toExponential(0)}`)],
    [...rows, ['all', ...totals.map(cell)]],
  );
}

export function bounds(evaluation: Evaluation): string {
  const digits = (x: number): string => (x === 0 ? '0' : x >= 1e4 || x < 1e-3 ? x.toExponential(0) : x.toPrecision(2));
  type Counts = Pick<Score, 'ratios' | 'violations' | 'rightViolations' | 'decidedViolations' | 'materialViolations'>;
  const cells = (score: Counts): string[] => {
    const sorted = score.ratios.slice().sort((a, b) => a - b);
    return [
      `${sorted.length}`,
      `${score.violations}`,
      `${score.rightViolations}`,
      `${score.decidedViolations}`,
      `${score.materialViolations}`,
      digits(sorted[sorted.length >> 1] ?? 0),
      digits(sorted[sorted.length - 1] ?? 0),
    ];
  };
  const all = {
    ratios: FAMILIES.flatMap((family) => evaluation.families.get(family)!.ratios),
    violations: sumOver(evaluation, (score) => score.violations),
    rightViolations: sumOver(evaluation, (score) => score.rightViolations),
    decidedViolations: sumOver(evaluation, (score) => score.decidedViolations),
    materialViolations: sumOver(evaluation, (score) => score.materialViolations),
  };
  return table(
    ['family', 'estimates', 'violations', 'right gradients', 'decided', 'material', 'median', 'largest'],
    [...perFamily(evaluation, cells), ['all', ...cells(all)]],
  );
}

export function peers(evaluation: Evaluation): string {
  const rows = FAMILIES.map((family) => {
    const ours = evaluation.families.get(family)!;
    const theirs = PEERS.map((peer) => evaluation.peers.get(family)![peer]);
    const missed = missedEntries(ours);
    return [
      family,
      ...[ours.falseModels, ...theirs.map((score) => score.falseModels)].map((n) => `${n}/${ours.checks}`),
      `${missed.passed}+${missed.undecided}?`,
      ...theirs.slice(0, 2).map((score) => `${score.missed}`),
      `${missed.wrong}`,
      ...[ours.spoiltPassed, ...theirs.map((score) => score.spoiltPassed)].map((n) => `${n}`),
      `${ours.spoilt}`,
    ];
  });
  const names = ['ours', ...PEERS];
  return table(
    [
      'family',
      ...names.map((name) => `alarm ${name}`),
      ...names.slice(0, 3).map((name) => `missed ${name}`),
      'of entries',
      ...names.map((name) => `silent ${name}`),
      'of gradients',
    ],
    rows,
  );
}

export function constants(variants: readonly Variant[]): string {
  const rows = variants.map(({ constant, value, evaluation }) => {
    const smooth = evaluation.families.get('smooth')!;
    const missed = missedEntries(smooth);
    return [
      constant === 'none' ? 'as frozen' : `${constant} ${show(RULE[constant])} → ${show(value!)}`,
      `${sumOver(evaluation, (score) => score.falseAlarms)}`,
      `${sumOver(evaluation, (score) => score.falseBeside)}`,
      `${missed.passed + missed.undecided}`,
      `${sumOver(evaluation, (score) => missedEntries(score).passed)}`,
      `${sumOver(evaluation, (score) => score.undecided)}`,
      `${sumOver(evaluation, (score) => score.violations)}`,
      ratio(smooth.evaluations, smooth.entries, 2),
      ratio(
        sumOver(evaluation, (score) => score.evaluations),
        sumOver(evaluation, (score) => score.entries),
        2,
      ),
    ];
  });
  return table(
    [
      'constant',
      'false alarms',
      'beside wrong ones',
      'missed, smooth',
      'passed, all',
      'undecided',
      'violations',
      'evals, smooth',
      'evals, all',
    ],
    rows,
  );
}

function show(value: number): string {
  return value >= 1e-3 || value === 0 ? `${value}` : value.toExponential(1);
}

export function goals(list: readonly Goal[]): string {
  return table(
    ['goal', 'found', 'result'],
    list.map(({ name, found, isMet }) => [name, found, isMet ? 'PASS' : 'FAIL']),
  );
}
