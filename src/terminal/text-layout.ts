// eslint-disable-next-line no-control-regex -- colour codes begin with one
const COLOR_CODES = /\u001b\[[\d;]*m/g;

/** Marks that stand over or under the character before them (variation selectors are among them), and joiners. */
const ZERO_WIDTH = /\p{Mn}|\p{Me}|[\u{200c}-\u{200d}]/u;

/** East Asian wide and fullwidth ranges, and the blocks of emoji. */
const DOUBLE_WIDTH =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

/** Columns a text takes on a terminal; colour codes take none. */
export function measureWidth(text: string): number {
  const plain = text.replace(COLOR_CODES, '');
  let width = 0;
  for (const character of plain) width += characterWidth(character);
  return width;
}

/** Columns the widest of some texts takes. */
export function measureWidest(texts: readonly string[]): number {
  return texts.reduce((widest, text) => Math.max(widest, measureWidth(text)), 0);
}

function characterWidth(character: string): number {
  if (character < '\u0300') return 1;
  if (ZERO_WIDTH.test(character)) return 0;
  return DOUBLE_WIDTH.test(character) ? 2 : 1;
}

/** Breaks plain text into lines of at most `width` columns, between words where possible. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const extended = line === '' ? word : `${line} ${word}`;
    if (measureWidth(extended) <= width) {
      line = extended;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    const pieces = breakWord(word, width);
    line = pieces.pop() ?? '';
    for (const piece of pieces) lines.push(piece);
  }
  lines.push(line.trimEnd());
  return lines;
}

/** Joins phrases by a separator, breaking only between phrases; a phrase longer than a line is wrapped. */
export function wrapPhrases(phrases: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  for (const phrase of phrases) {
    const last = lines.at(-1);
    const extended = last === undefined ? phrase : last + separator + phrase;
    if (measureWidth(extended) > width) lines.push(...wrapText(phrase, width));
    else lines.splice(-1, 1, extended);
  }
  return lines;
}

/** Cuts the middle out of a plain text that is too long: both ends of a path tell more than its middle. */
export function shortenMiddle(text: string, width: number, ellipsis: string): string {
  if (measureWidth(text) <= width) return text;
  const room = Math.max(0, width - ellipsis.length);
  const end = takeColumns([...text].reverse(), Math.ceil(room / 2)).reverse();
  const start = takeColumns([...text], room - measureWidth(end.join('')));
  return start.join('') + ellipsis + end.join('');
}

/** Cuts the end off a plain text that is too long. */
export function shortenEnd(text: string, width: number, ellipsis: string): string {
  if (measureWidth(text) <= width) return text;
  return takeColumns([...text], Math.max(0, width - ellipsis.length)).join('') + ellipsis;
}

function breakWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const columns = characterWidth(character);
    if (used + columns > width && piece !== '') {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += columns;
  }
  return [...pieces, piece];
}

function takeColumns(characters: readonly string[], width: number): string[] {
  let used = 0;
  let count = 0;
  while (count < characters.length && used + characterWidth(characters[count]) <= width) {
    used += characterWidth(characters[count]);
    count += 1;
  }
  return characters.slice(0, count);
}
