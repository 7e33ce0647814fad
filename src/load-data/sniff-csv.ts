/** What may stand between cells, the most usual first. */
const DELIMITERS = [',', '\t', ';', '|'];

/** Lines that are looked at. */
const LINES = 20;

/**
 * The delimiter of a text: the one that stands equally often in each of the first lines, and most often; else the most
 * frequent of the first line.
 */
export function sniffDelimiter(text: string): string {
  const lines = splitRecords(text).slice(0, LINES);
  const counts = DELIMITERS.map((delimiter) => lines.map((line) => countOutsideQuotes(line, delimiter)));
  const score = (of: number[]): number =>
    (of.every((count) => count === of[0]) ? 1e6 + of[0] : 0) * Math.sign(of[0]) + of[0];
  const best = counts.reduce((winner, of, i) => (score(of) > score(counts[winner]) ? i : winner), 0);
  return DELIMITERS[best];
}

/** Lines, where a line break in quotes does not count; the last one may be cut off, and is left out. */
function splitRecords(text: string): string[] {
  const records: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length && records.length < LINES; i++) {
    if (text[i] === '"') isQuoted = !isQuoted;
    else if (text[i] === '\n' && !isQuoted) {
      records.push(text.slice(start, i));
      start = i + 1;
    }
  }
  if (records.length === 0) records.push(text);
  return records.filter((record) => record.trim() !== '');
}

function countOutsideQuotes(line: string, delimiter: string): number {
  return line.replaceAll(/"[^"]*"/g, '').split(delimiter).length - 1;
}
