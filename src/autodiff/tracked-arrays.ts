import { plain } from './arithmetic.js';
import { ARRAY_METHODS } from './array-methods.js';
import { getElement, listElements, storeAll, storeElement } from './elements.js';
import { TrackedNumber } from './recorder.js';
import { FIRST, hasTracked, isShadowed, PLAIN_CLASS, SHADOW, Shadow, shadowOfBuffer } from './shadow.js';

export { getElement, storeElement };

type TypedArrayConstructor = typeof Float64Array;

/** The shadow for the view that `subarray` is about to make: it shares that of its array. */
let inherited: Shadow | null = null;

/** A class that stands for `Base` in the rewritten code, and is a subclass of it. */
function trackedClass(Base: TypedArrayConstructor, isWide: boolean): TypedArrayConstructor {
  const { [Base.name]: Class } = {
    [Base.name]: class extends Base {
      readonly [SHADOW]: Shadow;
      readonly [FIRST]: number;

      constructor(source?: unknown, offset?: unknown, length?: unknown) {
        const elements = trackedElementsOf(source);
        if (elements || !isBuffer(source)) {
          super((elements ? elements.length : plain(source)) as never);
          this[SHADOW] = new Shadow(this.length, isWide);
          this[FIRST] = 0;
          if (elements) storeAll(this, elements);
        } else {
          super(source as ArrayBuffer, plain(offset) as number, plain(length) as number);
          this[SHADOW] = inherited ?? shadowOfBuffer(source, Base.name, () => new Shadow(sizeOf(source, Base), isWide));
          this[FIRST] = this.byteOffset / Base.BYTES_PER_ELEMENT;
        }
      }

      override get buffer(): ArrayBuffer {
        const buffer = super.buffer as ArrayBuffer;
        shadowOfBuffer(buffer, Base.name, () => this[SHADOW]);
        return buffer;
      }

      override subarray(begin?: number, end?: number): never {
        inherited = this[SHADOW];
        try {
          return super.subarray(plain(begin) as number, plain(end) as number) as never;
        } finally {
          inherited = null;
        }
      }

      static override from(source: never, map?: (x: never, i: number) => number, self?: unknown): never {
        const items = Array.from(source as ArrayLike<never>);
        const list = map ? items.map((x, i) => map.call(self, x, i)) : items;
        const fresh = new this(list.length);
        storeAll(fresh, list);
        return fresh as never;
      }

      static override of(...items: number[]): never {
        return this.from(items as never);
      }

      /** Shown by console.log without what is kept beside it. */
      [Symbol.for('nodejs.util.inspect.custom')](): unknown {
        return new Base(this);
      }
    } as unknown as TypedArrayConstructor,
  };
  const hidden = { ...ARRAY_METHODS, [Symbol.iterator]: ARRAY_METHODS.values, [PLAIN_CLASS]: Class };
  for (const name of Reflect.ownKeys(hidden)) {
    const value = hidden[name as keyof typeof hidden];
    Object.defineProperty(Class.prototype, name, { value, writable: true, configurable: true });
  }
  return Class;
}

function isBuffer(value: unknown): value is ArrayBuffer {
  return (
    value instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer)
  );
}

/** How many elements a buffer has room for, also when it grows. */
function sizeOf(
  buffer: ArrayBuffer & { maxByteLength?: number },
  { BYTES_PER_ELEMENT }: TypedArrayConstructor,
): number {
  return Math.floor((buffer.maxByteLength ?? buffer.byteLength) / BYTES_PER_ELEMENT);
}

/** The elements of a source that has tracked ones, or that can be read only once; null where the language may read it. */
function trackedElementsOf(source: unknown): ArrayLike<unknown> | null {
  if (typeof source !== 'object' || source === null || isBuffer(source)) return null;
  if (isShadowed(source)) return hasTracked(source) ? listElements(source) : null;
  if (ArrayBuffer.isView(source)) return null;
  if (Array.isArray(source)) return source.some((x) => x instanceof TrackedNumber) ? source : null;
  return Array.from(source as ArrayLike<unknown>);
}

const FRACTIONS = [Float64Array, Float32Array];
const INTEGERS = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array];

/** What stands for the language's typed arrays in the rewritten code. Integer arrays hold no derivatives. */
export const TRACKED_ARRAYS: Readonly<Record<string, TypedArrayConstructor>> = Object.fromEntries(
  [...FRACTIONS, ...INTEGERS].map((Base) => [
    Base.name,
    trackedClass(Base as TypedArrayConstructor, (FRACTIONS as unknown[]).includes(Base)),
  ]),
);
