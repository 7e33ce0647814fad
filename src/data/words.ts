/** `3 rows`, `1 row`. */
export function quantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, ',')} ${count === 1 ? singular : plural}`;
}

/** Three or four significant digits, for messages. */
export function figure(value: number | 'singular'): string {
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e5)) return value.toExponential(1).replace('e+', 'e');
  return String(Number(value.toPrecision(3)));
}

/** A share as `2.4 %`. */
export function percent(count: number, of: number): string {
  return `${figure((100 * count) / of)} %`;
}

const MOST_NAMES = 8;

/** Names with commas between, the first of them. */
export function listNames(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return names.join(', ');
  return `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;
}
