import * as arithmetic from './arithmetic.js';
import { getElement, loadElement, setElement, storeElement, TRACKED_ARRAYS } from './tracked-arrays.js';
import * as globals from './tracked-globals.js';
import { RUNTIME_KEY } from './runtime-key.js';
import { mathAt, TRACKED_MATH } from './tracked-math.js';

/** What rewritten code calls, by the names it uses. */
const RUNTIME = {
  add: arithmetic.add,
  sub: arithmetic.subtract,
  mul: arithmetic.multiply,
  div: arithmetic.divide,
  rem: arithmetic.remainder,
  pow: arithmetic.power,
  neg: arithmetic.negate,
  num: arithmetic.toNumeric,
  plain: arithmetic.plain,
  truth: arithmetic.truth,
  type: arithmetic.typeName,
  get: getElement,
  set: setElement,
  load: loadElement,
  store: storeElement,
  place: (container: unknown, key: unknown) => new globals.ElementPlace(container, key, setElement),
  math: TRACKED_MATH,
  mathAt,
  clone: globals.cloneTree,
  cloneJson: globals.cloneThroughJson,
  compare: globals.callComparing,
  apply: globals.callApply,
  isSame: globals.isSame,
  Number: globals.TrackedNumberFunction,
  isFinite: globals.trackedIsFinite,
  isNaN: globals.trackedIsNaN,
  parseFloat: globals.parseTracked,
  structuredClone: globals.cloneTree,
  ...TRACKED_ARRAYS,
};

/** Puts the runtime where rewritten code looks for it; to be called before such code is loaded. */
export function installRuntime(): void {
  (globalThis as Record<symbol, unknown>)[Symbol.for(RUNTIME_KEY)] = RUNTIME;
}
