import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const EXAMPLE = /## Example\n\n(?:```(ts|json)\n([^]*?)```\n\n)?`(gradcheck[^`\n]*)` says:\n\n```text\n[^]*?```/;
const MENDED = /## What to do\n[^]*?```ts\n((export (?:const|function) \w+)\b[^]*?)```/;

/** The command shown on the page of a code, and the model it reads, if any; null where the page has no example. */
export function exampleOf(page) {
  const found = EXAMPLE.exec(page);
  if (found === null) return null;
  const [, language, source, command] = found;
  return source === undefined ? { command } : { command, file: `model.${language}`, source };
}

/**
 * The example as it should be: the page ends with the export that was wrong, which stands in the model up to an empty
 * line, to the next export or to the end. Null where it does not.
 */
export function mendedExampleOf(page) {
  const example = exampleOf(page);
  const found = MENDED.exec(page);
  if (!example?.source || found === null) return null;
  const [, mended, head] = found;
  const wrong = new RegExp(`^${head}\\b[^]*?(?=^export |^$|(?![^]))`, 'm');
  return { ...example, source: example.source.replace(wrong, () => mended) };
}

/** The page with what the command says of the code. */
export async function renewExample(page, code) {
  const example = exampleOf(page);
  if (example === null) return page;
  const { stdout, stderr } = await runExample(example);
  const said = findingsOf(code, stdout) || usageErrorOf(code, stderr);
  return page.replace(EXAMPLE, (shown) => shown.replace(/```text\n[^]*?```$/, () => `\`\`\`text\n${said}\`\`\``));
}

/** The findings with the code: a heading `! code`, `→ code`, `✗ code` or `· code`, and what is indented below it. */
function findingsOf(code, output) {
  const heading = new RegExp(`^  [!→✗·] ${code}(?: |\\n)`, 'm');
  return output
    .split(/\n(?=\s*\n)/)
    .filter((block) => heading.test(block))
    .map((block) => block.slice(block.search(heading)).replace(/^ {2}/gm, '').trimEnd() + '\n')
    .join('\n');
}

/** What is said on stderr of a call that could not be carried out: `error: … (code)`, and the lines below it. */
function usageErrorOf(code, output) {
  return new RegExp(`^error: .* \\(${code}\\)\\n[^]*`, 'm').exec(output)?.[0] ?? '';
}

/** Runs the built command, in 80 columns without colours, in a folder with the model alone. */
export function runExample({ command, file, source }) {
  const folder = mkdtempSync(join(tmpdir(), 'gradcheck-page-'));
  if (file) writeFileSync(join(folder, file), source);
  const env = { ...process.env, NO_COLOR: '1', COLUMNS: '80', LC_ALL: 'C.UTF-8' };
  for (const name of ['FORCE_COLOR', 'GITHUB_ACTIONS', 'TERM']) delete env[name];
  const args = [resolve('bin/gradcheck.js'), ...splitCommand(command).slice(1)];
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: folder, env }, (error, stdout, stderr) => {
      rmSync(folder, { recursive: true });
      done({ exitCode: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

/** Words between spaces; what stands in quotes is one. */
function splitCommand(command) {
  return command.match(/'[^']*'|"[^"]*"|\S+/g).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
}
