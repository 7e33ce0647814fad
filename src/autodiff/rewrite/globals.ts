import type { Identifier } from 'estree';
import { inside, type At, type Node } from './nodes.js';
import type { Walk } from './walk.js';

/** Names of the language for which the runtime has its own. */
const REPLACED_GLOBALS = new Set([
  'Number',
  'Boolean',
  'isFinite',
  'isNaN',
  'parseFloat',
  'structuredClone',
  'Map',
  'Set',
  'DataView',
  'Float64Array',
  'Float32Array',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
]);

/** Functions of the language that would look into a tracked number, or read a typed array without its derivatives. */
export const REPLACED_MEMBERS = new Set([
  'Object.is',
  'Object.assign',
  'Object.entries',
  'Object.keys',
  'Object.values',
  'JSON.parse',
  'JSON.stringify',
  'Reflect.apply',
  'Reflect.get',
  'Reflect.set',
]);

/** Of those replaced, the ones whose instances are the language's own. */
export const KEPT_IN_COMPARISONS = new Set(['Number', 'Boolean']);

/** The name of the platform that a node is. */
export function globalName(walk: Walk, outer: Node): string | null {
  const node = inside(outer);
  return node.type === 'Identifier' && walk.names.isGlobal(node) ? node.name : null;
}

export function isReplacedGlobal(walk: Walk, node: Node): boolean {
  const name = globalName(walk, node);
  return name !== null && REPLACED_GLOBALS.has(name);
}

/** What stands for a name of the platform, if anything does. */
export function replacementFor(walk: Walk, node: At<Identifier>): string | null {
  if (!walk.names.isGlobal(node)) return null;
  if (node.name === 'Math') return `${walk.runtime('mathAt')}(${walk.addSite(node, 'Math', [])})`;
  return REPLACED_GLOBALS.has(node.name) ? walk.runtime(node.name) : null;
}
