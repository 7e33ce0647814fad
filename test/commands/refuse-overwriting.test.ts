import { linkSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gradcheck } from './gradcheck.js';
import { RIGHT, userFiles } from './user-files.js';

const LOG = '{"step":0,"loss":1,"params":{"w":{"grad":1}}}\n';

function makeFolder(): string {
  const cwd = userFiles({
    'model.js': RIGHT,
    'gradcheck.config.js': 'export default {};',
    'baseline.json': '{ "version": 1, "models": [] }',
    'table.csv': 'a,b\n1,2\n3,4\n5,7\n',
    'log.jsonl': LOG,
  });
  symlinkSync(join(cwd, 'model.js'), join(cwd, 'link.js'));
  linkSync(join(cwd, 'model.js'), join(cwd, 'hard.js'));
  return cwd;
}

describe('what is read is never written to', () => {
  it.each([
    ['check model.js --reporter json=model.js'],
    ['check *.js --reporter pretty --reporter junit=./model.js'],
    ['check model.js --reporter json=link.js'],
    ['check model.js --reporter json=hard.js'],
    ['check model.js --reporter json=gradcheck.config.js'],
    ['check model.js --baseline baseline.json --reporter json=baseline.json'],
    ['diff model.js --reporter json=model.js'],
    ['hessian model.js --reporter json=model.js'],
    ['merge log.jsonl --reporter json=log.jsonl'],
    ['train model.js --log model.js'],
    ['train model.js --checkpoint model.js'],
    ['train model.js --reporter json=model.js'],
    ['optimizers model.js --reporter json=model.js'],
    ['monitor log.jsonl --reporter json=log.jsonl'],
    ['data table.csv --reporter json=table.csv'],
    ['data table.csv --fix impute --out table.csv'],
    ['data table.csv --fix impute --out new.csv --reporter json=new.csv'],
  ])('%s', async (line) => {
    const cwd = makeFolder();
    const before = readFolder(cwd);
    const { exitCode, stdout, stderr } = await gradcheck(line.split(' '), { cwd });
    expect(exitCode).toBe(2);
    expect(stdout + stderr).toMatch(/would overwrite what is read[^]*name another file/);
    expect(readFolder(cwd)).toEqual(before);
  });

  it('and nothing is written twice', async () => {
    const args = ['train', 'model.js', '--log', 'run.jsonl', '--checkpoint', './run.jsonl'];
    const { exitCode, stderr } = await gradcheck(args, { cwd: makeFolder() });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/run\.jsonl would be written twice/)]);
  });

  it('and other files are', async () => {
    const cwd = makeFolder();
    expect((await gradcheck(['model.js', '--reporter', 'json=report.json'], { cwd })).exitCode).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')).summary.verdict).toBe('pass');
  });
});

const readFolder = (cwd: string) => readdirSync(cwd).map((name) => [name, readFileSync(join(cwd, name), 'utf8')]);
