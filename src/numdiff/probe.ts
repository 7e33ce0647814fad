/**
 * Numerical algorithms do not call the loss. They are generators that ask for points and are told values, so that one
 * algorithm serves plain numbers, promises and many workers, and tests can drive it with a table of numbers.
 */

/**
 * The base point with one entry replaced, or a whole other point. What is far is asked for although it may lie outside
 * the domain of the loss.
 */
export type Probe =
  | { readonly index: number; readonly value: number; readonly isFar?: true }
  | { readonly point: Float64Array };

/** Asks for the loss at some probes, is told the values in the same order. */
export type Asking<Result> = Generator<readonly Probe[], Result, readonly number[]>;

/**
 * Answers a generator's questions one after the other. Synchronous as long as the loss is; from the first promise on,
 * what is left goes on asynchronously and a promise of the result is returned.
 */
export function drive<Result>(
  asking: Asking<Result>,
  loss: (probe: Probe) => number | PromiseLike<number>,
): Result | Promise<Result> {
  let turn = asking.next();
  while (!turn.done) {
    const probes = turn.value;
    const answers: number[] = [];
    for (const probe of probes) {
      const answer = loss(probe);
      if (typeof answer !== 'number') return driveOn(asking, loss, probes, answers, answer);
      answers.push(answer);
    }
    turn = asking.next(answers);
  }
  return turn.value;
}

async function driveOn<Result>(
  asking: Asking<Result>,
  loss: (probe: Probe) => number | PromiseLike<number>,
  probes: readonly Probe[],
  answers: number[],
  pending: PromiseLike<number>,
): Promise<Result> {
  answers.push(await pending);
  for (const probe of probes.slice(answers.length)) answers.push(await loss(probe));
  let turn = asking.next(answers);
  while (!turn.done) {
    const next: number[] = [];
    for (const probe of turn.value) next.push(await loss(probe));
    turn = asking.next(next);
  }
  return turn.value;
}
