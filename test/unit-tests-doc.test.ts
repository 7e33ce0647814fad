import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createUserProject, ownPackage, type UserProject } from './api/user-project.js';

const readme = readFileSync('README.md', 'utf8');
const page = readFileSync('docs/unit-tests.md', 'utf8');

/** The files that a text shows: blocks of code whose first line is a comment with a name. */
function filesIn(markdown: string): [name: string, code: string][] {
  return [...markdown.matchAll(/```ts\n\/\/ (\S+\.ts)\n([^]*?)```/g)].map(([, name, code]) => [name, code]);
}

const model = filesIn(readme).find(([name]) => name === 'model.ts')!;

describe.each([
  ['README.md', readme, 1],
  ['docs/unit-tests.md', page, 3],
])('the tests shown in %s', (_file, markdown, count) => {
  let project: UserProject;
  afterAll(() => project.remove());

  it('pass on the model of the README', async () => {
    project = createUserProject({ vitest: ownPackage('vitest'), expect: ownPackage('expect') });
    // Stands for Jest, whose tests Vitest runs here.
    mkdirSync(join(project.folder, 'node_modules/@jest/globals'), { recursive: true });
    project.write('node_modules/@jest/globals/package.json', '{ "type": "module", "exports": "./index.js" }');
    project.write(
      'node_modules/@jest/globals/index.js',
      "export { expect } from 'expect'; export { test } from 'vitest';",
    );
    const tests = filesIn(markdown).filter(([name]) => name.endsWith('.test.ts'));
    expect(tests).toHaveLength(count);
    for (const [name, code] of [model, ...tests]) project.write(name, code);
    const { exitCode, output } = await project.run('node_modules/vitest/vitest.mjs', 'run');
    expect(output).toMatch(new RegExp(`Test Files\\s+${count} passed`));
    expect(exitCode).toBe(0);
  });
});
