import { Chalk } from 'chalk';
import type { Command, Help } from 'commander';
import { decideColorLevel } from '../terminal/color.js';
import { decideWidth } from '../terminal/width.js';
import type { Io } from './io.js';

/** What help tells of a command beside its options. */
interface Notes {
  /** Calls that its help begins with. */
  readonly examples: readonly string[];
  /** What its exit codes mean, the last thing to look up. */
  readonly exitCodes?: readonly string[];
}

const notes = new WeakMap<Command, Notes>();

export const EXIT_CODES = [
  '0  every gradient is right',
  '1  a gradient is wrong',
  '2  something could not be checked',
  '3  nothing is wrong, but something could not be decided',
];

export function addNotes(command: Command, { examples, exitCodes }: Notes): void {
  notes.set(command, { examples, exitCodes });
}

/** Help in the order in which it is needed: examples, commands, options in groups, exit codes last. */
export function configureHelp(program: Command, io: Io): void {
  const level = decideColorLevel(io.stdout, io.env, { platform: io.platform });
  const color = new Chalk({ level });
  program
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      // Told with all other errors: see toUsageError.
      outputError: () => {},
      getOutHelpWidth: () => decideWidth(io.stdout, io.env),
      getErrHelpWidth: () => decideWidth(io.stderr, io.env),
      getOutHasColors: () => level > 0,
      getErrHasColors: () => false,
    })
    .configureHelp({ formatHelp, minWidthToWrap: 24, styleTitle: (title) => color.bold(title) });
}

function formatHelp(command: Command, helper: Help): string {
  // A call without a command is a check, so the help of the program is that of `check` as well.
  const subject = command.commands.find((one) => one.name() === 'check') ?? command;
  const { examples = [], exitCodes = [] } = notes.get(subject) ?? {};
  const termWidth = Math.max(helper.padWidth(command, helper), helper.padWidth(subject, helper));
  const item = (term: string, text: string) => helper.formatItem(term, termWidth, text, helper);
  const sections: (readonly [title: string, lines: readonly string[]])[] = [
    ['Examples:', examples.map((line) => `  ${line}`)],
    ['Commands:', listCommands(command, helper, item)],
    ['Arguments:', listArguments(subject, helper, item)],
    ...listOptions(subject, command, helper, item),
    ['Exit codes:', exitCodes.map((line) => `  ${line}`)],
  ];
  return [
    `${helper.styleTitle('Usage:')} ${usageOf(command, subject)}`,
    '',
    helper.boxWrap(helper.commandDescription(command), helper.helpWidth ?? 80),
    '',
    ...sections
      .filter(([, lines]) => lines.length > 0)
      .flatMap(([title, lines]) => [helper.styleTitle(title), ...lines, '']),
  ].join('\n');
}

function usageOf(command: Command, subject: Command): string {
  if (subject === command) return `gradcheck ${command.name()} ${command.usage()}`;
  return 'gradcheck <files or globs…> [options]\n       gradcheck <command> [options]';
}

type Item = (term: string, text: string) => string;

function listCommands(command: Command, helper: Help, item: Item): string[] {
  return helper
    .visibleCommands(command)
    .map((one) => item(helper.subcommandTerm(one), helper.subcommandDescription(one)));
}

function listArguments(command: Command, helper: Help, item: Item): string[] {
  return helper
    .visibleArguments(command)
    .map((argument) => item(helper.argumentTerm(argument), helper.argumentDescription(argument)));
}

/** The options of the subject in their groups, then those of the program, of which both have `--help`. */
function listOptions(subject: Command, program: Command, helper: Help, item: Item) {
  const own = helper.visibleOptions(subject).filter(({ long }) => subject === program || long !== '--help');
  const further = subject === program ? [] : helper.visibleOptions(program);
  const all = [...own, ...further];
  const groups = helper.groupItems(all, all, (option) => option.helpGroupHeading ?? 'Options:');
  return [...groups].map(
    ([title, options]) =>
      [title, options.map((option) => item(helper.optionTerm(option), helper.optionDescription(option)))] as const,
  );
}
