type Write = typeof process.stdout.write;

/**
 * Hands what is written to streams of this process or thread to a function in their place, in the order in which it was
 * written.
 *
 * @returns puts things back as they were
 */
export function captureOutput(streams: readonly NodeJS.WriteStream[], take: (text: string) => void): () => void {
  const own = streams.map((stream) => stream.write);
  const write = ((chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    take(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') queueMicrotask(() => callback());
    return true;
  }) as Write;
  for (const stream of streams) stream.write = write;
  return () => streams.forEach((stream, i) => (stream.write = own[i]));
}
