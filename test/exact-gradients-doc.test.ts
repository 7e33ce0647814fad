import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './commands/gradcheck.js';
import { createProgram, type Program } from './transform/program.js';

const page = readFileSync(join(ROOT, 'docs/exact-gradients.md'), 'utf8');
const example = (name: string) => readFileSync(join(ROOT, 'examples/exact-gradients', name), 'utf8');

/** The files that the page shows: blocks of code whose first line is a comment with a name. */
const files = new Map(
  [...page.matchAll(/```[jt]s\n\/\/ (\S+)\n([^]*?)```/g)].map(([, name, code]) => [name, code.trimStart()]),
);

describe('docs/exact-gradients.md', () => {
  let program: Program;
  beforeAll(() => {
    program = createProgram();
    program.write('pendulum.ts', example('pendulum.ts'));
    symlinkSync(join(ROOT, 'node_modules/vite'), join(program.folder, 'node_modules/vite'), 'junction');
    for (const [name, code] of files) program.write(name, code);
  });
  afterAll(() => program.remove());

  it('shows the example as it is', () => {
    expect([...files.keys()]).toEqual(['fit.ts', 'vite.config.ts', 'build.mjs', 'rewrite.mjs']);
    expect(files.get('fit.ts')).toBe(example('fit.ts'));
  });

  it('shows a build that gives the same as Node’s loader', () => {
    program.node(['build.mjs']);
    const built = program.node(['fit.mjs']);
    expect(built).toBe(program.node(['--import', 'gradcheck/register', 'fit.ts']));
    expect(page).toContain(built);
  });

  it('shows a configuration that Vite takes', () => {
    program.write('show.mjs', "import config from './vite.config.ts'; console.log(config.plugins[0].name);");
    expect(program.node(['--import', 'gradcheck/register', 'show.mjs'])).toBe('gradcheck\n');
  });

  it('shows how a text is rewritten', () => {
    program.write('loss.js', 'export const loss = ([x, y]) => x * y;\n');
    program.node(['rewrite.mjs']);
    program.write(
      'use.mjs',
      `import { gradient } from 'gradcheck';
       import { loss } from './loss.followed.js';
       console.log(gradient(loss)([2, 3]).join());`,
    );
    expect(program.node(['use.mjs'])).toBe('3,2\n');
  });
});
