import { NAMES } from './kinds.js';
import { OPTION_GROUPS, OPTIONS, type OptionSpec } from './options.js';
import type { OptionName } from './types.js';

/** Options of a command in groups, by name, in the order in which help shows them. */
export type OptionTable = Readonly<Record<string, Readonly<Record<string, OptionSpec>>>>;

/** Options that are for the command line alone. */
export const call = <Value>(spec: Omit<OptionSpec<Value>, 'scope'>): OptionSpec<Value> => ({ ...spec, scope: 'call' });

/** Options that a configuration may have in the section of their command. */
export const section = <Value>(spec: Omit<OptionSpec<Value>, 'scope'>): OptionSpec<Value> => ({
  ...spec,
  scope: 'section',
});

/** Of the commands beside check, which have no other: what is said of reporters for checks is not for them. */
export const TWO_REPORTERS = section({
  flag: '--reporter <name[=file]>',
  help: 'pretty or json, to stdout or a file; repeatable',
  kind: NAMES,
  shownDefault: 'pretty',
});

/** What every command has of configurations. */
export const CONFIG_OPTIONS = {
  config: OPTIONS.config,
  printConfig: { ...OPTIONS.printConfig, help: 'print the options and where each comes from, and do nothing' },
};

/** What the commands beside check have in another way than it. */
export const BESIDE_CHECK = { ...CONFIG_OPTIONS, reporter: TWO_REPORTERS };

/**
 * Some of the options of a check, in its groups.
 * @param other of options that mean another thing there, the words for it, or all of it
 */
export function pickOptions(
  names: readonly OptionName[],
  other: Readonly<Partial<Record<OptionName, string | OptionSpec>>> = {},
): OptionTable {
  const pick = (name: OptionName): OptionSpec => {
    const { [name]: said = OPTIONS[name] } = other;
    return typeof said === 'string' ? { ...OPTIONS[name], help: said, shownDefault: undefined } : said;
  };
  const groups = Object.entries(OPTION_GROUPS).map(([title, group]) => {
    const own = names.filter((name) => Object.hasOwn(group, name));
    return [title, Object.fromEntries(own.map((name) => [name, pick(name)]))] as const;
  });
  return Object.fromEntries(groups.filter(([, group]) => Object.keys(group).length > 0));
}

/** The options of a table by their names. */
export function specsOf(table: OptionTable): Readonly<Record<string, OptionSpec>> {
  return Object.assign({}, ...Object.values(table)) as Readonly<Record<string, OptionSpec>>;
}
