import { FLAG, oneOf, TEXT, type Kind } from './kinds.js';
import { BESIDE_CHECK, call, pickOptions, section, type OptionTable } from './option-table.js';
import { OPTIONS } from './options.js';
import type { CheckOptions } from './types.js';

/** Options of `gradcheck data` that no other command has. */
export interface DataOptions {
  readonly target?: string;
  readonly delimiter?: string;
  readonly decimal?: '.' | ',';
  readonly header?: boolean;
  readonly fix?: readonly string[];
  readonly out?: string;
  readonly apply?: string;
  readonly invert?: boolean;
  readonly dryRun?: boolean;
  readonly failOn?: 'error' | 'warn' | 'never';
}

const SHARED_NAMES = [
  'loss',
  'gradient',
  'params',
  'seed',
  'timeout',
  'maxMemory',
  'reporter',
  'verbose',
  'quiet',
  'debug',
  'color',
  'config',
  'printConfig',
] as const;

/** With those that it has in common with a check. */
export type AllDataOptions = DataOptions & Pick<CheckOptions, (typeof SHARED_NAMES)[number]>;

const isOneCharacter = (value: unknown): boolean => typeof value === 'string' && [...value].length === 1;

const DELIMITER: Kind<string> = {
  expected: 'one character, or tab',
  parse: (text) => (text === 'tab' || text === '\\t' ? '\t' : isOneCharacter(text) ? text : undefined),
  holds: isOneCharacter,
};

const STEPS: Kind<readonly string[]> = {
  expected: 'remedies with commas between, such as impute,standardize',
  parse: (text) => {
    // A column in quotes may hold commas.
    const steps = (text.match(/(?:[^,"]|"[^"]*")+|(?<=,|^)(?=,|$)/g) ?? ['']).map((step) => step.trim());
    return steps.every((step) => step !== '') ? steps : undefined;
  },
  holds: () => false,
};

/** Options of `gradcheck data`, in the order in which help shows them. */
export const DATA_OPTIONS: OptionTable = {
  'How the file is read:': {
    target: section({ flag: '--target <column>', help: 'the column to be predicted', kind: TEXT }),
    delimiter: section({
      flag: '--delimiter <character>',
      help: 'what stands between cells',
      kind: DELIMITER,
      shownDefault: 'found out',
    }),
    decimal: section({
      flag: '--decimal <mark>',
      help: 'how numbers are written',
      kind: oneOf('.', ','),
      shownDefault: '.',
    }),
    header: section({
      flag: '--header',
      help: 'the first line names the columns; --no-header: it is one of data',
      kind: FLAG,
      shownDefault: 'names, unless it is one of numbers',
    }),
  },
  'What is done about it:': {
    fix: call({
      flag: '--fix <list>',
      help: 'impute, drop, dedupe, clip, standardize, robust, minmax, log, in the order given; a column behind a colon, as in drop:age',
      kind: STEPS,
    }),
    out: call({ flag: '--out <file>', help: 'the file to write: .csv, .tsv, .json or .jsonl', kind: TEXT }),
    apply: call({
      flag: '--apply <scaler.json>',
      help: 'do what was done to another file, with its numbers',
      kind: TEXT,
    }),
    invert: call({ flag: '--invert', help: 'with --apply: take it back, as far as it can be', kind: FLAG }),
    dryRun: call({ flag: '--dry-run', help: 'say what would be done, and write nothing', kind: FLAG }),
  },
  'How it is judged:': {
    failOn: section({
      flag: '--fail-on <level>',
      help: 'what makes the exit code 1',
      kind: oneOf('error', 'warn', 'never'),
      shownDefault: 'error',
    }),
    seed: OPTIONS.seed,
  },
  ...pickOptions(
    SHARED_NAMES.filter((name) => name !== 'seed'),
    {
      ...BESIDE_CHECK,
      loss: 'of a model: export to differentiate',
      gradient: 'of a model: export that is its gradient',
      params: 'of a model: export with the point',
      verbose: 'all columns',
    },
  ),
};
