/** Fixed notation within these magnitudes, powers of ten outside. */
const FIXED_FROM = 1e-3;
const FIXED_BELOW = 1e6;

/** Significant digits of a value when nothing asks for more. */
const VALUE_DIGITS = 4;
/** More digits than this are the rounding of the arithmetic. */
const MOST_DIGITS = 15;

/** `0.3312`, `-12.5`, `1.23e-7`, `0`, `NaN`, `-Infinity`: significant digits without trailing zeros. */
export function formatNumber(value: number, digits: number = VALUE_DIGITS): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= FIXED_FROM && magnitude < FIXED_BELOW) {
    const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(magnitude)));
    return trimZeros(value.toFixed(decimals));
  }
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
  return `${trimZeros(mantissa)}e${Number(exponent)}`;
}

/** A relative error in two digits: `3.1e-9`, `0.031`, `2`. */
export function formatRelativeError(error: number): string {
  return formatNumber(error, 2);
}

/** An error bound in at most two digits, rounded up so that it stays a bound: `4e-7`, `1.3e-9`. */
export function formatBound(bound: number): string {
  if (!Number.isFinite(bound) || bound === 0) return formatNumber(bound);
  const rounded = Number(bound.toExponential(1));
  if (rounded >= bound) return formatNumber(rounded, 2);
  const unit = 10 ** (Math.floor(Math.log10(bound)) - 1);
  return formatNumber(rounded + unit, 2);
}

/**
 * Digits that let two numbers be told apart: the usual ones, or as many as reach two places into their difference.
 * A mismatch printed as two equal numbers would look like a mistake of ours.
 */
export function digitsToTell(first: number, second: number): number {
  const gap = Math.abs(first - second) / Math.max(Math.abs(first), Math.abs(second));
  if (!(gap > 0) || !Number.isFinite(gap)) return VALUE_DIGITS;
  return Math.min(MOST_DIGITS, Math.max(VALUE_DIGITS, Math.ceil(-Math.log10(gap)) + 1));
}

/** `12345` as `12,345`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `3.2 ms`, `0.41 s`, `12 s`, `2 min 5 s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 10) return `${formatNumber(durationMs, 2)} ms`;
  const seconds = durationMs / 1000;
  if (!(seconds >= 60)) return `${formatNumber(seconds, seconds < 10 ? 2 : 3)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `1 entry`, `2 entries`. */
export function formatQuantity(count: number, singular: string, plural: string = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

function trimZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}
