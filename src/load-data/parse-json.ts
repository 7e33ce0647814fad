import { isLongInteger } from '../data/cell.js';

/** A string, to be passed over, a number that JSON does not know, or a number. */
const TOKENS = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\b(?:NaN|Infinity)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Before digits that stand in a string for a whole number; no text begins like that. */
const MARK = '\0integer ';

/**
 * JSON that may hold bare NaN and Infinity, as Python writes them: they become texts, which are read as what they are.
 * Whole numbers that float64 does not hold become bigints, digit for digit.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  if (/\d{16}/.test(text)) return JSON.parse(quoteOdd(text), readMarked);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    return JSON.parse(quoteOdd(text));
  }
}

function quoteOdd(text: string): string {
  return text.replace(TOKENS, (token) => {
    if (token.startsWith('"')) return token;
    if (/[NI]/.test(token)) return `"${token}"`;
    return isLongInteger(token) ? JSON.stringify(MARK + token) : token;
  });
}

function readMarked(_: string, value: unknown): unknown {
  return typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value;
}
