import { InvalidArgumentError, Option, type Command } from 'commander';
import type { OptionTable } from '../config/option-table.js';
import type { OptionSpec } from '../config/options.js';
import type { CheckOptions } from '../config/types.js';

/** Gives a command its options, in groups. They have no defaults: what was said is told apart from what was not. */
export function addOptions(command: Command, table: OptionTable): void {
  for (const [title, group] of Object.entries(table)) {
    command.optionsGroup(title);
    for (const spec of Object.values(group)) {
      command.addOption(toOption(spec));
      if (spec.kind.isFlag) command.addOption(new Option(opposite(spec.flag)).hideHelp());
    }
  }
}

/** What the command line said, and nothing else. */
export function givenOptions<Given = CheckOptions>(command: Command): Given {
  const given = Object.entries(command.opts()).filter(([name]) => command.getOptionValueSource(name) === 'cli');
  return Object.fromEntries(given) as Given;
}

function toOption({ flag, help, kind, fallback, shownDefault }: OptionSpec): Option {
  const option = new Option(flag, help + describeValues(kind.choices, shownDefault ?? wordDefault(kind, fallback)));
  if (kind.isFlag) return option;
  return option.argParser((text: string, previous: unknown) => {
    const value = kind.isList ? [...((previous as string[] | undefined) ?? []), text] : kind.parse(text);
    if (value === undefined) throw new InvalidArgumentError(`expected ${kind.expected}`);
    return value;
  });
}

/** A flag says by itself what holds without it. */
function wordDefault(kind: OptionSpec['kind'], fallback: unknown): string | undefined {
  return kind.isFlag || fallback === undefined ? undefined : String(fallback);
}

function describeValues(choices: readonly string[] | undefined, shownDefault: string | undefined): string {
  const parts = [
    ...(choices ? [choices.join(', ')] : []),
    ...(shownDefault === undefined ? [] : [`default: ${shownDefault}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** What a configuration turned on, a flag turns off, and the other way round. */
function opposite(flag: string): string {
  return flag.startsWith('--no-') ? `--${flag.slice('--no-'.length)}` : `--no-${flag.slice('--'.length)}`;
}
