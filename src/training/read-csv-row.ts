import { toNumber, type LogLine } from './read-log-line.js';

/** What the column `Value` of a TensorBoard export holds: its tag is in the name of the file alone. */
export type CsvMeaning = 'loss' | 'norm' | 'lr';

/** Which columns of a CSV file hold what. */
export interface CsvColumns {
  /** The first line. */
  readonly head: string;
  readonly separator: string;
  readonly places: Readonly<Partial<Record<'step' | CsvMeaning, number>>>;
}

const NAMES: Readonly<Record<'step' | CsvMeaning, RegExp>> = {
  step: /^(?:(?:global|trainer\/global)?_?step|iter(?:ation)?)$/,
  loss: /^(?:train[_/])?loss$/,
  norm: /^(?:train[_/])?(?:grad(?:ient)?_?)?norm$/,
  lr: /^(?:lr|(?:train[_/])?learning_?rate)$/,
};

/** Weights & Biases put the name of a run before that of a column: `run1 - train/loss`. */
const RUN_NAME = /^.* - /;

const SEPARATORS = [',', ';', '\t'];

/** Reads the head of a CSV file; undefined where the line is none. Without a column of steps, rows are counted. */
export function readCsvHead(line: string, meaning: CsvMeaning): CsvColumns | undefined {
  if (line.trimStart().startsWith('{')) return undefined;
  const separator = SEPARATORS.find((one) => line.includes(one));
  if (separator === undefined) return undefined;
  const names = splitCells(line, separator).map((name) =>
    name.replace(RUN_NAME, '').toLowerCase().replaceAll(' ', '_'),
  );
  const places: Partial<Record<'step' | CsvMeaning, number>> = {};
  for (const key of Object.keys(NAMES) as (keyof typeof NAMES)[]) {
    const place = names.findIndex((name) => NAMES[key].test(name));
    if (place >= 0) places[key] = place;
  }
  const value = names.indexOf('value');
  if (value >= 0) places[meaning] ??= value;
  const hasFigures = [places.loss, places.norm, places.lr].some((place) => place !== undefined);
  return hasFigures ? { head: line, separator, places } : undefined;
}

export function readCsvRow(line: string, { places, separator }: CsvColumns, next: number): LogLine {
  const cells = splitCells(line, separator);
  const read = (key: 'step' | CsvMeaning): number | undefined => {
    const place = places[key];
    return place === undefined ? undefined : toNumber(cells[place]);
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

function splitCells(line: string, separator: string): string[] {
  return line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}
