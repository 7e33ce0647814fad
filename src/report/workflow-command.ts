import { printable, printableLines } from '../terminal/sanitize.js';

/** What an annotation says beside its message. */
export interface CommandProperties {
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
  readonly title?: string;
}

/**
 * A command to the runner of GitHub Actions, on a line of its own: `::error file=model.ts,line=19::message`. Line
 * breaks of the message are kept.
 */
export function workflowCommand(
  command: 'error' | 'warning' | 'notice',
  properties: CommandProperties,
  message: string,
): string {
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(printable(String(value)))}`);
  const head = [command, ...(list.length > 0 ? [list.join(',')] : [])].join(' ');
  return `::${head}::${escapeData(printableLines(message).join('\n'))}\n`;
}

/** Text for the log of a job in which nothing is a command: the runner looks for them behind blanks, too. */
export function hideCommands(text: string): string {
  return text.replace(/^(\s*):(?=:)/gm, '$1:\u200b').replaceAll('##[', '#\u200b#[');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
