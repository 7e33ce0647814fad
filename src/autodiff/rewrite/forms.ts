import type { Identifier } from 'estree';
import { childrenOf, inside, type Node } from './nodes.js';

/** What an expression is by its form alone, whatever its parts turn out to be when the program runs. */

export const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '**']);
/** Their operands are looked at for their values, so the result is a plain number (or a BigInt). */
export const BITWISE = new Set(['|', '&', '^', '<<', '>>', '>>>']);
export const RELATIONAL = new Set(['<', '>', '<=', '>=']);
export const EQUALITY = new Set(['==', '!=', '===', '!==']);
/** Functions of Math whose result has no derivative: it is a plain number whatever the argument. */
const PLAIN_MATH = new Set(['ceil', 'clz32', 'floor', 'imul', 'random', 'round', 'sign', 'trunc']);

export interface NameForms {
  isGlobal(identifier: Identifier): boolean;
  /** Whether a variable never holds anything but plain numbers. */
  isPlain(identifier: Identifier): boolean;
}

/** An expression whose value is a plain number, never a tracked one. */
export function isPlainNumber(outer: Node, names: NameForms): boolean {
  const node = inside(outer);
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number';
    case 'Identifier':
      return names.isPlain(node) || ((node.name === 'NaN' || node.name === 'Infinity') && names.isGlobal(node));
    case 'UnaryExpression':
      if (node.operator === '~') return true;
      return (node.operator === '-' || node.operator === '+') && isPlainNumber(node.argument as Node, names);
    case 'BinaryExpression':
      if (BITWISE.has(node.operator)) return true;
      if (!ARITHMETIC.has(node.operator)) return false;
      return isPlainNumber(node.left as Node, names) && isPlainNumber(node.right as Node, names);
    case 'UpdateExpression':
      return isPlainNumber(node.argument as Node, names);
    case 'ConditionalExpression':
      return isPlainNumber(node.consequent as Node, names) && isPlainNumber(node.alternate as Node, names);
    case 'CallExpression': {
      const name = mathNameOf(node.callee as Node, names);
      return name !== null && PLAIN_MATH.has(name);
    }
    default:
      return false;
  }
}

/** `tanh` of `Math.tanh`. */
export function mathNameOf(node: Node, names: Pick<NameForms, 'isGlobal'>): string | null {
  const path = globalMemberOf(node, names);
  return path?.startsWith('Math.') ? path.slice('Math.'.length) : null;
}

/** `Object.keys` where both names are the platform's and stand there as they are. */
export function globalMemberOf(node: Node, { isGlobal }: Pick<NameForms, 'isGlobal'>): string | null {
  if (node.type !== 'MemberExpression' || node.computed || node.optional) return null;
  const { object, property } = node;
  if (object.type !== 'Identifier' || property.type !== 'Identifier' || !isGlobal(object)) return null;
  return `${object.name}.${property.name}`;
}

export function isText(node: Node): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
}

/** An expression that is true or false, so that its truth need not be asked for. */
export function isBoolean(outer: Node): boolean {
  const node = inside(outer);
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'boolean';
    case 'UnaryExpression':
      return node.operator === '!' || node.operator === 'delete';
    case 'LogicalExpression':
      return isBoolean(node.left as Node) && isBoolean(node.right as Node);
    case 'BinaryExpression':
      return !ARITHMETIC.has(node.operator) && !BITWISE.has(node.operator);
    default:
      return false;
  }
}

/** An expression that is no tracked number. */
export function isUntracked(outer: Node): boolean {
  const node = inside(outer);
  switch (node.type) {
    case 'Literal':
    case 'TemplateLiteral':
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ClassExpression':
    case 'NewExpression':
      return true;
    case 'UnaryExpression':
      return ['typeof', '!', 'void', 'delete', '~'].includes(node.operator);
    case 'BinaryExpression':
      return isBoolean(node) || BITWISE.has(node.operator);
    case 'Identifier':
      return node.name === 'undefined';
    default:
      return false;
  }
}

/** An operand beside which a tracked number is unequal, as it should be: it is an object where the other is a number. */
export function differsFromNumbers(outer: Node, isStrict: boolean): boolean {
  const node = inside(outer);
  if (node.type === 'Literal' && node.value === null) return !('regex' in node) && !('bigint' in node);
  if (node.type === 'Identifier') return node.name === 'undefined';
  if (node.type === 'UnaryExpression') return node.operator === 'void' || (isStrict && node.operator === 'typeof');
  return isStrict && (isText(node) || (node.type === 'Literal' && typeof node.value === 'boolean'));
}

/** Whether running an expression writes a variable of that name itself, not through a function that it calls. */
export function writesName(node: Node, name: string): boolean {
  if (node.type === 'UpdateExpression') {
    const target = inside(node.argument as Node);
    if (target.type === 'Identifier' && target.name === name) return true;
  }
  if (node.type === 'AssignmentExpression') {
    const target = inside(node.left as Node);
    // What a pattern writes is not looked up.
    if (target.type !== 'MemberExpression' && !(target.type === 'Identifier' && target.name !== name)) return true;
  }
  return childrenOf(node).some((child) => writesName(child, name));
}
