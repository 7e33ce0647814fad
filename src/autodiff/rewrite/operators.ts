import type { BinaryExpression, LogicalExpression, UnaryExpression } from 'estree';
import { ARITHMETIC, BITWISE, differsFromNumbers, EQUALITY, isBoolean, isText, RELATIONAL } from './forms.js';
import { globalName, isReplacedGlobal, KEPT_IN_COMPARISONS } from './globals.js';
import { visitUntouched } from './members.js';
import type { At, Node } from './nodes.js';
import { bind, bindFactors, bindPair, numberTest, productOf, type Operand, type Product } from './operands.js';
import type { Walk } from './walk.js';

/** The runtime's names for the operators. */
export const OPERATOR_NAMES: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'rem',
  '**': 'pow',
};

export function visitBinary(walk: Walk, node: At<BinaryExpression>, depth: number): void {
  const { operator } = node;
  const left = node.left as Node;
  const right = node.right as Node;
  if (ARITHMETIC.has(operator)) return visitArithmetic(walk, node, left, right, depth);
  if (RELATIONAL.has(operator)) return visitRelational(walk, node, left, right, depth);
  if (BITWISE.has(operator)) return wrapBoth(walk, left, right, depth);
  if (EQUALITY.has(operator)) return visitEquality(walk, operator, left, right, depth);
  if (operator === 'instanceof') {
    walk.wrapPlain(left, depth);
    // What stands for a class of the platform is a subclass of it, and not all its instances are made here.
    return isReplacedGlobal(walk, right) ? undefined : walk.visit(right, depth);
  }
  if ((left.type as string) !== 'PrivateIdentifier') walk.visit(left, depth);
  return walk.visit(right, depth);
}

function wrapBoth(walk: Walk, left: Node, right: Node, depth: number): void {
  walk.wrapPlain(left, depth);
  walk.wrapPlain(right, depth);
}

function visitArithmetic(walk: Walk, node: Node & { operator: string }, left: Node, right: Node, depth: number): void {
  const { operator } = node;
  if (walk.isPlain(left) && walk.isPlain(right)) return walk.visitAll([left, right], depth);
  if (operator === '+' && (isText(left) || isText(right))) return wrapBoth(walk, left, right, depth);
  const site = walk.addSite(node, operator, [left, right]);
  const product = operator === '+' ? productOf(walk, right) : null;
  if (product) {
    walk.editor.open(node.start, '(');
    const sum = bind(walk, left, right, depth);
    walk.editor.replace(left.end, right.start, ', ');
    const text = addProduct(walk, sum, bindFactors(walk, right, product, depth + 1), site);
    return walk.editor.close(node.end, `, ${text})`);
  }
  const name = walk.runtime(OPERATOR_NAMES[operator]);
  const [a, b] = bindPair(walk, node, left, right, depth);
  const operands = `${a.text} ${operator} ${b.text}`;
  walk.editor.close(node.end, `, ${numberTest(a, b)} ? ${operands} : ${name}(${a.text}, ${b.text}, ${site}))`);
}

/** The text of a sum with a product, once all three are there. */
export function addProduct(
  walk: Walk,
  sum: Operand,
  { factors: [a, b], site: productSite }: Product,
  site: number,
): string {
  const call = `${walk.runtime('addProduct')}(${sum.text}, ${a.text}, ${b.text}, ${site}, ${productSite})`;
  return `${numberTest(sum, a, b)} ? ${sum.text} + ${a.text} * ${b.text} : ${call}`;
}

function visitRelational(walk: Walk, node: At<BinaryExpression>, left: Node, right: Node, depth: number): void {
  if (walk.isPlain(left) && walk.isPlain(right)) return walk.visitAll([left, right], depth);
  const plain = walk.runtime('plain');
  const [a, b] = bindPair(walk, node, left, right, depth);
  const [valueA, valueB] = [a, b].map(({ text, isPlain }) => (isPlain ? text : `${plain}(${text})`));
  const { operator } = node;
  const fast = `${a.text} ${operator} ${b.text}`;
  walk.editor.close(node.end, `, ${numberTest(a, b)} ? ${fast} : ${valueA} ${operator} ${valueB})`);
}

function visitEquality(walk: Walk, operator: string, left: Node, right: Node, depth: number): void {
  const isStrict = operator.length === 3;
  const isSettled = differsFromNumbers(left, isStrict) || differsFromNumbers(right, isStrict);
  for (const operand of [left, right]) {
    if (isKept(walk, operand)) continue;
    if (isSettled) walk.visit(operand, depth);
    else walk.wrapPlain(operand, depth);
  }
}

/** `x.constructor === Number` compares with the language's own, which is the constructor of every number. */
export function isKept(walk: Walk, operand: Node): boolean {
  const name = globalName(walk, operand);
  return name !== null && KEPT_IN_COMPARISONS.has(name);
}

export function visitUnary(walk: Walk, node: At<UnaryExpression>, depth: number): void {
  const argument = node.argument as Node;
  switch (node.operator) {
    case '-':
      return walk.isPlain(argument) ? walk.visit(argument, depth) : visitNegation(walk, node, argument, depth);
    case '+':
      if (walk.isPlain(argument)) return walk.visit(argument, depth);
      return walk.replaceOperator(node, argument, 'num', depth);
    case '!':
      return walk.wrapTruth(argument, depth);
    case '~':
      return walk.wrapPlain(argument, depth);
    case 'typeof':
      // Asking for the type of a name that is not there is no error.
      if (globalName(walk, argument) !== null) return undefined;
      return walk.replaceOperator(node, argument, 'type', depth);
    case 'delete':
      return visitUntouched(walk, argument, depth);
    default:
      return walk.visit(argument, depth);
  }
}

function visitNegation(walk: Walk, node: At<UnaryExpression>, argument: Node, depth: number): void {
  const site = walk.addSite(node, '-', [argument]);
  const a = walk.temporary(depth);
  walk.editor.replace(node.start, argument.start, `(${a} = `);
  walk.visit(argument, depth);
  const test = numberTest({ text: a, isPlain: false });
  walk.editor.close(node.end, `, ${test} ? -${a} : ${walk.runtime('neg')}(${a}, ${site}))`);
}

export function visitLogical(walk: Walk, node: At<LogicalExpression>, depth: number): void {
  const left = node.left as Node;
  const right = node.right as Node;
  if (node.operator === '??' || isBoolean(left)) return walk.visitAll([left, right], depth);
  const a = walk.temporary(depth);
  const isAnd = node.operator === '&&';
  walk.editor.open(node.start, `(${walk.runtime('truth')}(${a} = `);
  walk.visit(left, depth);
  walk.editor.replace(left.end, right.start, isAnd ? ') ? ' : `) ? ${a} : `);
  walk.visit(right, depth + 1);
  return walk.editor.close(node.end, isAnd ? ` : ${a})` : ')');
}

/** A list of commas becomes one expression, whatever is put around it. */
export function visitSequence(walk: Walk, node: Node, depth: number): void {
  walk.editor.open(node.start, '(');
  walk.visitChildren(node, depth);
  walk.editor.close(node.end, ')');
}
