import { toModelError } from '../run/error-report.js';
import { hideCommands } from '../report/workflow-command.js';
import { displayName } from '../run/name-files.js';
import { printable, printableLines } from '../terminal/sanitize.js';
import type { Io } from './io.js';

/** Says on stderr why a call could not be carried out: what, where, and what to do; with `debug` the stack as well. */
export function tellError(thrown: unknown, io: Io, debug = false): void {
  const { code, message, hint, location, frame } = toModelError(thrown);
  const place = location && `${displayName(location.file, io.cwd())}:${location.line}:${location.column}`;
  const lines = [
    `error: ${printableLines(message).join('\n  ')} (${code})`,
    ...(place === undefined ? [] : [`  at ${printable(place)}`]),
    ...indent(frame),
    ...indent(hint),
    ...indent(debug && thrown instanceof Error ? thrown.stack : undefined),
  ];
  const text = `${lines.join('\n')}\n`;
  io.stderr.write(io.env.GITHUB_ACTIONS ? hideCommands(text) : text);
}

function indent(text: string | undefined): string[] {
  return text ? printableLines(text).map((line) => `  ${line}`.trimEnd()) : [];
}
