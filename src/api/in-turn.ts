import { AsyncLocalStorage } from 'node:async_hooks';

/** Tasks that must not run at the same time; each starts when the one before has ended, well or not. */
interface Queue {
  last: Promise<unknown>;
}

/** The queue for whatever the running task itself asks for: it would wait for ever in the queue it is at the head of. */
const inner = new AsyncLocalStorage<Queue>();
const outermost: Queue = { last: Promise.resolve() };

/** Runs a task when those asked for before it have ended; one asked for by a running task runs within that. */
export function runInTurn<T>(task: () => Promise<T>): Promise<T> {
  const queue = inner.getStore() ?? outermost;
  const result = queue.last.then(() => inner.run({ last: Promise.resolve() }, task));
  queue.last = result.catch(() => {});
  return result;
}
