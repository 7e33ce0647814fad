/** The full place of an entry: `layers[2].W` at `[0, 3]` is `layers[2].W[0,3]`; a plain number has no index. */
export function breadcrumb(path: string, index: readonly number[]): string {
  return path + formatIndex(index);
}

/** `[0,3]`, or nothing for a plain number. */
export function formatIndex(index: readonly number[]): string {
  return index.length === 0 ? '' : `[${index.join(',')}]`;
}
