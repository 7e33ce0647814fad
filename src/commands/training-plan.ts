import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { GradcheckError } from '../errors.js';
import type { RunOptions } from '../run/run-options.js';
import { OPTIMIZERS } from '../training/optimizers/index.js';
import type { TrainingPlan } from '../training/training-plan.js';
import type { TrainSettings } from '../config/training-settings.js';

const STEPS = 100;
const CHECKPOINT_EVERY = 1000;

/** @throws GradcheckError `usage` for options that do not go together */
export function planTraining(settings: TrainSettings, cwd: string): TrainingPlan {
  const { optimizer = 'sgd', steps = STEPS, warmup = 0, schedule = 'constant', batchSize } = settings;
  const { rate } = OPTIMIZERS[optimizer];
  if (optimizer === 'lbfgs' && batchSize !== undefined)
    throw new GradcheckError('usage', 'lbfgs takes all data at each step: its line search compares losses', {
      hint: 'leave --batch-size out, or take another optimizer',
    });
  return {
    optimizer,
    schedule: { kind: schedule, rate: settings.lr ?? rate, warmup, steps },
    clipping: {
      norm: settings.clipNorm,
      value: settings.clipValue,
      adaptive: settings.clipAdaptive,
      percentile: settings.clipPercentile,
    },
    batchSize,
    ...(settings.checkpoint === undefined ? {} : { checkpointEvery: settings.checkpointEvery ?? CHECKPOINT_EVERY }),
    ...readResumed(settings, cwd),
  };
}

/**
 * A run that was not begun yet begins: the same command starts it and takes it up again.
 * @throws GradcheckError `usage`
 */
function readResumed({ resume, checkpoint }: TrainSettings, cwd: string): Pick<TrainingPlan, 'resume'> {
  if (!resume) return {};
  if (checkpoint === undefined)
    throw new GradcheckError('usage', '--resume says of no checkpoint', {
      hint: 'name it: --checkpoint <file> --resume',
    });
  const path = resolve(cwd, checkpoint);
  if (!existsSync(path)) return {};
  try {
    return { resume: readFileSync(path, 'utf8') };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GradcheckError('usage', `the checkpoint ${checkpoint} cannot be read: ${reason}`, {
      hint: 'name another with --checkpoint, or begin anew without --resume',
      cause,
    });
  }
}

/** How gradients are clipped, in words. */
export function describeClipping({ norm, value, adaptive, percentile }: TrainingPlan['clipping']): string | undefined {
  const words = [
    ...(norm === undefined ? [] : [`norm ${norm}`]),
    ...(value === undefined ? [] : [`value ${value}`]),
    ...(adaptive === undefined ? [] : [`adaptive ${adaptive}`]),
    ...(percentile === undefined ? [] : [`percentile ${percentile}`]),
  ];
  return words.length === 0 ? undefined : words.join(', ');
}

export function toTrainingOptions(settings: TrainSettings, training: TrainingPlan): RunOptions {
  const { seed = 1, loss, gradient, params, gradientStyle } = settings;
  return { seed, names: { loss, gradient, params, gradientStyle }, training };
}
