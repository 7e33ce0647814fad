import type { Warning } from '../../check/report.js';
import type { ModelDefinition } from '../../model/model-definition.js';
import { createRandom, type SeededRandom } from '../../numdiff/index.js';
import { nextBatch, startBatches } from '../../training/batches.js';
import { createMeter } from '../../training/meter.js';
import { OPTIMIZERS } from '../../training/optimizers/index.js';
import { addStep, createSummary } from '../../training/run-summary.js';
import { rateAt } from '../../training/schedule.js';
import { describeStep, measureBefore, move, type TrainerState, type Training } from '../../training/trainer.js';
import type { OptimizerDescription } from '../../training/training-report.js';
import type { TrainingPlan } from '../../training/training-plan.js';
import type { Alarm, AlarmCode } from '../../training/types.js';
import { createWatch, watchStep } from '../../training/watch.js';
import { prepareModel, type PreparedModel } from '../prepare-model.js';
import type { TaskContext } from '../task.js';
import { identityOf, readCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint.js';
import { traceActivation } from './trace-activation.js';
import { traceOrigins, type Origin } from './trace-origin.js';
import { TrainingObjective } from './training-objective.js';
import type { TrainingPart, TrainingResult } from './training-result.js';

/** Trains a model by a plan, telling each step; returns what only the end of the run knows. */
export async function trainModel(definition: ModelDefinition, context: TaskContext): Promise<TrainingResult> {
  const { options, userRandom } = context;
  const plan = options.training!;
  const prepared = await prepareModel(definition, options, userRandom);
  return new TrainingRun(definition, prepared, plan, context).run();
}

class TrainingRun {
  private readonly objective: TrainingObjective;
  private readonly training: Training;
  /** Of the rows in batches. */
  private readonly order: SeededRandom;
  private readonly identity: ReturnType<typeof identityOf>;
  private trainer: TrainerState;
  private watch = createWatch();
  private summary = createSummary();
  private readonly times = { gradients: 0, monitoring: 0 };

  constructor(
    definition: ModelDefinition,
    private readonly prepared: PreparedModel,
    private readonly plan: TrainingPlan,
    private readonly context: TaskContext,
  ) {
    const { layout, point, settings, data } = prepared;
    const { userRandom, options } = context;
    const hasBatches = plan.batchSize !== undefined;
    this.objective = new TrainingObjective(definition, layout, data, settings.frozen, userRandom, hasBatches);
    this.order = createRandom(options.seed);
    const optimizer = OPTIMIZERS[plan.optimizer];
    this.training = {
      optimizer,
      clipping: plan.clipping,
      rateAt: (step) => rateAt(plan.schedule, step),
      leaves: layout.leaves.filter(({ path }) => !settings.frozen.has(path)),
      lower: settings.lower ?? new Float64Array(layout.size).fill(-Infinity),
      upper: settings.upper ?? new Float64Array(layout.size).fill(Infinity),
    };
    this.identity = identityOf(plan, layout, options.seed);
    this.trainer = {
      step: 0,
      point: point.slice(),
      optimizer: optimizer.start(layout.size),
      batches: startBatches(),
      history: [],
      meter: createMeter(),
    };
  }

  async run(): Promise<TrainingResult> {
    const { plan, objective, training } = this;
    const checkpoint = plan.resume === undefined ? undefined : readCheckpoint(plan.resume, this.identity);
    const initialLoss = await objective.loss(this.trainer.point);
    const isResumed = checkpoint !== undefined;
    this.tell({ kind: 'started', initialLoss, optimizer: describeOptimizer(plan), isResumed });
    if (checkpoint) this.resume(checkpoint);
    while (this.isAlive() && this.trainer.step < plan.schedule.steps) {
      await this.step();
      const isDue = plan.checkpointEvery !== undefined && this.trainer.step % plan.checkpointEvery === 0;
      if (isDue) this.save();
    }
    if (plan.checkpointEvery !== undefined) this.save();
    training.optimizer.finish?.(this.trainer.point, this.trainer.optimizer);
    const { gradients, monitoring } = this.times;
    return {
      finalLoss: await objective.loss(this.trainer.point),
      overhead: gradients === 0 ? 0 : monitoring / gradients,
      warnings: this.warnings(),
    };
  }

  /** Whether the weights are finite still: nothing mends them once they are not. */
  private isAlive(): boolean {
    const { point } = this.trainer;
    return this.training.leaves.every(({ offset, size }) =>
      point.subarray(offset, offset + size).every(Number.isFinite),
    );
  }

  private async step(): Promise<void> {
    const { trainer, training, objective, times, plan } = this;
    const { step } = trainer;
    const rows =
      plan.batchSize === undefined ? undefined : nextBatch(trainer.batches, objective.rows, plan.batchSize, this.order);
    const before = performance.now();
    const evaluation = await objective.evaluate(trainer.point, rows, step + 1);
    const evaluated = performance.now();
    const measured = measureBefore(training, trainer, evaluation.gradient);
    const point = trainer.point.slice();
    const isMeasured = performance.now();
    const moved = move(training, trainer, evaluation);
    const isMoved = performance.now();
    const record = describeStep(training, step, evaluation.loss, measured, moved);
    const found = watchStep(this.watch, record);
    const isWatched = performance.now();
    const alarms = await this.trace(found, point, rows, step + 1);
    const isTraced = performance.now();
    addStep(this.summary, record, alarms);
    this.tell({ kind: 'step', record, alarms });
    times.gradients += evaluated - before;
    times.monitoring += isMeasured - evaluated + (isWatched - isMoved) + (performance.now() - isTraced);
  }

  /** Into the alarms goes where what is not finite was born, and which activation makes a gradient vanish. */
  private async trace(
    alarms: readonly Alarm[],
    point: Float64Array,
    rows: readonly number[] | undefined,
    stream: number,
  ): Promise<readonly Alarm[]> {
    const { loadExact, userRandom: random } = this.context;
    const has = (code: AlarmCode): boolean => alarms.some((alarm) => alarm.code === code);
    if (!loadExact || !(has('non-finite') || has('vanishing'))) return alarms;
    const request = { loadExact, layout: this.prepared.layout, point, rows, stream, random };
    const origins = has('non-finite') ? await traceOrigins(request) : { loss: null, gradient: null };
    const activation = has('vanishing') ? await traceActivation(request) : null;
    return alarms.map((alarm) => {
      const { code, parameter } = alarm;
      const own = parameter === undefined ? origins.loss : origins.gradient;
      if (code === 'non-finite') return withPlace(alarm, own ?? origins.loss ?? origins.gradient);
      return code === 'vanishing' ? withPlace(alarm, activation) : alarm;
    });
  }

  private resume(checkpoint: Checkpoint): void {
    this.trainer = checkpoint.trainer;
    this.watch = checkpoint.watch;
    this.summary = checkpoint.summary;
    this.tell({ kind: 'resumed', step: this.trainer.step, summary: this.summary });
  }

  private save(): void {
    const { identity, trainer, watch, summary } = this;
    this.tell({ kind: 'checkpoint', text: writeCheckpoint({ version: 1, identity, trainer, watch, summary }) });
  }

  private warnings(): Warning[] {
    const { step } = this.trainer;
    return [
      ...(this.objective.dataMutated
        ? [
            {
              code: 'mutated-input',
              message: 'the data were changed by a call: each call gets a copy, which takes time',
            },
          ]
        : []),
      ...(this.isAlive()
        ? []
        : [
            {
              code: 'non-finite-weights',
              message: `training ended after ${step} ${step === 1 ? 'step' : 'steps'}: the weights are not finite any more`,
            },
          ]),
    ];
  }

  private tell(part: TrainingPart): void {
    this.context.tellPart(part);
  }
}

function describeOptimizer({ optimizer, schedule }: TrainingPlan): OptimizerDescription {
  const { name, hyperparameters } = OPTIMIZERS[optimizer];
  return {
    name,
    lr: schedule.rate,
    ...hyperparameters,
    ...(schedule.kind === 'constant' ? undefined : { schedule: schedule.kind }),
    ...(schedule.warmup > 0 ? { warmup: schedule.warmup } : undefined),
  } as OptimizerDescription;
}

/** What was found stands after what is wrong, and before what to do. */
function withPlace(alarm: Alarm, origin: Origin | null): Alarm {
  if (!origin) return alarm;
  const [what, ...advice] = alarm.message.split('; ');
  return { ...alarm, message: [`${what}: ${origin.words}`, ...advice].join('; '), location: origin.location };
}
