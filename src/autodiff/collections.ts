import { TrackedNumber, valueAt } from './recorder.js';

/**
 * Numbers as keys: two tracked numbers of the same value are one key, as two numbers are, and it stays the one that came
 * first. Of one value there is never a plain and a tracked key at a time.
 */
class NumberKeys {
  private readonly tracked = new Map<number, TrackedNumber>();

  /** The key that is in a collection for x, if there is one. */
  find(x: unknown): unknown {
    if (x instanceof TrackedNumber) return this.tracked.get(valueAt(x)) ?? valueAt(x);
    return typeof x === 'number' && this.tracked.size > 0 ? (this.tracked.get(x) ?? x) : x;
  }

  /** The key under which x is put in; `has` asks for plain ones. */
  enter(x: unknown, has: (key: unknown) => boolean): unknown {
    const key = this.find(x);
    if (!(x instanceof TrackedNumber) || typeof key !== 'number' || has(key)) return key;
    this.tracked.set(key, x);
    return x;
  }

  remove(x: unknown): unknown {
    const key = this.find(x);
    if (key instanceof TrackedNumber) this.tracked.delete(valueAt(key));
    return key;
  }

  clear(): void {
    this.tracked.clear();
  }
}

/** Beside the collections, since the constructors of Map and Set put entries in before any field is there. */
const keysOfCollections = new WeakMap<object, NumberKeys>();

function keysOf(collection: object): NumberKeys {
  let keys = keysOfCollections.get(collection);
  if (!keys) keysOfCollections.set(collection, (keys = new NumberKeys()));
  return keys;
}

/** What stands for the language's collections in the rewritten code, by their names. */
export const TRACKED_COLLECTIONS = {
  Map: class extends Map<unknown, unknown> {
    override get(key: unknown): unknown {
      return super.get(keysOf(this).find(key));
    }

    override has(key: unknown): boolean {
      return super.has(keysOf(this).find(key));
    }

    override set(key: unknown, x: unknown): this {
      const entered = keysOf(this).enter(key, (plain) => super.has(plain));
      return super.set(entered, x);
    }

    override delete(key: unknown): boolean {
      return super.delete(keysOf(this).remove(key));
    }

    override clear(): void {
      keysOf(this).clear();
      super.clear();
    }
  },

  Set: class extends Set<unknown> {
    override has(x: unknown): boolean {
      return super.has(keysOf(this).find(x));
    }

    override add(x: unknown): this {
      const entered = keysOf(this).enter(x, (plain) => super.has(plain));
      return super.add(entered);
    }

    override delete(x: unknown): boolean {
      return super.delete(keysOf(this).remove(x));
    }

    override clear(): void {
      keysOf(this).clear();
      super.clear();
    }
  },
};
