import type { ArrowFunctionExpression, FunctionDeclaration, FunctionExpression } from 'estree';
import type { At, FieldNode, KeyedNode, ListNode, Node } from './nodes.js';
import { visitPattern } from './patterns.js';
import { visitList } from './statements.js';
import type { Walk } from './walk.js';

export function visitFunction(
  walk: Walk,
  node: At<FunctionDeclaration | FunctionExpression | ArrowFunctionExpression>,
): void {
  for (const parameter of node.params as Node[]) {
    visitPattern(walk, parameter, 0, (value) => visitApart(walk, value));
  }
  const body = node.body as Node;
  const declaration = walk.inFrame(() => walk.visit(body, 0));
  if (declaration === '') return;
  if (body.type === 'BlockStatement') declareInBlock(walk, body as unknown as ListNode, declaration);
  else {
    walk.editor.openOutside(body.start, `{ ${declaration} return `);
    walk.editor.close(body.end, '; }');
  }
}

/** Behind the directives ("use strict"), which must come first. */
function declareInBlock(walk: Walk, block: ListNode, declaration: string): void {
  const last = (block.body as (Node & { directive?: string })[]).findLast(({ directive }) => directive !== undefined);
  const joint = !last || walk.textOf(last).endsWith(';') ? '' : ';';
  walk.editor.insertAtStart(last ? last.end : block.start + 1, `${joint}${declaration}`);
}

/**
 * Default values of parameters and fields of classes stand where no temporaries can be declared: those that need some
 * become functions that are called at once. An arrow function keeps `this`, `super` and `arguments`.
 */
function visitApart(walk: Walk, value: Node): void {
  const declaration = walk.inFrame(() => walk.visit(value, 0));
  if (declaration === '') return;
  walk.editor.openOutside(value.start, `(() => { ${declaration} return `);
  walk.editor.close(value.end, '; })()');
}

/** A field ends with a semicolon: rewritten, it may end with what the next line would continue. */
export function visitField(walk: Walk, node: FieldNode, depth: number): void {
  if (node.computed) walk.visit(node.key, depth);
  if (!node.value) return;
  visitApart(walk, node.value);
  walk.editor.close(node.value.end, ';');
}

export function visitKeyed(walk: Walk, node: KeyedNode, depth: number): void {
  if (node.computed) walk.visit(node.key, depth);
  walk.visit(node.value, depth);
}

export function visitStaticBlock(walk: Walk, node: ListNode): void {
  const declaration = walk.inFrame(() => visitList(walk, node, 0));
  if (declaration !== '') walk.editor.insertAtStart(walk.source.indexOf('{', node.start) + 1, declaration);
}
