import type { ModelDefinition } from './model-definition.js';

type UserFunction = NonNullable<ModelDefinition['loss']>;

/**
 * Calls a loss of the user's with parameters and data.
 *
 * V8 copies into the caller what one place has always called, and inside a try block the user's loops then run slower,
 * measured at five sixths of their speed (Node 20). A place that has called several functions just calls: see `blur`.
 */
export function callUser(call: UserFunction, tree: unknown, data: unknown): unknown {
  return call(tree, data);
}

/** Calls before V8 starts to note what a function calls are not seen; these are enough to be. */
const CALLS = 200;

/** Shows the place in `callUser` two functions that are not the user's. */
function blur(): void {
  const one: UserFunction = () => 0;
  const other: UserFunction = () => 1;
  for (let i = 0; i < CALLS; i++) callUser(i % 2 === 0 ? one : other, null, null);
}

blur();
