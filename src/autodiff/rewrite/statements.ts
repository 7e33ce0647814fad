import type { SwitchStatement } from 'estree';
import { isKept } from './operators.js';
import type { At, ForEachNode, LabelledNode, ListNode, Node, TestedNode } from './nodes.js';
import { visitPattern } from './patterns.js';
import type { Walk } from './walk.js';

export function visitList(walk: Walk, { body }: ListNode, depth: number): void {
  visitStatements(walk, body, depth);
}

/**
 * An expression may begin with a parenthesis now, which must not continue the statement before it where that has no
 * semicolon at its end.
 */
function visitStatements(walk: Walk, statements: readonly Node[], depth: number): void {
  statements.forEach((statement, i) => {
    const before = i === 0 ? ';' : walk.source[statements[i - 1].end - 1];
    const isDirective = (statement as { directive?: string }).directive !== undefined;
    if (statement.type === 'ExpressionStatement' && before !== ';' && !isDirective) {
      walk.editor.open(statement.start, '0, ');
    }
    walk.visit(statement, depth);
  });
}

export function visitTested(walk: Walk, node: TestedNode, depth: number): void {
  if (node.init) walk.visit(node.init, depth);
  if (node.test) walk.wrapTruth(node.test, depth);
  walk.visitAll([node.update, node.consequent, node.alternate, node.body], depth);
}

export function visitSwitch(walk: Walk, node: At<SwitchStatement>, depth: number): void {
  walk.wrapPlain(node.discriminant as Node, depth);
  for (const { test, consequent } of node.cases) {
    if (test && !isKept(walk, test as Node)) walk.wrapPlain(test as Node, depth);
    visitStatements(walk, consequent as Node[], depth);
  }
}

export function visitForEach(walk: Walk, node: ForEachNode, depth: number): void {
  if (node.left.type === 'VariableDeclaration') {
    for (const { id } of node.left.declarations) visitPattern(walk, id as Node, depth);
  } else visitPattern(walk, node.left, depth);
  // A number has no names to go through.
  if (node.type === 'ForInStatement') walk.wrapPlain(node.right, depth);
  else walk.visit(node.right, depth);
  walk.visit(node.body, depth);
}

export function visitLabelled(walk: Walk, node: LabelledNode, depth: number): void {
  if (node.body) walk.visit(node.body, depth);
}

export function visitExport(walk: Walk, { declaration }: Node & { declaration?: Node | null }, depth: number): void {
  if (declaration) walk.visit(declaration, depth);
}
