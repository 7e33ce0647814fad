import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, type TestContext } from 'vitest';
import { ROOT } from '../commands/gradcheck.js';
import { EXPECTATIONS, MODEL } from './expectations.js';
import { createUserProject, type UserProject } from './user-project.js';

const VITEST_5 = join(ROOT, 'test/vitest5/node_modules/vitest');

/** Why Vitest 5 cannot be tested here; undefined where it can. */
function findObstacle(): string | undefined {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 12)) return `Vitest 5 needs Node 22.12, and this is ${process.version}`;
  return existsSync(VITEST_5) ? undefined : 'Vitest 5 is not installed: npm ci --prefix test/vitest5';
}

const obstacle = findObstacle();
const skipHere = ({ skip }: TestContext) => skip(obstacle !== undefined, obstacle);

let project: UserProject | undefined;
const vitest5Project = () => (project ??= createUserProject({ vitest: VITEST_5 }));
afterAll(() => project?.remove());

describe('gradcheck/vitest5', () => {
  it('has types that fit', async (context) => {
    skipHere(context);
    const { compile, write } = vitest5Project();
    write('types.ts', `import 'gradcheck/vitest5'; import { expect } from 'vitest';${MODEL}${EXPECTATIONS}`);
    expect(await compile({ skipLibCheck: true })).toEqual({ exitCode: 0, output: '' });
  });

  it('gives expect its matcher', async (context) => {
    skipHere(context);
    const { run, write } = vitest5Project();
    write(
      'gradient.test.ts',
      `import 'gradcheck/vitest5'; import { expect, it } from 'vitest';${MODEL}
      const wrong = { ...model, name: 'wrong', gradient: (p: Params) => ({ ...model.gradient(p), b: 0 }) };
      it('right', () => expect(model).toHaveCorrectGradient());
      it('not wrong', () => expect(wrong).not.toHaveCorrectGradient());
      it('wrong', () => expect(wrong).toHaveCorrectGradient());`,
    );
    const { exitCode, output } = await run('node_modules/vitest/vitest.mjs', 'run');
    expect(output).toContain('expected the gradient of wrong to be right, but b is wrong (relative error 1)');
    expect(output).toMatch(/Tests\s+1 failed \| 2 passed \(3\)/);
    expect(output).toMatch(/RUN\s+v5\./);
    expect(exitCode).toBe(1);
  });
});
