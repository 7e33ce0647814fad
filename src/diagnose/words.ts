/** Words and numbers for messages. */

/** `0.1`, `-2.5e-7`: six digits at most, without trailing zeros. */
export function formatValue(value: number, digits = 6): string {
  return String(Number(value.toPrecision(digits)));
}

const NAMES_LISTED = 6;

/** `a`, `a and b`, `a, b and c`, `a, b, c, d, e and 4 more`. */
export function listNames(names: readonly string[], most = NAMES_LISTED): string {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length <= most) return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
  return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
}

/** `the gradient of W`, `the gradients of W and b`. */
export function gradientsOf(paths: readonly string[]): string {
  return `the ${paths.length > 1 ? 'gradients' : 'gradient'} of ${listNames(paths)}`;
}

/** `is` or `are`. */
export function be(paths: readonly unknown[]): string {
  return paths.length > 1 ? 'are' : 'is';
}

/** `1 entry`, `3 entries`. */
export function countEntries(count: number): string {
  return `${count} ${count === 1 ? 'entry' : 'entries'}`;
}

/** A name of a place inside a parameter: `W[2,0]`, `b` for a number. */
export function nameEntry(path: string, index: readonly number[]): string {
  return index.length > 0 ? `${path}[${index.join(',')}]` : path;
}

/** A sentence begins with a capital only where it is not a name. */
export function joinSentences(...sentences: (string | undefined)[]): string {
  return sentences.filter(Boolean).join('; ');
}
