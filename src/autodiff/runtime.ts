import * as arithmetic from './arithmetic.js';
import { TRACKED_COLLECTIONS } from './collections.js';
import { cloneThroughJson, cloneTree, parseJson, stringifyJson } from './copies.js';
import { ElementPlace, loadElement, openElements, storeElement } from './elements.js';
import { RUNTIME_KEY } from './runtime-key.js';
import { SHADOW } from './shadow.js';
import { TRACKED_ARRAYS } from './tracked-arrays.js';
import { TrackedDataView } from './tracked-data-view.js';
import * as globals from './tracked-globals.js';
import { mathAt, TRACKED_MATH } from './tracked-math.js';
import { handOver, makeArray, makeObject, propertiesOf, TRACKED_STATICS } from './tracked-objects.js';
import { callMethod } from './watched-methods.js';

/** What rewritten code calls, by the names it uses. */
const RUNTIME = {
  add: arithmetic.add,
  sub: arithmetic.subtract,
  mul: arithmetic.multiply,
  addProduct: arithmetic.addProduct,
  div: arithmetic.divide,
  rem: arithmetic.remainder,
  pow: arithmetic.power,
  neg: arithmetic.negate,
  num: arithmetic.toNumeric,
  plain: arithmetic.plain,
  truth: arithmetic.truth,
  type: arithmetic.typeName,
  shadow: SHADOW,
  load: loadElement,
  store: storeElement,
  place: (container: unknown, key: unknown) => new ElementPlace(container, key),
  math: TRACKED_MATH,
  mathAt,
  method: callMethod,
  properties: propertiesOf,
  elements: openElements,
  handOver,
  makeArray,
  makeObject,
  cloneJson: cloneThroughJson,
  JSON_parse: parseJson,
  JSON_stringify: stringifyJson,
  ...TRACKED_STATICS,
  Number: globals.TrackedNumberFunction,
  Boolean: globals.TrackedBooleanFunction,
  isFinite: globals.trackedIsFinite,
  isNaN: globals.trackedIsNaN,
  parseFloat: globals.parseTracked,
  structuredClone: cloneTree,
  DataView: TrackedDataView,
  ...TRACKED_COLLECTIONS,
  ...TRACKED_ARRAYS,
};

/** Puts the runtime where rewritten code looks for it; to be called before such code is loaded. */
export function installRuntime(): void {
  (globalThis as Record<symbol, unknown>)[Symbol.for(RUNTIME_KEY)] = RUNTIME;
}
