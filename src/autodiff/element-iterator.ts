import { loadElement } from './elements.js';
import type { Shadowed } from './shadow.js';

const ITERATORS = Object.getPrototypeOf(Object.getPrototypeOf([].values())) as object;

/** Goes over the elements of a typed array, as they are when they are reached. */
export class ElementIterator {
  private index = 0;

  constructor(private readonly array: Shadowed) {}

  next(): IteratorResult<unknown> {
    if (this.index >= this.array.length) return { value: undefined, done: true };
    return { value: loadElement(this.array, this.index++), done: false };
  }
}
// It is an iterator of the language otherwise, with `[Symbol.iterator]` and the helpers there are.
Object.setPrototypeOf(ElementIterator.prototype, ITERATORS);
