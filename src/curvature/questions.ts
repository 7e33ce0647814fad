/**
 * As algorithms on the loss ask for points and are told numbers (numdiff/probe.ts), those on curvature ask for gradients at
 * points, or for products of the Hessian with directions, and are told vectors.
 */
export type AskingVectors<Result> = Generator<readonly Float64Array[], Result, readonly Float64Array[]>;

/** Answers the questions one after the other. */
export async function answerVectors<Result>(
  asking: AskingVectors<Result>,
  answer: (question: Float64Array) => Float64Array | Promise<Float64Array>,
): Promise<Result> {
  let turn = asking.next();
  while (!turn.done) {
    const answers: Float64Array[] = [];
    for (const question of turn.value) answers.push(await answer(question));
    turn = asking.next(answers);
  }
  return turn.value;
}
