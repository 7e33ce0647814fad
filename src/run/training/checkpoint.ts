import { createHash } from 'node:crypto';
import { GradcheckError } from '../../errors.js';
import type { TreeLayout } from '../../model/tree-layout.js';
import type { RunSummary } from '../../training/run-summary.js';
import type { TrainerState } from '../../training/trainer.js';
import type { TrainingPlan } from '../../training/training-plan.js';
import type { Watch } from '../../training/watch.js';

/** Everything that a run goes on from. */
export interface Checkpoint {
  readonly version: 1;
  /** What has to be the same for the run to be the same. */
  readonly identity: Readonly<Record<string, unknown>>;
  readonly trainer: TrainerState;
  readonly watch: Watch;
  readonly summary: RunSummary;
}

export function identityOf(plan: TrainingPlan, layout: TreeLayout, seed: number): Checkpoint['identity'] {
  return {
    parameters: layout.leaves.map(({ path, shape }) => `${path} [${shape.join(', ')}]`).join(', '),
    optimizer: plan.optimizer,
    'batch size': plan.batchSize ?? 'all',
    seed,
  };
}

/**
 * Numbers to the last bit: those that JSON cannot hold have a form of their own, arrays of doubles that of their bytes.
 * The digest of the text stands beside it: a run must not go on from bits that a disk or a hand has changed.
 */
export function writeCheckpoint(checkpoint: Checkpoint): string {
  const text = JSON.stringify(checkpoint, (_, value: unknown) => {
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
      return { $number: Object.is(value, -0) ? '-0' : String(value) };
    if (!(value instanceof Float64Array)) return value;
    return { $float64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  });
  return `{"digest":"${digestOf(text)}","checkpoint":${text}}`;
}

const ENVELOPE = /^\{"digest":"([0-9a-f]{64})","checkpoint":([^]*)\}$/;

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** @throws GradcheckError `usage` for a text that is no checkpoint, or that of another run */
export function readCheckpoint(text: string, identity: Checkpoint['identity']): Checkpoint {
  const checkpoint = parse(text);
  for (const [name, value] of Object.entries(identity)) {
    const found = checkpoint.identity[name];
    if (found === value) continue;
    throw new GradcheckError(
      'usage',
      `the checkpoint is of another run: ${name} ${String(found)}, not ${String(value)}`,
      {
        hint: 'give the options of the run that wrote it, or begin anew without --resume',
      },
    );
  }
  return checkpoint;
}

function parse(text: string): Checkpoint {
  const [, digest, content] = ENVELOPE.exec(text) ?? [];
  const checkpoint =
    content !== undefined && digestOf(content) === digest ? (JSON.parse(content, revive) as Checkpoint) : undefined;
  if (checkpoint?.version === 1) return checkpoint;
  throw new GradcheckError('usage', 'the checkpoint cannot be read: it is not one that gradcheck train wrote', {
    hint: 'name another with --checkpoint, or begin anew without --resume',
  });
}

function revive(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { $number, $float64 } = value as { $number?: string; $float64?: string };
  if ($number !== undefined) return Number($number);
  // Names of the user's are keys: without a prototype `constructor` is one as any other.
  if ($float64 === undefined) return Object.assign(Object.create(null), value);
  const bytes = Buffer.from($float64, 'base64');
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
