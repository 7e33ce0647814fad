/**
 * Does tasks side by side, some at once, and yields what comes of them in their order.
 * @param isSpoilt whether a result may be due to the others; then its task is done once more when these are through
 */
export async function* sideBySide<Result>(
  tasks: readonly (() => Promise<Result>)[],
  width: number,
  isSpoilt: (result: Result) => boolean,
): AsyncGenerator<Result> {
  const deliver: ((result: Promise<Result>) => void)[] = [];
  const results = tasks.map((_, k) => new Promise<Result>((resolve) => (deliver[k] = resolve)));
  // What a task throws is for who takes its result.
  for (const result of results) result.catch(() => {});
  let next = 0;
  const work = async (): Promise<void> => {
    for (let k = next++; k < tasks.length; k = next++) {
      const running = tasks[k]();
      deliver[k](running);
      await running.catch(() => {});
    }
  };
  for (let k = 0; k < Math.min(width, tasks.length); k++) void work();
  for (const [k, result] of results.entries()) {
    const value = await result;
    if (width === 1 || !isSpoilt(value)) yield value;
    else {
      await Promise.allSettled(results);
      yield await tasks[k]();
    }
  }
}
