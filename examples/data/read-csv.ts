import { readFileSync } from 'node:fs';

/** The rows of a CSV file that holds nothing but numbers below its header line. */
export function readNumbers(file: URL): number[][] {
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split(',').map(Number));
}
