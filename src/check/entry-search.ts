import { Ladder, nearestPowerOfTwo, type Asking, type Sides } from '../numdiff/index.js';
import { concludeEntry } from './conclude-entry.js';
import type { Decision, EntryProblem, Judgement, PointContext } from './entry-problem.js';
import { judgeEntry } from './judge-entry.js';
import { StepChooser } from './step-chooser.js';
import { twinsAreFlat } from './twins.js';

/** Guards against a ladder that moves in circles: steps are rounded to powers of two and can repeat. */
const MOST_MOVES = 24;
/** A non-finite loss is shrunk away from this often before a one-sided derivative is believed. */
const MOST_SHRINKS = 6;
const SHRINK = 64;

/** Takes rows of one entry's ladder until `judgeEntry` is sure or no step helps. */
export class EntrySearch {
  ladder: Ladder;
  readonly steps: StepChooser;
  private shrinks = 0;
  private finiteSides = { plus: true, minus: true };

  constructor(
    private readonly entry: EntryProblem,
    private readonly context: PointContext,
    startShare = 1,
  ) {
    this.steps = new StepChooser(entry, context, () => this.ladder, startShare);
    const below = entry.x - entry.lower;
    const above = entry.upper - entry.x;
    const room = Math.min(below, above);
    const bothSides = room >= this.steps.first() * context.rule.stepRatio;
    this.ladder = this.newLadder(bothSides ? 'both' : above >= below ? 'plus' : 'minus');
    this.steps.ceiling = bothSides ? room : Math.max(below, above);
  }

  *run(): Asking<Decision> {
    let step: number | null = Math.min(this.steps.first(), this.steps.ceiling);
    for (let move = 0; move < MOST_MOVES && step !== null; move++) {
      const isTaken: boolean = yield* this.takeRow(step);
      if (!isTaken) {
        step = this.afterFailedRow(step);
        continue;
      }
      let judgement: Judgement = judgeEntry(this.entry, this.context, this.ladder, this.steps);
      while (judgement.kind === 'twin') {
        const isFlat: boolean = yield* twinsAreFlat(this.entry, this.ladder, judgement.step);
        this.ladder.noteFlatBeside(judgement.step, isFlat);
        judgement = judgeEntry(this.entry, this.context, this.ladder, this.steps);
      }
      if (judgement.kind === 'decided') return judgement;
      step = judgement.kind === 'open' ? this.steps.next(judgement) : judgement.step;
      if (step === null) {
        const conclusion = this.conclude();
        step = conclusion.verdict === 'inconclusive' ? this.steps.refinement(conclusion.reason) : null;
        if (step === null) return conclusion;
      }
    }
    return this.conclude();
  }

  private conclude(): Decision {
    return concludeEntry(this.entry, this.context, this.ladder, this.steps.typicalSize);
  }

  private newLadder(sides: Sides): Ladder {
    const { context } = this;
    return new Ladder(sides, context.loss, context.noiseBound, context.roundoff, context.rule);
  }

  /** Evaluates both points of a step (or one, in a one-sided ladder); false where no row could be formed. */
  private *takeRow(step: number): Asking<boolean> {
    const { x, index, lower, upper, isFloat32 } = this.entry;
    const { sides } = this.ladder;
    this.steps.noteTried(step);
    const xPlus = sides === 'minus' ? x : isFloat32 ? Math.fround(x + step) : x + step;
    const xMinus = sides === 'plus' ? x : isFloat32 ? Math.fround(x - step) : x - step;
    if (xPlus > upper || xMinus < lower || (sides !== 'minus' && xPlus === x) || (sides !== 'plus' && xMinus === x))
      return false;
    let plus = NaN;
    let minus = NaN;
    if (sides === 'both')
      [plus, minus] = yield [
        { index, value: xPlus },
        { index, value: xMinus },
      ];
    else if (sides === 'plus') [plus] = yield [{ index, value: xPlus }];
    else [minus] = yield [{ index, value: xMinus }];
    this.finiteSides = {
      plus: sides === 'minus' || Number.isFinite(plus),
      minus: sides === 'plus' || Number.isFinite(minus),
    };
    if (!this.finiteSides.plus || !this.finiteSides.minus) return false;
    this.ladder.add(step, x, xPlus, xMinus, plus, minus);
    return true;
  }

  private afterFailedRow(step: number): number | null {
    const { ladder, entry, steps } = this;
    if (ladder.rows.length > 0) {
      if (step > ladder.rows[0].step) steps.ceiling = Math.min(steps.ceiling, step / 2);
      return steps.next({ suspicious: true, maybeZero: false });
    }
    steps.ceiling = Math.min(steps.ceiling, step / 2);
    const smaller = nearestPowerOfTwo(Math.max(step / SHRINK, steps.floor));
    if (this.shrinks++ < MOST_SHRINKS && !steps.tried(smaller)) return smaller;
    const { plus, minus } = this.finiteSides;
    if (ladder.sides !== 'both' || plus === minus) return null;
    this.ladder = this.newLadder(plus ? 'plus' : 'minus');
    steps.ceiling = plus ? entry.upper - entry.x : entry.x - entry.lower;
    this.shrinks = 0;
    steps.forget();
    return Math.min(steps.first(), steps.ceiling);
  }
}
