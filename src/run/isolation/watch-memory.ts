/** Rarely enough to cost nothing, often enough that a model which fills memory at 4 GB/s is not far past its limit. */
const INTERVAL_MS = 20;

/**
 * Watches how much this process grows, and tells once when that is more than the limit, in bytes.
 *
 * The whole process is measured, as neither typed arrays nor native memory count towards V8's heap limit; and V8's own
 * limit is no help: where one large allocation goes past it, V8 aborts the process, the thread's or not (Node 20 to 24).
 *
 * @returns ends the watch
 */
export function watchMemory(limit: number, onExceeded: () => void): () => void {
  const atStart = process.memoryUsage.rss();
  const timer = setInterval(() => {
    if (process.memoryUsage.rss() - atStart <= limit) return;
    clearInterval(timer);
    onExceeded();
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
