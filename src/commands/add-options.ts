import { InvalidArgumentError, Option, type Command } from 'commander';
import { OPTION_GROUPS, type OptionSpec } from '../config/options.js';
import type { CheckOptions } from '../config/types.js';

/** Gives a command the options of a check. It has no defaults: what was said is told apart from what was not. */
export function addOptions(command: Command): void {
  for (const [title, group] of Object.entries(OPTION_GROUPS)) {
    command.optionsGroup(title);
    for (const spec of Object.values(group)) {
      command.addOption(toOption(spec as OptionSpec));
      if (spec.kind.isFlag) command.addOption(new Option(opposite(spec.flag)).hideHelp());
    }
  }
}

/** What the command line said, and nothing else. */
export function givenOptions(command: Command): CheckOptions {
  const given = Object.entries(command.opts()).filter(([name]) => command.getOptionValueSource(name) === 'cli');
  return Object.fromEntries(given) as CheckOptions;
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
