import type { CallExpression, NewExpression } from 'estree';
import { globalMemberOf, mathNameOf } from './forms.js';
import { globalName } from './globals.js';
import { visitUntouched, type Access } from './members.js';
import { inside, isSpread, isSuper, type At, type Node, type TaggedNode } from './nodes.js';
import { numberTest } from './operands.js';
import type { Walk } from './walk.js';
import { TRACKED_MATH } from '../tracked-math.js';

/**
 * Methods whose native code compares elements, takes what a callback returns for its truth or its number, or reads a
 * typed array: the runtime has a look at what they are called on first.
 */
const WATCHED_METHODS = new Set([
  'apply',
  'bind',
  'call',
  'every',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'includes',
  'indexOf',
  'lastIndexOf',
  'set',
  'some',
  'sort',
  'toSorted',
  'valueOf',
]);
const MATH_FUNCTIONS = new Set(Object.keys(TRACKED_MATH));

export function visitCall(walk: Walk, node: At<CallExpression>, depth: number): void {
  const callee = node.callee as Node;
  const args = node.arguments as Node[];
  const math = mathNameOf(callee, walk.names);
  if (math !== null && MATH_FUNCTIONS.has(math)) return visitMathCall(walk, node, math, args, depth);
  if (isDeepCopy(walk, node)) return visitDeepCopy(walk, node, args[0] as At<CallExpression>, depth);
  const watched = watchedCall(walk, node, depth);
  if (watched) {
    walk.editor.open(node.start, watched.opening);
    walk.visit(receiverOf(node), depth);
    return watched.finish('');
  }
  visitCallee(walk, callee, args, depth);
  visitArguments(walk, callee, args, depth);
}

function visitCallee(walk: Walk, callee: Node, args: Node[], depth: number): void {
  const name = globalName(walk, callee);
  // `Object(x)` makes an object of a number, `Array(n)` as many holes as its value says.
  if (name === 'Object' || (name === 'Array' && args.length === 1)) {
    return walk.editor.replace(callee.start, callee.end, walk.runtime(`make${name}`));
  }
  // `Math.max` and `Object.keys` are replaced as values are; all others keep their `this`.
  if (globalMemberOf(callee, walk.names) === null) visitUntouched(walk, callee, depth);
  else walk.visit(callee, depth);
}

export function visitNew(walk: Walk, node: At<NewExpression>, depth: number): void {
  const callee = node.callee as Node;
  const args = node.arguments as Node[];
  walk.visit(callee, depth);
  if (globalName(walk, callee) === 'Array' && args.length === 1 && !isSpread(args[0])) {
    return walk.wrapPlain(args[0], depth);
  }
  return visitArguments(walk, callee, args, depth);
}

/** What goes into a package is looked over: its code is not rewritten, and reads typed arrays as they are. */
function visitArguments(walk: Walk, callee: Node, args: readonly Node[], depth: number): void {
  const isOutside = isFromPackage(walk, callee);
  for (const argument of args) {
    const value = isSpread(argument) ? (argument as unknown as { argument: Node }).argument : argument;
    if (isOutside && !walk.isPlain(value) && value.type !== 'Literal') walk.wrap(value, 'handOver', depth);
    else walk.visit(value, depth);
  }
}

function isFromPackage(walk: Walk, outer: Node): boolean {
  const node = inside(outer);
  if (node.type === 'MemberExpression') return isFromPackage(walk, node.object as Node);
  return node.type === 'Identifier' && walk.names.isImported(node);
}

export function visitTagged(walk: Walk, { tag, quasi }: TaggedNode, depth: number): void {
  visitUntouched(walk, tag, depth);
  walk.visit(quasi, depth);
}

function receiverOf(node: At<CallExpression>): Node {
  return (node.callee as unknown as { object: Node }).object;
}

/** `list.sort(f)` → `method(list, "sort", [f])`. */
export function watchedCall(walk: Walk, node: At<CallExpression>, depth: number): Access | null {
  const callee = node.callee as Node;
  if (callee.type !== 'MemberExpression' || callee.computed || (node as { optional?: boolean }).optional) return null;
  const name = walk.textOf(callee.property as Node);
  const object = callee.object as Node;
  if (!WATCHED_METHODS.has(name) || isSuper(object)) return null;
  const args = node.arguments as Node[];
  return {
    opening: `${walk.runtime('method')}(`,
    finish(joint) {
      const middle = `${joint}, ${JSON.stringify(name)}, [`;
      if (args.length === 0) return walk.editor.replace(object.end, node.end, `${middle}])`);
      walk.editor.replace(object.end, args[0].start, middle);
      walk.visitAll(args, depth);
      return walk.editor.replace(args[args.length - 1].end, node.end, '])');
    },
  };
}

function visitMathCall(walk: Walk, node: Node, name: string, args: Node[], depth: number): void {
  const site = walk.addSite(node, `Math.${name}`, args);
  const callee = `${walk.runtime('math')}.${name}`;
  const [first] = args;
  if (args.length !== 1 || isSpread(first)) {
    walk.editor.replace(node.start, first ? first.start : node.end, `${callee}(${site}${first ? ', ' : ')'}`);
    return walk.visitAll(args, depth);
  }
  if (walk.isPlain(first)) return walk.visit(first, depth);
  const a = walk.temporary(depth);
  walk.editor.replace(node.start, first.start, `(${a} = `);
  walk.visit(first, depth);
  const test = numberTest({ text: a, isPlain: false });
  return walk.editor.replace(first.end, node.end, `, ${test} ? Math.${name}(${a}) : ${callee}(${site}, ${a}))`);
}

/** `JSON.parse(JSON.stringify(x))`. */
function isDeepCopy(walk: Walk, node: At<CallExpression>): boolean {
  const isCallOf = (call: Node | undefined, path: string): call is At<CallExpression> =>
    call?.type === 'CallExpression' &&
    call.arguments.length === 1 &&
    !isSpread(call.arguments[0] as Node) &&
    globalMemberOf(call.callee as Node, walk.names) === path;
  return isCallOf(node, 'JSON.parse') && isCallOf(node.arguments[0] as Node, 'JSON.stringify');
}

function visitDeepCopy(walk: Walk, node: Node, inner: At<CallExpression>, depth: number): void {
  const copied = inner.arguments[0] as Node;
  walk.editor.replace(node.start, copied.start, `${walk.runtime('cloneJson')}(`);
  walk.visit(copied, depth);
  walk.editor.replace(copied.end, node.end, ')');
}
