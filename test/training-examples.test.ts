import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrainingRunReport } from '../src/report/index.js';
import { ROOT, gradcheckJson } from './commands/gradcheck.js';
import { runJson } from './commands/training-json.js';

/** The rows of the table: `| what it shows | command | alarms | exit code |`. */
const rows = readFileSync(join(ROOT, 'examples/README.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells[2]?.startsWith('`npx gradcheck train '))
  .map(([, , command, alarms, exitCode]) => ({
    args: command.slice('`npx gradcheck train '.length, -1).split(' '),
    alarms: [...alarms.matchAll(/`([a-z-]+)`/g)].map((match) => match[1]),
    exitCode: Number(exitCode),
  }));

const trainingOf = ({ training }: TrainingRunReport) => training!;
const run = async (file: string) => {
  const row = rows.find(({ args }) => args[0].endsWith(file))!;
  return trainingOf((await runJson('train', row.args, ROOT)).report);
};

describe('examples of training', () => {
  it('are all in the table', () => {
    const models = readdirSync(join(ROOT, 'examples/training')).filter((file) => file !== 'deep-net.ts');
    const named = new Set(rows.map(({ args }) => args[0]));
    for (const model of models) expect(named).toContain(`examples/training/${model}`);
  });

  it.each(rows)('raise what is said: $args.0', async ({ args, alarms, exitCode }) => {
    const { report, exitCode: actual } = await runJson('train', args, ROOT);
    expect([...new Set(trainingOf(report).alarms.map(({ code }) => code))]).toEqual(alarms);
    expect(actual).toBe(exitCode);
  });

  it.each(['exploding-rnn.ts', 'vanishing-sigmoids.ts', 'deep-tanh.ts', 'naive-log-loss.ts'])(
    'have right gradients: %s',
    async (file) => {
      expect((await gradcheckJson([`examples/training/${file}`], { cwd: ROOT })).exitCode).toBe(0);
    },
  );

  it('are mended as is said: the net gets down the cliff, and the layers learn', async () => {
    const clipped = rows.find(({ args }) => args.includes('--clip-norm'))!;
    expect((await run('exploding-rnn.ts')).finalLoss).toBeGreaterThan(0.05);
    expect(trainingOf((await runJson('train', clipped.args, ROOT)).report).finalLoss).toBeLessThan(1e-3);
    expect((await run('vanishing-sigmoids.ts')).finalLoss).toBeGreaterThan(1.09);
    expect((await run('deep-tanh.ts')).finalLoss).toBeLessThan(0.1);
  });

  it('name the first layer and its activation, and the line of the logarithm', async () => {
    const vanishing = await run('vanishing-sigmoids.ts');
    const first = vanishing.alarms.find(({ parameter }) => parameter === '[0].W')!;
    expect(first.location).toMatchObject({
      file: 'examples/training/vanishing-sigmoids.ts',
      text: '1 / (1 + Math.exp(-z))',
    });
    expect(first.message).toMatch(/lets 0\.2\d of a gradient through on average, and in 0 % of its calls/);
    const [alarm] = (await run('naive-log-loss.ts')).alarms;
    expect(alarm.location).toMatchObject({ file: 'examples/training/naive-log-loss.ts', text: 'Math.log(1 - p)' });
  });
});
