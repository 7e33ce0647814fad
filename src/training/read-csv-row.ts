import { toNumber, type LogLine } from './read-log-line.js';

/** What the column `Value` of a TensorBoard export holds: its tag is in the name of the file alone. */
export type CsvMeaning = 'loss' | 'norm' | 'lr';

/** Which columns of a CSV file hold what. */
export interface CsvColumns {
  /** The first line. */
  readonly head: string;
  readonly places: Readonly<Partial<Record<'step' | CsvMeaning, number>>>;
}

const NAMES: Readonly<Record<'step' | CsvMeaning, RegExp>> = {
  step: /^(?:global_?)?step$|^iteration$/,
  loss: /^(?:train[_/])?loss$/,
  norm: /^(?:train[_/])?(?:grad(?:ient)?_?)?norm$/,
  lr: /^lr$|^(?:train[_/])?learning_?rate$/,
};

/** Reads the head of a CSV file; undefined where the line is none. */
export function readCsvHead(line: string, meaning: CsvMeaning): CsvColumns | undefined {
  const names = splitCells(line).map((name) => name.toLowerCase().replaceAll(' ', '_'));
  if (names.length < 2 || line.trimStart().startsWith('{')) return undefined;
  const places: Partial<Record<'step' | CsvMeaning, number>> = {};
  for (const key of Object.keys(NAMES) as (keyof typeof NAMES)[]) {
    const place = names.findIndex((name) => NAMES[key].test(name));
    if (place >= 0) places[key] = place;
  }
  const value = names.indexOf('value');
  if (value >= 0) places[meaning] ??= value;
  return places.step === undefined || Object.keys(places).length < 2 ? undefined : { head: line, places };
}

export function readCsvRow(line: string, { places }: CsvColumns, next: number): LogLine {
  const cells = splitCells(line);
  const read = (key: 'step' | CsvMeaning): number | undefined => {
    const place = places[key];
    return place === undefined ? undefined : readCell(cells[place]);
  };
  const [step = next, loss, norm, lr] = [read('step'), read('loss'), read('norm'), read('lr')];
  if (loss === undefined && norm === undefined && lr === undefined)
    return { problem: 'it holds no number where the head names one' };
  return {
    record: {
      step,
      ...(loss === undefined ? {} : { loss }),
      ...(norm === undefined ? {} : { norm }),
      ...(lr === undefined ? {} : { lr }),
      params: {},
    },
  };
}

function splitCells(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

function readCell(cell: string | undefined): number | undefined {
  if (cell === undefined || cell === '') return undefined;
  const value = Number(cell);
  return Number.isNaN(value) ? toNumber(cell) : value;
}
