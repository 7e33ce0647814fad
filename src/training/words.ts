/** A number in two significant digits, for messages: `37`, `0.0031`, `4.2e-9`, `NaN`. */
export function wordNumber(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  const magnitude = Math.abs(value);
  const rounded = Number(value.toPrecision(2));
  return magnitude >= 1e-3 && magnitude < 1e5 ? String(rounded) : rounded.toExponential().replace('e+', 'e');
}

/** The first of some numbers, and how many more there are: `0, 3, 7 and 12 more`. */
export function wordList(values: readonly (number | string)[], most = 5): string {
  const shown = values.slice(0, most).join(', ');
  return values.length > most ? `${shown} and ${values.length - most} more` : shown;
}
