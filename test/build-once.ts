import { execFileSync } from 'node:child_process';

/** The tests of the command and of the package run the built tool, so it is built from the sources they stand beside. */
export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'scripts/tsconfig.types.json'], {
    stdio: 'inherit',
  });
}
