import { ExactObjective } from '../autodiff/exact-objective.js';
import type { RecordedTape } from '../autodiff/recorder.js';
import { gradientOf } from '../autodiff/sweep.js';
import { checkDirection, randomDirection, type DirectionResult } from '../check/check-direction.js';
import type { SitePlace } from '../diagnose/tape/site-place.js';
import type { SourceLocation } from '../check/report.js';
import { GradcheckError } from '../errors.js';
import type { EntrySettings } from '../model/entry-settings.js';
import type { ModelDefinition } from '../model/model-definition.js';
import type { LossAt } from '../model/objective.js';
import type { TreeLayout } from '../model/tree-layout.js';
import { createRandom, drive, RULE, type NoiseLevel, type SeededRandom } from '../numdiff/index.js';

/** A model over again, from the instrumented module. */
export interface ExactModel {
  readonly definition: ModelDefinition;
  describe(site: number): SitePlace;
  locateStack(stack: string): SourceLocation[];
  linesOf(file: string): readonly string[];
  /** The user's model file, absolute. */
  readonly file: string;
}

/** The exact gradient, once it has earned trust; or why there is none. */
export type ExactAccess =
  | {
      readonly kind: 'trusted';
      readonly model: ExactModel;
      readonly objective: ExactObjective;
      /** At the point; exact but for rounding. */
      readonly gradient: Float64Array;
      /** The recording at the point, good until the next one. */
      readonly tape: RecordedTape;
      /** Directions along which differences agree, of those that were tried; along the others they could not decide. */
      readonly agreed: number;
    }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      /** The fault is gradcheck's: the derivative disagrees with differences although every number was followed. */
      readonly isOwnFault: boolean;
      /** What to do about it, where that is known. */
      readonly hint?: string;
    };

export interface ExactRequest {
  /** Loads the instrumented model; throws what keeps it from being loaded. */
  load(): Promise<ExactModel>;
  readonly layout: TreeLayout;
  readonly point: Float64Array;
  /** The plain loss there. */
  readonly loss: number;
  readonly plain: LossAt;
  readonly noise: NoiseLevel;
  readonly settings: EntrySettings;
  /** Typical sizes of the entries; 0 for frozen ones. */
  readonly scales: Float64Array;
  readonly lossAccuracy?: number;
  readonly userRandom: SeededRandom;
  readonly seed: number;
}

/** Directions along which the exact gradient must agree with differences before it is believed. */
export const DIRECTIONS = 2;

/**
 * Opens instrumented execution for a model: the instrumented loss must equal the plain one to the last bit, and its
 * gradient must agree with calibrated differences of the plain loss along random directions. Never throws.
 */
export async function openExact(request: ExactRequest): Promise<ExactAccess> {
  try {
    return await open(request);
  } catch (error) {
    if (!(error instanceof GradcheckError))
      return refuse(`the instrumented loss threw, as code that is not followed may (a package): ${wordThrown(error)}`);
    return { ...refuse(wordOurs(error)), hint: error.details.hint };
  }
}

type Comparison = Pick<DirectionResult, 'verdict' | 'claimed' | 'numeric'>;

async function open(request: ExactRequest): Promise<ExactAccess> {
  const { layout, point, loss, noise, userRandom } = request;
  if (!noise.deterministic) return refuse('it differs at equal input, so that it has no one derivative');
  // As when the model was loaded before: the same stream from the start, for the module and then for its functions.
  userRandom.restart();
  const model = await request.load();
  const { definition } = model;
  userRandom.restart();
  await callIfFunction(definition.params);
  const data = await callIfFunction(definition.data);
  const objective = new ExactObjective(definition, layout, data, userRandom.restart);
  // Twice, as a loss that keeps numbers between calls gives itself away at the second.
  await objective.record(point);
  const tape = await objective.record(point);
  if (!Object.is(tape.result, loss) && tape.result !== loss) {
    return refuse(`the instrumented loss is ${tape.result}, the plain one ${loss}${escapeNote(tape)}`);
  }
  const gradient = gradientOf(tape);
  let agreed = 0;
  for (let i = 0; i < DIRECTIONS; i++) {
    const found = await compareAlong(request, gradient, createRandom(request.seed + 7919 * (i + 1)));
    if (found.verdict === 'fail') return wordDisagreement(found, tape);
    if (found.verdict === 'pass') agreed++;
  }
  return { kind: 'trusted', model, objective, gradient, tape, agreed };
}

async function compareAlong(
  { layout, point, loss, plain, noise, settings, scales, lossAccuracy }: ExactRequest,
  gradient: Float64Array,
  random: () => number,
): Promise<Comparison> {
  const float32 = new Uint8Array(layout.size);
  for (const leaf of layout.leaves)
    if (leaf.storage === 'float32') float32.fill(1, leaf.offset, leaf.offset + leaf.size);
  return drive(
    checkDirection({
      point,
      loss,
      gradient,
      direction: randomDirection(scales, random),
      noise,
      lossAccuracy,
      lower: settings.lower,
      upper: settings.upper,
      isFloat32: (i) => float32[i] === 1,
      rule: RULE,
    }),
    plain,
  );
}

function wordDisagreement({ claimed, numeric }: Comparison, tape: RecordedTape): ExactAccess {
  if (tape.output === 0) return refuse('the loss does not reach its parameters by any operation that is followed');
  const figures = `${claimed.toPrecision(6)} against ${numeric.toPrecision(6)} along a random direction`;
  if (tape.escapes > 0) {
    return refuse(`its derivative disagrees with differences (${figures})${escapeNote(tape)}`);
  }
  return {
    ...refuse(
      `its derivative disagrees with differences (${figures}): a kink or a jump of the loss at params, or else a fault of gradcheck`,
    ),
    isOwnFault: true,
  };
}

function escapeNote({ escapes }: RecordedTape): string {
  if (escapes === 0) return '';
  return `; numbers left the code that is followed ${escapes} ${escapes === 1 ? 'time' : 'times'}, as into a package`;
}

function refuse(reason: string): ExactAccess & { kind: 'refused' } {
  return { kind: 'refused', reason, isOwnFault: false };
}

function wordOurs({ message, details }: GradcheckError): string {
  return details.cause === undefined ? message : `${message}: ${wordThrown(details.cause)}`;
}

function wordThrown(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function callIfFunction(value: unknown): Promise<unknown> {
  return typeof value === 'function' ? await (value as () => unknown)() : value;
}
