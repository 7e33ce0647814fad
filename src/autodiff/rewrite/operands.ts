import type { BinaryExpression } from 'estree';
import { ARITHMETIC, BITWISE, writesName } from './forms.js';
import { childrenOf, inside, type At, type Node } from './nodes.js';
import type { Walk } from './walk.js';

/** An operand after it has been evaluated. */
export interface Operand {
  /** The temporary that holds it, or its own text. */
  readonly text: string;
  /** Whether it is a plain number for sure. */
  readonly isPlain: boolean;
}

/**
 * Opens a list of commas, `(t0 = left, t1 = right`, that evaluates both operands once and in their order. Numbers that
 * nothing in between can change stand for themselves.
 */
export function bindPair(walk: Walk, outer: Node, left: Node, right: Node, depth: number): [Operand, Operand] {
  walk.editor.open(outer.start, '(');
  const a = bind(walk, left, right, depth);
  walk.editor.replace(left.end, right.start, ', ');
  const b = bind(walk, right, null, depth + 1);
  return [a, b];
}

/** `left + a * b` in one: the two factors take the place of the product in the list of commas. */
export interface Product {
  readonly factors: [Operand, Operand];
  readonly site: number;
}

/** The product that an operand is, where it is one that may be tracked. */
export function productOf(walk: Walk, operand: Node): At<BinaryExpression> | null {
  const node = inside(operand);
  return node.type === 'BinaryExpression' && node.operator === '*' && !walk.isPlain(node) ? node : null;
}

/** `t1 = a, t2 = b` in the place of `a * b`. */
export function bindFactors(walk: Walk, outer: Node, product: At<BinaryExpression>, depth: number): Product {
  const left = product.left as Node;
  const right = product.right as Node;
  const site = walk.addSite(product, '*', [left, right]);
  if (outer.start < left.start) walk.editor.replace(outer.start, left.start, '');
  const a = bind(walk, left, right, depth);
  walk.editor.replace(left.end, right.start, ', ');
  const b = bind(walk, right, null, depth + 1);
  if (right.end < outer.end) walk.editor.replace(right.end, outer.end, '');
  return { factors: [a, b], site };
}

export function bind(walk: Walk, node: Node, next: Node | null, depth: number): Operand {
  const isPlain = walk.isPlain(node);
  if (isPlain && isRepeatable(walk, node, next)) return { text: walk.textOf(node), isPlain };
  const text = walk.temporary(depth);
  walk.editor.open(node.start, `${text} = `);
  walk.visit(node, depth);
  return { text, isPlain };
}

/** Whether a plain number may as well be evaluated later, behind `next`, and more than once. */
export function isRepeatable(walk: Walk, outer: Node, next: Node | null): boolean {
  const node = inside(outer);
  switch (node.type) {
    case 'Literal':
      return true;
    case 'Identifier':
      if (!walk.isPlain(node)) return false;
      return walk.names.isGlobal(node) || next === null || (walk.names.isOwn(node) && !writesName(next, node.name));
    case 'UnaryExpression':
    case 'BinaryExpression':
      if (node.type === 'BinaryExpression' && !ARITHMETIC.has(node.operator) && !BITWISE.has(node.operator))
        return false;
      return childrenOf(node).every((child) => isRepeatable(walk, child, next));
    default:
      return false;
  }
}

/** The test that both are plain numbers; empty where it is known. */
export function numberTest(...operands: readonly Operand[]): string {
  return operands
    .filter(({ isPlain }) => !isPlain)
    .map(({ text }) => `typeof ${text} === "number"`)
    .join(' && ');
}
