import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** How much faster two threads are than one. */
export interface SpeedUp {
  readonly cores: number;
  /** Processes that waited for a core before the measurement. */
  readonly load: number;
  readonly one: number;
  readonly two: number;
  readonly ratio: number;
  /** Processor time of two over that of one: what sharing costs. */
  readonly cost: number;
}

const ENTRIES = 2000;
const ROUNDS = 2;

/** A loss of about a millisecond, of plain arithmetic. */
const MODEL = `
export const params = { w: Array.from({ length: ${ENTRIES} }, (_, i) => Math.sin(i) + 1.5) };
export const loss = ({ w }) => {
  let sum = 0;
  for (let round = 0; round < 40; round++)
    for (let i = 0; i < w.length; i++) sum += Math.log(w[i] + round) * w[(i + 1) % w.length];
  return sum;
};
export const gradient = ({ w }) => {
  const g = w.map(() => 0);
  for (let round = 0; round < 40; round++)
    for (let i = 0; i < w.length; i++) {
      g[i] += w[(i + 1) % w.length] / (w[i] + round);
      g[(i + 1) % w.length] += Math.log(w[i] + round);
    }
  return { w: g };
};
`;

/** Whole checks of the same model, one thread and two in turns: the best of each. */
export function measureSpeedUp(): SpeedUp {
  const folder = mkdtempSync(join(tmpdir(), 'gradcheck-bench-'));
  const load = loadavg()[0];
  try {
    const model = join(folder, 'model.mjs');
    writeFileSync(model, MODEL);
    const rounds = Array.from({ length: ROUNDS }, () => [runOnce(model, 1), runOnce(model, 2)] as const);
    const least = (pick: (round: (typeof rounds)[number]) => number): number => Math.min(...rounds.map(pick));
    const [one, two] = [least(([alone]) => alone.seconds), least(([, both]) => both.seconds)];
    const cost = least(([, both]) => both.processor) / least(([alone]) => alone.processor);
    return { cores: availableParallelism(), load, one, two, ratio: one / two, cost };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tells the processor time of the whole process when it ends. */
const TELL_USAGE = 'process.on("exit",()=>process.stderr.write(`usage ${JSON.stringify(process.cpuUsage())}`))';

/** Seconds of the model alone, its loading apart; and of the processor, for all threads of the process. */
function runOnce(model: string, workers: number): { seconds: number; processor: number } {
  const command = [
    resolve('bin/gradcheck.js'),
    model,
    '--workers',
    String(workers),
    '--timeout',
    '900',
    '--reporter',
    'json',
  ];
  const args = ['--import', `data:text/javascript,${encodeURIComponent(TELL_USAGE)}`, ...command];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const usage = /usage (\{.*?\})/.exec(stderr);
  if (status !== 0 || !usage) throw new Error(`the model of the bench ended with exit code ${status}: ${stderr}`);
  const { user, system } = JSON.parse(usage[1]) as NodeJS.CpuUsage;
  const { models } = JSON.parse(stdout) as { models: { durationMs: number }[] };
  return { seconds: models[0].durationMs / 1000, processor: (user + system) / 1e6 };
}
