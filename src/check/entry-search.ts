import { Ladder, nearestPowerOfTwo, type Asking, type Probe, type Sides } from '../numdiff/index.js';
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

/** Values of the entry on both sides of its own. */
interface Points {
  readonly plus: number;
  readonly minus: number;
}

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
      // In this generator, not in one of its own: this is where a check spends its time.
      const points: Points | null = this.pointsAt(step);
      if (points === null || !this.addRow(step, points, yield this.probesAt(points))) {
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

  /** The points of a step, or null where bounds or rounding leave none. In a one-sided ladder one is the entry's own. */
  private pointsAt(step: number): Points | null {
    const { x, lower, upper, isFloat32 } = this.entry;
    const { sides } = this.ladder;
    this.steps.noteTried(step);
    const plus = sides === 'minus' ? x : isFloat32 ? Math.fround(x + step) : x + step;
    const minus = sides === 'plus' ? x : isFloat32 ? Math.fround(x - step) : x - step;
    const isNone =
      plus > upper || minus < lower || (sides !== 'minus' && plus === x) || (sides !== 'plus' && minus === x);
    return isNone ? null : { plus, minus };
  }

  private probesAt({ plus, minus }: Points): readonly Probe[] {
    const { index } = this.entry;
    const { sides } = this.ladder;
    if (sides === 'plus') return [{ index, value: plus }];
    if (sides === 'minus') return [{ index, value: minus }];
    return [
      { index, value: plus },
      { index, value: minus },
    ];
  }

  /** Adds the row of a step to the ladder; false where the loss is not finite. */
  private addRow(step: number, at: Points, values: readonly number[]): boolean {
    const { sides } = this.ladder;
    const plus = sides === 'minus' ? NaN : values[0];
    const minus = sides === 'plus' ? NaN : values[values.length - 1];
    this.finiteSides = {
      plus: sides === 'minus' || Number.isFinite(plus),
      minus: sides === 'plus' || Number.isFinite(minus),
    };
    if (!this.finiteSides.plus || !this.finiteSides.minus) return false;
    this.ladder.add(step, this.entry.x, at.plus, at.minus, plus, minus);
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
