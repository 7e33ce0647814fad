import { Chalk } from 'chalk';
import type { Command } from 'commander';
import { GradcheckError } from '../errors.js';
import { closestName } from '../model/model-definition.js';
import { decideColorLevel } from '../terminal/color.js';
import { wrapText } from '../terminal/text-layout.js';
import { decideWidth } from '../terminal/width.js';
import { addNotes } from './help.js';
import type { Io } from './io.js';
import type { Page } from './read-pages.js';

interface ExplainOptions {
  readonly color: boolean;
}

export function addExplainCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  const command = program
    .command('explain')
    .description('what the code of a warning, a diagnosis, an alarm or an error means, and what to do about it')
    .argument('[code]', 'a code as reports have it; without one, all codes are listed')
    .option('--no-color', 'no colours')
    .action(async (code: string | undefined, options: ExplainOptions) => done(await explain(code, options, io)));
  addNotes(command, { examples: ['gradcheck explain', 'gradcheck explain special-point'] });
}

/** Prints the page of a code, or the list of codes; returns the exit code. */
async function explain(code: string | undefined, options: ExplainOptions, io: Io): Promise<number> {
  const { readPages } = await import('./read-pages.js');
  const { renderMarkdown } = await import('../terminal/render-markdown.js');
  const color = new Chalk({
    level: decideColorLevel(io.stdout, io.env, { noColor: !options.color, platform: io.platform }),
  });
  const width = Math.min(decideWidth(io.stdout, io.env), WIDEST);
  const pages = readPages();
  const found = code === undefined ? [] : pages.filter((page) => page.code === code);
  if (code !== undefined && found.length === 0) throw unknownCode(code, pages);
  const lines =
    code === undefined
      ? listPages(pages, width, color.bold)
      : found.flatMap(({ text }, i) => [...(i > 0 ? [''] : []), ...renderMarkdown(text, color, width)]);
  io.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

/** Longer lines of prose are hard to read. */
const WIDEST = 100;

function unknownCode(code: string, pages: readonly Page[]): GradcheckError {
  const codes = pages.map((page) => page.code);
  const close = closestName(code, codes);
  const list = `the codes are ${[...new Set(codes)].join(', ')}`;
  return new GradcheckError('usage', `no page explains "${code}"`, {
    hint: close ? `did you mean ${close}? ${list}` : list,
  });
}

/** Each code with its summary beside it, under the title of its kind. */
function listPages(pages: readonly Page[], width: number, paint: (title: string) => string): string[] {
  const column = Math.max(...pages.map(({ code }) => code.length)) + 4;
  const kinds = [...new Set(pages.map(({ kind }) => kind))];
  return kinds.flatMap((kind, i) => [
    ...(i > 0 ? [''] : []),
    paint(kind),
    ...pages
      .filter((page) => page.kind === kind)
      .flatMap(({ code, summary }) =>
        wrapText(summary, width - column).map(
          (line, row) => (row === 0 ? `  ${code}`.padEnd(column) : ' '.repeat(column)) + line,
        ),
      ),
  ]);
}
