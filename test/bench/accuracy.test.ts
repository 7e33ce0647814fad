import { describe, expect, it } from 'vitest';
import { CORPUS, FAMILIES } from '../../bench/accuracy/corpus/index.js';
import { evaluate } from '../../bench/accuracy/evaluate.js';
import { checkGoals } from '../../bench/accuracy/goals.js';
import { pointsOf } from '../../bench/accuracy/losses.js';
import { prepare } from '../../bench/accuracy/prepare.js';

const SEED = 3;
const FUNCTIONS = 2;

describe('verdicts on a slice of the accuracy corpus', () => {
  const slice = FAMILIES.flatMap((family) => CORPUS.filter((test) => test.family === family).slice(0, FUNCTIONS));
  const evaluation = evaluate(
    prepare(slice, (test) => pointsOf(test, 1, SEED)),
    { seed: SEED, mutationStride: 3 },
  );

  it('covers every family', () => {
    for (const family of FAMILIES) expect(evaluation.families.get(family)!.entries, family).toBeGreaterThan(0);
  });

  it.each(FAMILIES)('fails no right entry: %s', (family) => {
    const { falseAlarms, falseBeside } = evaluation.families.get(family)!;
    expect({ falseAlarms, falseBeside }).toEqual({ falseAlarms: 0, falseBeside: 0 });
  });

  it.each(checkGoals(evaluation))('$name', ({ isMet, found }) => {
    expect(isMet, found).toBe(true);
  });
});
