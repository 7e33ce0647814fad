import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CORPUS } from './corpus/index.js';
import { writeDocument } from './document.js';
import { evaluate } from './evaluate.js';
import { checkGoals, checkJitteredGoals } from './goals.js';
import { jitteredPoints, pointsOf } from './losses.js';
import { collectMisjudgements } from './misjudgements.js';
import { prepare } from './prepare.js';
import { tryConstants } from './sensitivity.js';
import { bounds, constants, goals, peers, rightGradients, wrongEntries } from './tables.js';

/** Seed of the published figures. */
const PUBLISHED_SEED = 1747897407;
const POINTS = 4;
/** Jittered points of each case, and every how many-th mutation is applied there. */
const JITTERED = 15;
const JITTERED_STRIDE = 9;
const DOCUMENT = 'docs/accuracy.md';

/**
 * Measures the verdict rule on the corpus and checks its goals; the result is the exit code.
 *
 *   node bench/run.mjs accuracy [--seed n] [--quick] [--list]
 *
 * `--quick` takes one point a function and every third mutation, and leaves out the constants. A full run with the
 * published seed writes docs/accuracy.md. `--list` tells of each kind of misjudgement an example or two per case.
 */
export function main(options: string[]): number {
  const { values } = parseArgs({
    args: options,
    options: {
      seed: { type: 'string' },
      quick: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
    },
  });
  const seed = values.seed === undefined ? PUBLISHED_SEED : Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed ${values.seed} is no integer`);
  const points = values.quick ? 1 : POINTS;
  const preparations = prepare(CORPUS, (test) => pointsOf(test, points, seed));
  const { watch, lines } = collectMisjudgements();
  const evaluation = evaluate(preparations, { seed, mutationStride: values.quick ? 3 : 1, withPeers: true, watch });
  const atJittered = prepare(CORPUS, (test) => jitteredPoints(test, values.quick ? 3 : JITTERED, seed + 1));
  const jittered = evaluate(atJittered, { seed: seed + 1, mutationStride: JITTERED_STRIDE, watch });
  const reached = [...checkGoals(evaluation), ...checkJitteredGoals(jittered)];
  const say = (title: string, text: string): void => console.log(`\n${title}\n\n${text}`);
  if (values.list) say('Misjudgements', lines.sort().join('\n'));
  say('Right gradients', rightGradients(evaluation));
  say(
    'Wrong entries by relative error: all found, or found/wrong p passed (admitted) u undecided',
    wrongEntries(evaluation),
  );
  say('Right gradients at jittered points', rightGradients(jittered));
  say('Wrong entries at jittered points', wrongEntries(jittered));
  say('Bounds: |numeric − truth| / bound', bounds(evaluation));
  say('Other rules', peers(evaluation));
  if (!values.quick) {
    const ownPoints = preparations.filter(({ test }, k) => test !== preparations[k - 1]?.test);
    const variants = tryConstants(ownPoints, seed);
    say('Constants', constants(variants));
    if (seed === PUBLISHED_SEED)
      writeFileSync(
        DOCUMENT,
        writeDocument({
          seed,
          points,
          evaluation,
          jittered,
          jitteredStride: JITTERED_STRIDE,
          goals: reached,
          variants,
        }),
      );
  }
  say('Goals', goals(reached));
  return reached.every((goal) => goal.isMet) ? 0 : 1;
}
