import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const EXAMPLE = /## Example\n\n```ts\n([^]*?)```\n\n`gradcheck model.ts` says:\n\n```text\n[^]*?```/;

/** The model shown on the page of a code; null where the page has none. */
export function exampleOf(page) {
  return EXAMPLE.exec(page)?.[1] ?? null;
}

/** The page with what the command says of the code for the model shown. */
export async function renewExample(page, code) {
  const model = exampleOf(page);
  if (model === null) return page;
  const said = blocksOf(code, await check(model));
  return page.replace(EXAMPLE, (shown) => shown.replace(/```text\n[^]*?```$/, () => `\`\`\`text\n${said}\`\`\``));
}

/** The findings with the code: a heading `! code` or `→ code`, and what is indented below it. */
function blocksOf(code, output) {
  const isHeading = new RegExp(`^  [!→] ${code}(?: |\\n)`);
  const blocks = output.split(/\n(?=\s*\n)/).map((block) => block.replace(/^\s*\n/, ''));
  return blocks
    .filter((block) => isHeading.test(block))
    .map((block) => `${block.replace(/^ {2}/gm, '').trimEnd()}\n`)
    .join('\n');
}

/** What the built command prints about a model, in 80 columns without colours. */
function check(model) {
  const folder = mkdtempSync(join(tmpdir(), 'gradcheck-page-'));
  writeFileSync(join(folder, 'model.ts'), model);
  const env = { ...process.env, NO_COLOR: '1', COLUMNS: '80', LC_ALL: 'C.UTF-8' };
  for (const name of ['FORCE_COLOR', 'GITHUB_ACTIONS', 'TERM']) delete env[name];
  return new Promise((done) => {
    execFile(process.execPath, [resolve('bin/gradcheck.js'), 'model.ts'], { cwd: folder, env }, (_, stdout) => {
      rmSync(folder, { recursive: true });
      done(stdout);
    });
  });
}
