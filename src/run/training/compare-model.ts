import { GradcheckError } from '../../errors.js';
import type { ModelDefinition } from '../../model/model-definition.js';
import { createRandom } from '../../numdiff/index.js';
import { nextBatch, startBatches } from '../../training/batches.js';
import { chooseTarget, summarizeOptimizer, type OptimizerResult } from '../../training/compare/compare-optimizers.js';
import type { ComparisonPlan } from '../../training/compare/comparison-plan.js';
import { recommend, type Recommendation } from '../../training/compare/recommend.js';
import { findStabilityLimit, isStable } from '../../training/compare/stability.js';
import { runTrial, type Evaluate, type Trial } from '../../training/compare/trial.js';
import { OPTIMIZERS, type Evaluation, type OptimizerName } from '../../training/optimizers/index.js';
import { keepInside, type Limits } from '../../training/trainer.js';
import { prepareModel, type PreparedModel } from '../prepare-model.js';
import type { TaskContext } from '../task.js';
import { findStart } from './starts.js';
import { TrainingObjective } from './training-objective.js';

/** What comparing came to. */
export interface ComparisonResult {
  readonly optimizers: readonly OptimizerResult[];
  readonly recommendation: Recommendation;
  readonly initialLoss: number;
  readonly target: number;
}

/** What is told on the way. */
export interface ComparisonPart {
  readonly done: number;
  readonly total: number;
}

/** Runs each optimizer at each learning rate from each start, with equal budgets. */
export async function compareModel(definition: ModelDefinition, context: TaskContext): Promise<ComparisonResult> {
  const prepared = await prepareModel(definition, context.options, context.userRandom);
  return new Comparison(definition, prepared, context.options.comparison!, context).run();
}

/** Fewer evaluations than this do not show a growth of 2 % a step, which is 1 % beyond the limit of gradient descent. */
const STABILITY_EVALUATIONS = 200;
/** A loss so many times what it began with comes back no more. */
const BLOWN_UP = 1e8;

class Comparison {
  private readonly objective: TrainingObjective;
  private readonly limits: Limits;
  private readonly starts: Float64Array[] = [];

  constructor(
    private readonly definition: ModelDefinition,
    private readonly prepared: PreparedModel,
    private readonly plan: ComparisonPlan,
    private readonly context: TaskContext,
  ) {
    const { layout, settings, data } = prepared;
    const hasBatches = plan.batchSize !== undefined;
    this.objective = new TrainingObjective(definition, layout, data, settings.frozen, context.userRandom, hasBatches);
    this.limits = {
      leaves: layout.leaves.filter(({ path }) => !settings.frozen.has(path)),
      lower: settings.lower ?? new Float64Array(layout.size).fill(-Infinity),
      upper: settings.upper ?? new Float64Array(layout.size).fill(Infinity),
    };
  }

  async run(): Promise<ComparisonResult> {
    const { plan, prepared } = this;
    const { layout, point, settings } = prepared;
    const { options, userRandom, tellPart } = this.context;
    const request = { params: this.definition.params, layout, point, settings, seed: options.seed, userRandom };
    for (let seed = 0; seed < plan.seeds; seed++) this.starts.push(await findStart(request, seed));
    // What is wrong with the model at its own point is told; further off it is another bad learning rate.
    const { loss: initialLoss } = await this.objective.evaluate(point, undefined, 1);
    if (!Number.isFinite(initialLoss))
      throw new GradcheckError('non-finite-loss', `the loss is ${initialLoss} at params, so there is no way down`, {
        hint: 'begin at a point where the loss is finite; gradcheck trace names the operation that is not',
      });
    const total = plan.names.reduce((sum, name) => sum + this.ratesOf(name).length * plan.seeds, 0);
    const trials: Trial[] = [];
    for (const name of plan.names)
      for (const rate of this.ratesOf(name))
        for (let seed = 0; seed < plan.seeds; seed++) {
          trials.push(await this.try(name, rate, seed));
          tellPart({ done: trials.length, total } satisfies ComparisonPart);
        }
    const target = chooseTarget(trials);
    const optimizers: OptimizerResult[] = [];
    for (const name of plan.names) {
      const own = trials.filter(({ optimizer }) => optimizer === name);
      optimizers.push(summarizeOptimizer(name, own, { target, largestStable: await this.findLimit(name, own) }));
    }
    return {
      optimizers,
      recommendation: recommend(optimizers, { initialLoss, seeds: plan.seeds }),
      initialLoss,
      target,
    };
  }

  /** The line search of L-BFGS finds the length of a step by itself. */
  private ratesOf(name: OptimizerName): readonly number[] {
    return name === 'lbfgs' ? [OPTIMIZERS.lbfgs.rate] : this.plan.rates;
  }

  private try(optimizer: OptimizerName, rate: number, seed: number): Promise<Trial> {
    const { batchSize, evaluations } = this.plan;
    const { seed: base } = this.context.options;
    const batches = startBatches();
    const order = createRandom(base + seed);
    const evaluate: Evaluate = (point, step) => {
      const rows = batchSize === undefined ? undefined : nextBatch(batches, this.objective.rows, batchSize, order);
      return this.evaluate(point, rows, 1 + step + seed * evaluations);
    };
    return runTrial({
      optimizer,
      rate,
      seed,
      start: this.starts[seed],
      evaluations,
      evaluate,
      fullLoss: async (point) => (await this.evaluate(point, undefined, 1)).loss,
      isExact: batchSize === undefined,
      confine: (point, before) => keepInside(this.limits, point, before),
    });
  }

  private async findLimit(name: OptimizerName, trials: readonly Trial[]): Promise<number | null> {
    if (!OPTIMIZERS[name].hasStabilityLimit) return null;
    const ownStart = trials.filter(({ seed }) => seed === 0).sort((a, b) => a.rate - b.rate);
    const firstBad = ownStart.findIndex(({ losses }) => !isStable(losses));
    const { rate } = ownStart[firstBad < 0 ? ownStart.length - 1 : Math.max(0, firstBad - 1)];
    const above = firstBad < 0 ? 2 * rate : Math.max(ownStart[firstBad].rate, rate);
    return findStabilityLimit(async (tried) => isStable(await this.trace(name, tried)), [rate, above]);
  }

  /** Losses of all data in one long run, up to where they blow up. */
  private async trace(name: OptimizerName, rate: number): Promise<number[]> {
    const optimizer = OPTIMIZERS[name];
    const point = this.starts[0].slice();
    const state = optimizer.start(point.length);
    const losses: number[] = [];
    const count = Math.max(STABILITY_EVALUATIONS, this.plan.evaluations);
    for (let step = 0; step < count; step++) {
      const evaluation = await this.evaluate(point, undefined, 1);
      const isBlownUp = Math.abs(evaluation.loss) > BLOWN_UP * Math.max(Math.abs(losses[0]), Number.MIN_VALUE);
      losses.push(isBlownUp ? Infinity : evaluation.loss);
      if (!Number.isFinite(losses[step])) break;
      const before = point.slice();
      optimizer.step(point, evaluation, rate, state);
      keepInside(this.limits, point, before);
    }
    return losses;
  }

  /** What is thrown away from the model's own point counts as NaN: a learning rate may lead anywhere. */
  private async evaluate(
    point: Float64Array,
    rows: readonly number[] | undefined,
    stream: number,
  ): Promise<Evaluation> {
    const nothing = { loss: NaN, gradient: new Float64Array(point.length).fill(NaN) };
    if (!point.every(Number.isFinite)) return nothing;
    try {
      return await this.objective.evaluate(point, rows, stream);
    } catch {
      return nothing;
    }
  }
}
