/**
 * Control characters (C0, DEL, C1), line separators, invisible characters that reorder or hide text, surrogates
 * without their other half, and what is no character at all. The joiners U+200C and U+200D stay: scripts and emoji need them.
 */
const UNPRINTABLE =
  // eslint-disable-next-line no-control-regex -- finding them is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Text from outside, made safe for one line of a terminal: it can neither move the cursor nor change colours
 * nor reorder the line, and what was there is still to be seen, as an escape.
 */
export function printable(text: string): string {
  return String(text).replace(UNPRINTABLE, escapeCharacter);
}

/** The same for text of several lines (a message, a code frame): its own line breaks are kept, tabs become spaces. */
export function printableLines(text: string): string[] {
  return String(text).replace(/\t/g, '  ').split(/\r?\n/).map(printable);
}

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short) return short;
  const code = (character.codePointAt(0) as number).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
