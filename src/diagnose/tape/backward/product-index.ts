import type { Products } from './list-products.js';
import { ValueClasses } from './value-classes.js';

/** Executions of a product of the gradient, found by the number that they pass on. */
export class ProductIndex {
  private readonly classes: ValueClasses;
  private readonly members: number[][] = [];

  constructor(
    readonly products: Products,
    rounding: number,
  ) {
    const { passed } = products;
    this.classes = new ValueClasses(passed, rounding);
    passed.forEach((value, n) => {
      const found = this.classes.classOf(value);
      if (found >= 0) (this.members[found] ??= []).push(n);
    });
  }

  /** Whether some execution passes on this number, but for its sign. */
  has(value: number): boolean {
    return this.classes.classOf(value) >= 0;
  }

  /** Hands out the executions that pass on a number, one after the other, each once; −1 where there are no more. */
  open(isReversed: boolean): (value: number) => number {
    const taken = new Int32Array(this.members.length);
    return (value) => {
      const found = this.classes.classOf(value);
      if (found < 0) return -1;
      const members = this.members[found];
      const at = taken[found]++;
      return members[isReversed ? at : members.length - 1 - at] ?? -1;
    };
  }
}
