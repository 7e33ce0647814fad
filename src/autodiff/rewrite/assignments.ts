import type { AssignmentExpression, UpdateExpression } from 'estree';
import { BITWISE } from './forms.js';
import { visitUntouched, writeElement } from './members.js';
import { inside, isElement, type At, type Node } from './nodes.js';
import { bindFactors, numberTest, productOf } from './operands.js';
import { addProduct, OPERATOR_NAMES } from './operators.js';
import { visitPattern, visitSource } from './patterns.js';
import { openPlace, type Place } from './places.js';
import type { Walk } from './walk.js';

/** `x++` → `(old = num(x), x = old + 1, old)`. */
export function visitUpdate(walk: Walk, node: At<UpdateExpression>, depth: number): void {
  const target = node.argument as Node;
  if (walk.isPlain(target)) return;
  const place = openPlace(walk, node.start, target, depth);
  if (place === null) return visitUntouched(walk, target, depth);
  const operator = node.operator === '++' ? '+' : '-';
  const site = walk.addSite(node, node.operator, [target]);
  const [old, next] = [walk.temporary(place.depth), walk.temporary(place.depth + 1)];
  const name = walk.runtime(OPERATOR_NAMES[operator]);
  // A BigInt is counted by the language.
  const other = `typeof ${old} === "bigint" ? ${old} ${operator} 1n : ${name}(${old}, 1, ${site})`;
  const value = `typeof ${old} === "number" ? ${old} ${operator} 1 : ${other}`;
  const written = `${place.lead}${old} = ${walk.runtime('num')}(${place.read}), ${place.write(value, next)}`;
  walk.editor.replace(place.from, node.end, node.prefix ? `${written})` : `${written}, ${old})`);
}

export function visitAssignment(walk: Walk, node: At<AssignmentExpression>, depth: number): void {
  const target = node.left as unknown as Node;
  const value = node.right as Node;
  if (node.operator === '=') return visitPlainAssignment(walk, node, target, value, depth);
  if (walk.isPlain(target)) {
    return BITWISE.has(operatorOf(node)) ? walk.wrapPlain(value, depth) : walk.visit(value, depth);
  }
  const place = openPlace(walk, node.start, target, depth);
  if (place === null) {
    visitUntouched(walk, target, depth);
    return walk.visit(value, depth);
  }
  return isLogical(node) ? finishLogical(walk, node, value, place) : finishCompound(walk, node, target, value, place);
}

function operatorOf({ operator }: AssignmentExpression): string {
  return operator.slice(0, -1);
}

function isLogical(node: AssignmentExpression): boolean {
  return ['&&', '||', '??'].includes(operatorOf(node));
}

/** `x += v` → `(old = x, other = v, x = old + other)`. */
function finishCompound(walk: Walk, node: At<AssignmentExpression>, target: Node, value: Node, place: Place): void {
  const [old, other] = [walk.temporary(place.depth), walk.temporary(place.depth + 1)];
  const product = node.operator === '+=' ? productOf(walk, value) : null;
  if (product) {
    const site = walk.addSite(node, '+', [target, value]);
    walk.editor.replace(place.from, value.start, `${place.lead}${old} = ${place.read}, `);
    const factors = bindFactors(walk, value, product, place.depth + 1);
    const computed = addProduct(walk, { text: old, isPlain: false }, factors, site);
    return walk.editor.close(node.end, `, ${place.write(computed, old)})`);
  }
  const computed = compound(walk, node, [target, value], old, other);
  walk.editor.replace(place.from, value.start, `${place.lead}${old} = ${place.read}, ${other} = `);
  walk.visit(value, place.depth + 1);
  walk.editor.close(node.end, `, ${place.write(computed, old)})`);
}

function compound(walk: Walk, node: At<AssignmentExpression>, operands: Node[], a: string, b: string): string {
  const operator = operatorOf(node);
  if (BITWISE.has(operator)) {
    const plain = walk.runtime('plain');
    return `${plain}(${a}) ${operator} ${plain}(${b})`;
  }
  const site = walk.addSite(node, operator, operands);
  const test = numberTest({ text: a, isPlain: false }, { text: b, isPlain: walk.isPlain(operands[1]) });
  return `${test} ? ${a} ${operator} ${b} : ${walk.runtime(OPERATOR_NAMES[operator])}(${a}, ${b}, ${site})`;
}

/** `x ||= v` → `(truth(old = x) ? old : (other = v, x = other))`. */
function finishLogical(walk: Walk, node: At<AssignmentExpression>, value: Node, place: Place): void {
  const [old, other] = [walk.temporary(place.depth), walk.temporary(place.depth + 1)];
  const current = `${old} = ${place.read}`;
  const tests: Record<string, string> = {
    '&&': `!${walk.runtime('truth')}(${current})`,
    '||': `${walk.runtime('truth')}(${current})`,
    '??': `(${current}) !== null && ${old} !== undefined`,
  };
  walk.editor.replace(place.from, value.start, `${place.lead}${tests[operatorOf(node)]} ? ${old} : (${other} = `);
  walk.visit(value, place.depth + 1);
  walk.editor.close(node.end, `, ${place.write(other, other)}))`);
}

/** `a[k] = v` → `(o = a, k = …, v = …, o[k] = v)`; any other target holds tracked numbers as it is. */
function visitPlainAssignment(walk: Walk, node: Node, outer: Node, value: Node, depth: number): void {
  const target = inside(outer);
  if (!isElement(target)) {
    if (target.type === 'MemberExpression') visitUntouched(walk, target, depth);
    else if (target.type !== 'Identifier') visitPattern(walk, target, depth);
    return visitSource(walk, target, value, depth);
  }
  const object = target.object as Node;
  const key = target.property as Node;
  const [o, k, v] = [walk.temporary(depth), walk.temporary(depth + 1), walk.temporary(depth + 2)];
  if (node.start < target.start) walk.editor.replace(node.start, target.start, `(${o} = `);
  else walk.editor.open(node.start, `(${o} = `);
  walk.visit(object, depth);
  walk.editor.replace(object.end, key.start, `, ${k} = `);
  walk.visit(key, depth + 1);
  walk.editor.replace(key.end, value.start, `, ${v} = `);
  walk.visit(value, depth + 2);
  return walk.editor.close(node.end, `, ${writeElement(walk, o, k, v)})`);
}
