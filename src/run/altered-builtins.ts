import type { ModelError } from '../check/report.js';

/** Objects of the language that the functions of gradcheck work with as well, being in the same thread. */
const OBJECTS: Readonly<Record<string, object>> = {
  Object,
  Reflect,
  Array,
  Number,
  Math,
  JSON,
  Promise,
  'Object.prototype': Object.prototype,
  'Function.prototype': Function.prototype,
  'Array.prototype': Array.prototype,
  'TypedArray.prototype': Object.getPrototypeOf(Float64Array.prototype) as object,
  'Float64Array.prototype': Float64Array.prototype,
  'Float32Array.prototype': Float32Array.prototype,
  'Number.prototype': Number.prototype,
  'String.prototype': String.prototype,
  'RegExp.prototype': RegExp.prototype,
  'Map.prototype': Map.prototype,
  'Set.prototype': Set.prototype,
  'Promise.prototype': Promise.prototype,
  'ArrayIterator.prototype': Object.getPrototypeOf([][Symbol.iterator]()) as object,
  'Generator.prototype': Object.getPrototypeOf(Object.getPrototypeOf((function* () {})()) as object) as object,
};

/** It is replaced on purpose. */
const OURS = Math.random;

const { getOwnPropertyDescriptor, is } = Object;
const { ownKeys } = Reflect;

interface Member {
  readonly name: string;
  readonly owner: object;
  readonly key: PropertyKey;
  readonly value: unknown;
}

/** As they are when this module is loaded: before any code of the user's. */
const MEMBERS: readonly Member[] = Object.entries(OBJECTS).flatMap(([name, owner]) =>
  ownKeys(owner)
    .map((key) => ({ name: `${name}.${String(key)}`, owner, key, value: valueOf(owner, key) }))
    .filter(({ value }) => value !== OURS),
);

/**
 * The built-in functions that user code has replaced or removed: `Array.prototype.map`. What it added is not counted,
 * but for properties that every object then seems to have.
 */
export function listAlteredBuiltins(): string[] {
  const altered: string[] = [];
  // A plain loop, as the methods of arrays may be among them.
  for (let i = 0; i < MEMBERS.length; i++) {
    const { name, owner, key, value } = MEMBERS[i];
    if (!is(valueOf(owner, key), value)) altered[altered.length] = name;
  }
  for (const key in {}) altered[altered.length] = `Object.prototype.${key}`;
  return altered;
}

/** The error of something that went wrong in gradcheck itself, with what may have led to it. */
export function blameAlteredBuiltins(error: ModelError): ModelError {
  const altered = listAlteredBuiltins();
  if (error.code !== 'internal' || altered.length === 0) return error;
  return {
    ...error,
    code: 'altered-builtins',
    message: `${error.message} (the module replaced ${nameAltered(altered)}, which gradcheck runs with as well)`,
    hint: ALTERED_HINT,
  };
}

export const ALTERED_HINT = 'leave built-in functions as they are, or make replacements that do the same';

const MOST_NAMED = 5;

/** `Math.abs, Array.prototype.map and 3 more`. Made by hand, as it may be these that were replaced. */
export function nameAltered(altered: readonly string[]): string {
  let names = '';
  for (let i = 0; i < altered.length && i < MOST_NAMED; i++) names += (i > 0 ? ', ' : '') + altered[i];
  const rest = altered.length - MOST_NAMED;
  return rest > 0 ? `${names} and ${rest} more` : names;
}

/** What stands behind a name: a function mostly, or the one that reads it. */
function valueOf(owner: object, key: PropertyKey): unknown {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  return descriptor?.get ?? (descriptor?.value as unknown);
}
