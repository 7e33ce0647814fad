import type { CheckOptions } from '../config/types.js';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { oneOf, TEXT, type Kind } from '../config/kinds.js';
import type { Decimal } from '../data/cell.js';
import type { FailLevel } from '../data/types.js';

/** Options of `gradcheck data` that no other command has. */
export interface DataOptions {
  readonly target?: string;
  readonly delimiter?: string;
  readonly decimal?: Decimal;
  readonly header?: boolean;
  readonly fix?: readonly string[];
  readonly out?: string;
  readonly apply?: string;
  readonly invert?: boolean;
  readonly dryRun?: boolean;
  readonly failOn?: FailLevel;
}

const DELIMITER: Kind<string> = {
  expected: 'one character, or tab',
  parse: (text) => (text === 'tab' || text === '\\t' ? '\t' : [...text].length === 1 ? text : undefined),
  holds: () => false,
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

/** Adds them, in groups. */
export function addDataOptions(command: Command): void {
  command.optionsGroup('How the file is read:');
  option(command, '--target <column>', 'the column to be predicted', TEXT);
  option(command, '--delimiter <character>', 'what stands between cells (default: found out)', DELIMITER);
  option(command, '--decimal <mark>', 'how numbers are written (default: .)', oneOf('.', ','));
  command.option('--header', 'the first line names the columns (default: unless it is one of numbers)');
  command.option('--no-header', 'the first line is one of data');
  command.optionsGroup('What is done about it:');
  option(
    command,
    '--fix <list>',
    'impute, drop, dedupe, clip, standardize, robust, minmax, log, in the order given; a column behind a colon, as in drop:age',
    STEPS,
  );
  option(command, '--out <file>', 'the file to write: .csv, .tsv, .json or .jsonl', TEXT);
  option(command, '--apply <scaler.json>', 'do what was done to another file, with its numbers', TEXT);
  command.option('--invert', 'with --apply: take it back, as far as it can be');
  command.option('--dry-run', 'say what would be done, and write nothing');
  command.optionsGroup('How it is judged:');
  option(command, '--fail-on <level>', 'what makes the exit code 1 (default: error)', oneOf('error', 'warn', 'never'));
}

function option<Value>(command: Command, flag: string, help: string, kind: Kind<Value>): void {
  command.addOption(
    new Option(flag, help).argParser((text: string) => {
      const value = kind.parse(text);
      if (value === undefined) throw new InvalidArgumentError(`expected ${kind.expected}`);
      return value;
    }),
  );
}

/** With those that it has in common with a check. */
export type AllDataOptions = CheckOptions & DataOptions;
