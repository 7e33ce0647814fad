import type { AskingVectors } from '../../src/curvature/questions.js';

/** Answers an algorithm by a function of vectors; counts the questions. */
export function driveVectors<Result>(
  asking: AskingVectors<Result>,
  answer: (question: Float64Array) => Float64Array,
): { result: Result; questions: number } {
  let questions = 0;
  let turn = asking.next();
  while (!turn.done) {
    questions += turn.value.length;
    turn = asking.next(turn.value.map((question) => answer(question)));
  }
  return { result: turn.value, questions };
}
