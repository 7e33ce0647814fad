/** What a cell of a table can hold. */
export const CELL = { number: 0, missing: 1, nonFinite: 2, text: 3 } as const;

export type CellKind = (typeof CELL)[keyof typeof CELL];

/** How numbers are written: with a decimal point, or with a comma where that was asked for. */
export type Decimal = '.' | ',';

/** Texts that stand for nothing; what is not among them, such as "none" or "-", may be a category. */
const MISSING_TEXTS: ReadonlySet<string> = new Set(['', 'NA', 'N/A', 'n/a', '#N/A', 'null', 'NULL', '?']);

const NON_FINITE_TEXT = /^[+-]?(?:nan|inf|infinity)$/i;

/**
 * A number in plain decimal notation and nothing else: no 0x10, which Number() reads as 16, no 1_000, no digits of other
 * scripts, no thousands separators.
 */
const NUMBER_TEXT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const NUMBER_TEXT_WITH_COMMA = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/;

const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;

/** Whole numbers of fewer digits are all held by float64. */
const SAFE_DIGITS = 15;
const WHOLE_NUMBER_TEXT = /^[+-]?\d+$/;

/** A cell that was read; the same object for all, as there may be millions: copy what is to be kept. */
export interface ReadCell {
  kind: CellKind;
  /** Where it is a number. */
  value: number;
  /** Where it is text. */
  text: string;
}

/** Reads a cell that came as text. Blanks around it do not count; a number too large for float64 is not finite. */
export function readTextCell(raw: string, decimal: Decimal, into: ReadCell): void {
  const text = isPadded(raw) ? raw.trim() : raw;
  if ((decimal === '.' ? NUMBER_TEXT.test(text) : NUMBER_TEXT_WITH_COMMA.test(text)) && !isLongInteger(text)) {
    const value = Number(decimal === '.' ? text : text.replace(',', '.'));
    into.kind = Number.isFinite(value) ? CELL.number : CELL.nonFinite;
    into.value = value;
  } else {
    readWord(text, into);
  }
}

/** Reads a cell that came with a type, as from JSON: text in quotes is text, even where it looks like a number. */
export function readTypedCell(value: unknown, into: ReadCell): void {
  if (typeof value === 'number') setNumber(value, into);
  else if (typeof value === 'bigint' && !isLongInteger(String(value))) setNumber(Number(value), into);
  else if (value === null || value === undefined) into.kind = CELL.missing;
  else readWord(isInstant(value) ? writeInstant(value) : String(value).trim(), into);
}

/** Whether a text would be a number if its comma were a point, or a separator of thousands. */
export function hasDecimalComma(text: string): boolean {
  return DECIMAL_COMMA.test(text);
}

/**
 * Whether a text is a whole number that float64 does not hold, such as an identifier of 19 digits: as a number it would
 * be another. The digits that a program writes for a float64 are held, even where not all of them are exact.
 */
export function isLongInteger(text: string): boolean {
  if (text.length <= SAFE_DIGITS || !WHOLE_NUMBER_TEXT.test(text)) return false;
  const [digits, value] = [BigInt(text.replace('+', '')), Number(text)];
  return Number.isFinite(value) && digits !== BigInt(value) && String(digits) !== String(value);
}

function setNumber(value: number, into: ReadCell): void {
  into.kind = Number.isFinite(value) ? CELL.number : CELL.nonFinite;
  into.value = value;
}

function readWord(text: string, into: ReadCell): void {
  if (MISSING_TEXTS.has(text)) into.kind = CELL.missing;
  else if (NON_FINITE_TEXT.test(text)) {
    into.kind = CELL.nonFinite;
    into.value = /nan/i.test(text) ? NaN : text.startsWith('-') ? -Infinity : Infinity;
  } else {
    into.kind = CELL.text;
    into.text = text;
  }
}

/** trim() makes a new string; most cells need none. */
function isPadded(text: string): boolean {
  return text !== '' && (text.charCodeAt(0) <= 32 || text.charCodeAt(text.length - 1) <= 32);
}

/** A point in time: of a Parquet column, or a model's data. */
export function isInstant(value: unknown): value is { toISOString(): string; getTime(): number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { toISOString?: unknown }).toISOString === 'function'
  );
}

function writeInstant(instant: { toISOString(): string; getTime(): number }): string {
  return Number.isNaN(instant.getTime()) ? '' : instant.toISOString();
}
