import type { Identifier, MemberExpression, ObjectExpression, Property } from 'estree';
import { globalMemberOf, mathNameOf } from './forms.js';
import { REPLACED_MEMBERS, replacementFor } from './globals.js';
import { inside, isElement, isSpread, type At, type ChainNode, type ElementNode, type Node } from './nodes.js';
import { isRepeatable } from './operands.js';
import type { Walk } from './walk.js';

export function visitIdentifier(walk: Walk, node: At<Identifier>): void {
  const replacement = replacementFor(walk, node);
  if (replacement !== null) walk.editor.replace(node.start, node.end, replacement);
}

export function visitProperty(walk: Walk, node: At<Property>, depth: number): void {
  if (node.computed) walk.visit(node.key as Node, depth);
  const value = node.value as Node;
  const replacement = node.shorthand && value.type === 'Identifier' ? replacementFor(walk, value) : null;
  if (replacement !== null) walk.editor.replace(node.start, node.end, `${(value as Identifier).name}: ${replacement}`);
  else walk.visit(value, depth);
}

/** `{ ...typed }` copies elements. */
export function visitSpreadOfObject(walk: Walk, node: At<ObjectExpression>, depth: number): void {
  for (const property of node.properties as Node[]) {
    if (isSpread(property)) walk.wrap((property as unknown as { argument: Node }).argument, 'properties', depth);
    else walk.visit(property, depth);
  }
}

export function visitMember(walk: Walk, node: At<MemberExpression>, depth: number): void {
  if (replaceStatic(walk, node)) return;
  if (!isElement(node)) return visitUntouched(walk, node, depth);
  const element = elementAccess(walk, node, depth);
  walk.editor.open(node.start, element.opening);
  walk.visit(node.object as Node, depth);
  element.finish('');
}

/** `Object.keys`, `Math.exp` as values; they know where they stand. `Math.PI` stays. */
function replaceStatic(walk: Walk, node: At<MemberExpression>): boolean {
  const path = globalMemberOf(node, walk.names);
  if (path !== null && REPLACED_MEMBERS.has(path)) {
    walk.editor.replace(node.start, node.end, walk.runtime(path.replace('.', '_')));
    return true;
  }
  const name = mathNameOf(node, walk.names);
  if (name === null) return false;
  if (/^[A-Z]/.test(name)) return true;
  const { start, end } = node.object as Node;
  walk.editor.replace(start, end, `${walk.runtime('mathAt')}(${walk.addSite(node, `Math.${name}`, [])})`);
  return true;
}

/** An access in two texts: the one before its object, and what is put in place of the text behind the object. */
export interface Access {
  readonly opening: string;
  /** @param joint what stands between the object and the rest */
  finish(joint: string): void;
}

/** `a[k]` → `(o = a, k = …, no tracked elements ? o[k] : load(o, k))`. */
export function elementAccess(walk: Walk, node: ElementNode, depth: number): Access {
  const object = node.object as Node;
  const key = node.property as Node;
  const o = walk.temporary(depth);
  const isText = walk.isPlain(key) && isRepeatable(walk, key, null);
  const k = isText ? walk.textOf(key) : walk.temporary(depth + 1);
  return {
    opening: `(${o} = `,
    finish(joint) {
      if (isText) walk.editor.replace(object.end, node.end, joint);
      else {
        walk.editor.replace(object.end, key.start, `${joint}, ${k} = `);
        walk.visit(key, depth + 1);
        walk.editor.replace(key.end, node.end, '');
      }
      walk.editor.close(node.end, `, ${readElement(walk, o, k)})`);
    },
  };
}

export function readElement(walk: Walk, o: string, k: string): string {
  // Without tracked elements a typed array is read like any other object.
  return `(${o}[${walk.runtime('shadow')}]?.tracked ?? null) === null ? ${o}[${k}] : ${walk.runtime('load')}(${o}, ${k})`;
}

export function writeElement(walk: Walk, o: string, k: string, value: string): string {
  return `${o}[${walk.runtime('shadow')}] === undefined ? ${o}[${k}] = ${value} : ${walk.runtime('store')}(${o}, ${k}, ${value})`;
}

/** A member whose own access stays as it is: what is called, deleted or assigned to. */
export function visitUntouched(walk: Walk, outer: Node, depth: number): void {
  const node = inside(outer);
  if ((node.type as string) === 'ChainExpression') {
    return visitUntouched(walk, (node as unknown as ChainNode).expression, depth);
  }
  if (node.type !== 'MemberExpression') return walk.visit(node, depth);
  visitLink(walk, node.object as Node, depth);
  if (node.computed) walk.visit(node.property as Node, depth);
}

/** A part of a chain that stays: the members and calls of it keep their own course. */
export function visitLink(walk: Walk, node: Node, depth: number): void {
  if (node.type === 'MemberExpression' && isInChain(node)) return visitUntouched(walk, node, depth);
  if (node.type !== 'CallExpression' || !isInChain(node)) return walk.visit(node, depth);
  visitUntouched(walk, node.callee as Node, depth);
  walk.visitAll(node.arguments, depth);
}

/** Whether the access may be skipped by a `?.` at it or before it. */
function isInChain(node: Node): boolean {
  if (node.type === 'MemberExpression') return Boolean(node.optional) || isInChain(node.object as Node);
  if (node.type === 'CallExpression') return Boolean(node.optional) || isInChain(node.callee as Node);
  return false;
}
