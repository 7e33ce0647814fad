import { table } from '../markdown-table.js';
import { LARGE, SPEED_UP, type Measured } from './goals.js';
import type { Growth } from './growth.js';
import type { Localisation } from './localisation.js';
import { SAMPLE } from './run-check.js';

/** The page of figures on large models, as Markdown. */
export function writeDocument({ speedUp, growth, localisation }: Measured): string {
  return [
    '# Scale',
    '',
    'Written by `npm run bench`. Counts are the same on every machine; times are of one run on one machine. What the modes',
    'do is told in [large models](large-models.md).',
    '',
    '## Growth',
    '',
    'A right gradient of a logistic loss with a penalty, one parameter block. Times are of the processor; own: that of',
    `gradcheck itself for each evaluation and entry. A sample is of ${SAMPLE} entries. Goal: ${LARGE.size.toExponential()} entries along directions in ${LARGE.right} evaluations.`,
    '',
    table(
      ['mode', 'n', 'evaluations', 'seconds', 'own', 'verdict'],
      growth.map((one) => growthRow(one)),
    ),
    '',
    '## Wrong entries found',
    '',
    'Errors planted in entries that move the loss by at least the median. Exact: trials in which these entries, and no',
    'others, were named. Expected: 16 + 10·k·log₂(n/k) for k wrong ones; a full check takes 4·n.',
    'In float32 even errors of twice the entry need not show: there nobody may be blamed, and those are missed.',
    `Goal: exact, nobody blamed, one among ${LARGE.size.toExponential()} in ${LARGE.wrong} evaluations.`,
    '',
    table(
      ['loss', 'n', 'wrong', 'error', 'exact', 'blamed', 'evaluations', 'expected'],
      localisation.map((one) => localisationRow(one)),
    ),
    '',
    '## Threads',
    '',
    `A whole check of 2,000 entries, a loss of about a millisecond, on ${speedUp.cores} cores, with a load of ${speedUp.load.toFixed(1)} from`,
    `elsewhere: ${speedUp.one.toFixed(2)} s with one thread, ${speedUp.two.toFixed(2)} s with two, ${speedUp.ratio.toFixed(2)} times as fast, for ${speedUp.cost.toFixed(2)} times the processor time. Goal: ${SPEED_UP} on two idle cores.`,
    '',
  ].join('\n');
}

function growthRow({ mode, size, evaluations, seconds, ownPerEntry, verdict }: Growth): string[] {
  return [mode, String(size), String(evaluations), seconds.toFixed(2), `${(ownPerEntry * 1e9).toFixed(1)} ns`, verdict];
}

function localisationRow({
  loss,
  size,
  wrong,
  error,
  trials,
  exact,
  blamed,
  evaluations,
  expected,
}: Localisation): string[] {
  return [loss, size, wrong, error, `${exact} of ${trials}`, blamed, evaluations, expected].map(String);
}
