import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { writeDocument } from './document.js';
import { evaluate, type Evaluation } from './evaluate.js';
import { SETS } from './labels.js';
import { alarms, codes, evidence, sets, misses, pairs, times, wrongExactClaims } from './tables.js';

const DOCUMENT = 'docs/diagnosis.md';
const BUILT = 'dist/cli.js';

/**
 * Runs the built command on every planted mistake and scores what it says; the result is the exit code: 1 where a mistake
 * passed, a right gradient was not left alone, or a file could not be checked.
 *
 *   node bench/run.mjs diagnosis [--set catalogue|unseen|heldout|fresh] [--only text] [--list]
 *
 * `--only` takes the files whose name contains the text, `--list` tells every mistake that was not named or not placed.
 * A full run in which every file could be checked writes docs/diagnosis.md.
 */
export async function main(options: string[]): Promise<number> {
  const { values } = parseArgs({
    args: options,
    options: {
      set: { type: 'string' },
      only: { type: 'string', default: '' },
      list: { type: 'boolean', default: false },
    },
  });
  const chosen = SETS.filter((set) => values.set === undefined || values.set === set);
  if (chosen.length === 0) throw new Error(`--set ${values.set} is none of ${SETS.join(', ')}`);
  if (!existsSync(BUILT)) throw new Error(`there is no ${BUILT}: run npm run build first`);
  const evaluations: Evaluation[] = [];
  for (const set of chosen) evaluations.push(await evaluate(set, values.only, showProgress));
  print(evaluations, values.list);
  const isFull = chosen.length === SETS.length && values.only === '';
  if (isFull && evaluations.every(({ failures }) => failures.length === 0))
    writeFileSync(DOCUMENT, writeDocument(evaluations));
  return evaluations.every(isSound) ? 0 : 1;
}

function print(evaluations: readonly Evaluation[], withMisses: boolean): void {
  const say = (title: string, text: string): void => console.log(`\n${title}\n\n${text}`);
  say('Sets', sets(evaluations));
  for (const evaluation of evaluations) {
    say(`By mistake: ${evaluation.set}`, codes(evaluation));
    if (withMisses) say(`Not named or not placed: ${evaluation.set}`, misses(evaluation));
    say(`Exact claims to look at: ${evaluation.set}`, wrongExactClaims(evaluation));
    say(`Right gradients not left alone: ${evaluation.set}`, alarms(evaluation));
  }
  say('By evidence', evidence(evaluations));
  say('Two mistakes at once', pairs(evaluations));
  say('Seconds', times(evaluations));
}

function isSound({ scores, falseAlarms, failures }: Evaluation): boolean {
  return falseAlarms.length === 0 && failures.length === 0 && scores.every(({ isFound }) => isFound);
}

/** On a terminal only, so that a log stays short. */
function showProgress(file: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${file}`);
}
