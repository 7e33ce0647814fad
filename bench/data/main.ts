import { writeFileSync } from 'node:fs';
import { writeDocument } from './document.js';
import { DISTRIBUTIONS, TRULY_HEAVY } from './honest.js';
import { measureCaught, measureFalseAlarms, type Caught, type FalseAlarms } from './measure.js';

const ROWS = [10, 15, 20, 30, 40, 59, 60, 100, 200, 1000];
const COLUMNS = [1, 5, 20];
const FACTORS = [2, 10, 100];

/** One table in 20 may be warned of. */
const MOST_WARNINGS = 1 / 20;
/** Of cells multiplied by 10 and more, from 20 rows on. */
const LEAST_CAUGHT = 0.9;

/** Measures the findings on honest and on spoilt tables, writes docs/data-alarms.md and tells whether the goals are met. */
export function main([tables = '200']: readonly string[]): number {
  const falseAlarms = Object.keys(DISTRIBUTIONS).flatMap((distribution) =>
    ROWS.flatMap((rows) => COLUMNS.map((columns) => measureFalseAlarms(distribution, rows, columns, Number(tables)))),
  );
  const caught = ROWS.flatMap((rows) =>
    COLUMNS.flatMap((columns) => FACTORS.map((factor) => measureCaught(rows, columns, factor, 100))),
  );
  const missed = [...falseAlarms.filter(isTooMuch).map(wordAlarm), ...caught.filter(isTooLittle).map(wordCaught)];
  const document = writeDocument({ falseAlarms, caught, missed });
  writeFileSync('docs/data-alarms.md', document);
  process.stdout.write(document);
  return missed.length > 0 ? 1 : 0;
}

function isTooMuch({ distribution, errors, warnings, heavyTails, tables }: FalseAlarms): boolean {
  const counted = TRULY_HEAVY.has(distribution) ? warnings : warnings + heavyTails;
  return errors > 0 || counted > MOST_WARNINGS * tables;
}

function isTooLittle({ rows, factor, caught, tables }: Caught): boolean {
  return rows >= 20 && factor >= 10 && caught < LEAST_CAUGHT * tables;
}

function wordAlarm({ distribution, rows, columns, tables, codes }: FalseAlarms): string {
  const parts = Array.from(codes, ([code, count]) => `${code} ${((100 * count) / tables).toFixed(1)} %`);
  return `${distribution}, ${rows} × ${columns}: ${parts.join(', ')}`;
}

function wordCaught({ rows, columns, factor, tables, caught }: Caught): string {
  return `a cell × ${factor} among ${rows} × ${columns}: ${((100 * caught) / tables).toFixed(0)} % found`;
}
