import { table } from '../markdown-table.js';
import { describe, type Evaluation } from './evaluate.js';
import { CODES } from './labels.js';
import type { Score } from './score.js';

/** One row a set: what was found, named and placed. */
export function sets(evaluations: readonly Evaluation[]): string {
  const rows = evaluations.map(({ set, models, scores }) => [
    set,
    `${models}`,
    `${scores.length}`,
    `${count(scores, (s) => s.isFound)}`,
    share(scores, (s) => s.isFirstCodeRight),
    share(scores, (s) => s.isSomeCodeRight),
    share(scores.filter(hasLine), (s) => s.isFirstLineRight),
    share(scores.filter(hasLine), (s) => s.isSomeLineRight),
    `${scores.reduce((sum, s) => sum + s.wrongExact.length, 0)}`,
  ]);
  return table(['set', 'models', 'mistakes', 'found', 'code', 'code in 3', 'line', 'line in 3', 'wrong exact'], rows);
}

/** One row a code: mistakes of which it is the best name. */
export function codes({ scores }: Evaluation): string {
  const perCode = CODES.map((code) => ({ code, own: scores.filter((score) => bestCode(score) === code) }));
  const rows = perCode
    .filter(({ own }) => own.length > 0)
    .map(({ code, own }) => [
      code,
      `${own.length}`,
      share(own, (s) => s.isFirstCodeRight),
      share(own, (s) => s.isSomeCodeRight),
      share(own.filter(hasLine), (s) => s.isFirstLineRight),
      `${own.reduce((sum, s) => sum + s.wrongExact.length, 0)}`,
      namedInstead(own),
    ]);
  return table(['mistake', 'number', 'code', 'code in 3', 'line', 'wrong exact', 'named instead'], rows);
}

/** One row a degree of evidence: how often the first diagnosis that claims it is right. */
export function evidence(evaluations: readonly Evaluation[]): string {
  const rows = (['exact', 'strong', 'hint'] as const).flatMap((degree) =>
    evaluations.map(({ set, scores }) => {
      const own = scores.filter(({ first }) => first?.evidence === degree);
      return [
        degree,
        set,
        `${own.length}`,
        share(own, (s) => s.isFirstCodeRight),
        share(own.filter(hasLine), (s) => s.isFirstLineRight),
        share(own, (s) => s.isFirstCodeRight || s.isFirstLineRight),
      ];
    }),
  );
  return table(['evidence', 'set', 'number', 'code', 'line', 'code or line'], rows);
}

/** Files with two mistakes at once. */
export function pairs(evaluations: readonly Evaluation[]): string {
  const rows = evaluations
    .map(({ set, scores }) => ({ set, own: scores.filter(({ label }) => label.parts) }))
    .filter(({ own }) => own.length > 0)
    .map(({ set, own }) => [
      set,
      `${own.length}`,
      share(own, (s) => s.isFirstCodeRight),
      share(own.filter(hasLine), (s) => s.isFirstLineRight),
      share(own, (s) => s.isEachNamed),
    ]);
  return table(['set', 'pairs', 'code', 'line', 'both named'], rows);
}

/** Seconds that a check took, its diagnosis included. */
export function times(evaluations: readonly Evaluation[]): string {
  const rows = evaluations.map(({ set, scores }) => {
    const seconds = scores.map(({ durationMs }) => durationMs / 1000).sort((a, b) => a - b);
    const at = (quantile: number): string =>
      (seconds[Math.min(seconds.length - 1, Math.floor(quantile * seconds.length))] ?? 0).toFixed(2);
    return [set, at(0.5), at(0.9), at(1)];
  });
  return table(['set', 'median', '90 %', 'largest'], rows);
}

/** The exact claims that agree with their label in neither code nor line, for a human to look at. */
export function wrongExactClaims({ scores }: Evaluation): string {
  return listed(
    scores.flatMap(({ label, wrongExact }) =>
      wrongExact.map((diagnosis) => `\`${nameOf(label)}\`: ${describe(diagnosis)}. ${label.mistake}`),
    ),
  );
}

/** Right models that were not left alone, and files without a report. */
export function alarms({ falseAlarms, failures }: Evaluation): string {
  return listed([...falseAlarms.map(({ file, found }) => `\`${file}\`: ${found}`), ...failures]);
}

/** The mistakes whose first diagnosis has not the right code, or not the right line, or that passed. */
export function misses({ scores }: Evaluation): string {
  return listed(
    scores
      .filter((score) => !score.isFirstCodeRight || (hasLine(score) && !score.isFirstLineRight))
      .map((score) => {
        const { label, first, isFound } = score;
        const said = first ? describe(first) : isFound ? 'no diagnosis' : 'passed';
        const due = `${label.codes.join('/')} at ${label.lossLines.join(', ') || 'no line'}`;
        return `${score.isFirstCodeRight ? 'line' : 'code'} ${nameOf(label)}: ${said}; due: ${due}. ${label.mistake}`;
      }),
  );
}

const bestCode = ({ label }: Score): string => label.codes[0];
const hasLine = ({ label }: Score): boolean => label.lossLines.length > 0;
const nameOf = ({ file, model }: Score['label']): string => (model === undefined ? file : `${file} (${model})`);

function listed(lines: readonly string[]): string {
  return lines.length === 0 ? 'None.' : lines.map((line) => `- ${line}`).join('\n');
}

function count(scores: readonly Score[], holds: (score: Score) => boolean): number {
  return scores.filter(holds).length;
}

function share(scores: readonly Score[], holds: (score: Score) => boolean): string {
  if (scores.length === 0) return '–';
  return `${count(scores, holds)} (${((100 * count(scores, holds)) / scores.length).toFixed(0)} %)`;
}

/** The wrong first names, most frequent first. */
function namedInstead(scores: readonly Score[]): string {
  const numbers = new Map<string, number>();
  for (const { first, isFirstCodeRight } of scores) {
    const name = first?.code ?? 'none';
    if (!isFirstCodeRight) numbers.set(name, (numbers.get(name) ?? 0) + 1);
  }
  const sorted = [...numbers].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
  return sorted.map(([name, n]) => `${name} ${n}`).join(', ') || '–';
}
