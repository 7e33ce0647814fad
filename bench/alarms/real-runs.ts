import { spawnSync } from 'node:child_process';

export interface RealRun {
  readonly command: string;
  readonly steps: number;
  readonly finalLoss: number;
  readonly alarms: readonly { readonly code: string; readonly level: string; readonly step: number }[];
}

/** Runs in which nothing is wrong, of the examples: small batches, whose gradients are noisy. */
const COMMANDS = [
  'examples/logistic-regression/model.ts --steps 2000 --batch-size 16 --lr 0.05',
  'examples/logistic-regression/model.ts --steps 2000 --batch-size 32 --optimizer adam --lr 0.01',
  'examples/logistic-regression/model.ts --steps 1000 --optimizer momentum --lr 0.05',
  'examples/logistic-regression/model.ts --steps 300 --optimizer lbfgs',
  'examples/digits-mlp/model.ts --steps 1000 --batch-size 10 --lr 0.1',
  'examples/digits-mlp/model.ts --steps 1000 --batch-size 20 --optimizer adam --lr 0.01',
  'examples/digits-mlp/model.ts --steps 1000 --batch-size 20 --optimizer rmsprop --lr 0.003',
];

export function measureRealRuns(): RealRun[] {
  return COMMANDS.map((options) => {
    const args = ['bin/gradcheck.js', 'train', ...options.split(' '), '--reporter', 'json'];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
    const { training } = JSON.parse(stdout) as { training: Omit<RealRun, 'command'> };
    return { command: options, steps: training.steps, finalLoss: training.finalLoss, alarms: training.alarms };
  });
}
