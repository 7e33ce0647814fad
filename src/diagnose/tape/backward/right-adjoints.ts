import type { Edge } from '../edge.js';
import type { LearnedFrom } from './match-learned.js';
import { ValueClasses } from './value-classes.js';

/**
 * Which derivatives of the loss the user's gradient gets right on its way: those that come up among its numbers. Behind the
 * first mistake none does, so that it stands where one that does is passed on to one that does not.
 */
export class RightAdjoints {
  private readonly numbers: ValueClasses;

  constructor(private readonly source: Pick<LearnedFrom, 'adjoints' | 'backward' | 'rounding'>) {
    const { tape } = source.backward;
    this.numbers = new ValueClasses(tape.value.subarray(tape.inputs + 1, tape.length), source.rounding);
  }

  /** Whether the gradient has the right derivative by the results of a place. */
  reach({ entries }: Edge): boolean {
    return this.holdAll(entries);
  }

  /** Whether it has the one by the operand as well. */
  pass({ starts }: Edge): boolean {
    return this.holdAll(starts);
  }

  private holdAll(entries: Int32Array): boolean {
    const { adjoints } = this.source;
    return entries.every((entry) => adjoints[entry] === 0 || this.numbers.classOf(adjoints[entry]) >= 0);
  }
}
