import { visitUntouched } from './members.js';
import { isElement, type DeclaratorNode, type DefaultNode, type Node, type PatternProperty } from './nodes.js';
import type { Walk } from './walk.js';

/** Visits a default value or a computed key; within parameters it is a matter of its own. */
type VisitValue = (value: Node) => void;

export function visitDeclarator(walk: Walk, node: DeclaratorNode, depth: number): void {
  visitPattern(walk, node.id, depth);
  if (node.init) visitSource(walk, node.id, node.init, depth);
}

/** The value that a pattern takes apart. `{ 0: x }` reads elements, which a typed array has to hand out itself. */
export function visitSource(walk: Walk, pattern: Node, value: Node, depth: number): void {
  const isByIndex =
    pattern.type === 'ObjectPattern' &&
    (pattern.properties as PatternProperty[]).some(
      ({ computed, key }) => computed || (key?.type === 'Literal' && /^\d+$/.test(String(key.value))),
    );
  if (isByIndex) walk.wrap(value, 'elements', depth);
  else walk.visit(value, depth);
}

/** Default values are expressions; elements that are assigned to go through a place that can hold a tracked number. */
export function visitPattern(
  walk: Walk,
  node: Node,
  depth: number,
  visitValue: VisitValue = (value) => walk.visit(value, depth),
): void {
  const visitPart = (part: Node): void => visitPattern(walk, part, depth, visitValue);
  switch (node.type as string) {
    case 'MemberExpression':
      return visitTarget(walk, node, depth);
    case 'AssignmentPattern': {
      const { left, right } = node as DefaultNode;
      visitPart(left);
      return visitValue(right);
    }
    case 'ArrayPattern':
      for (const element of (node as unknown as { elements: (Node | null)[] }).elements)
        if (element) visitPart(element);
      return;
    case 'ObjectPattern':
      for (const property of (node as unknown as { properties: PatternProperty[] }).properties) {
        if (property.computed) visitValue(property.key);
        visitPart(property.type === 'RestElement' ? property.argument : property.value);
      }
      return;
    case 'RestElement':
      return visitPart((node as unknown as { argument: Node }).argument);
    default:
  }
}

/** `[a[i]] = …` → `[place(a, i).value] = …`. */
function visitTarget(walk: Walk, node: Node, depth: number): void {
  if (!isElement(node)) return visitUntouched(walk, node, depth);
  const object = node.object as Node;
  const key = node.property as Node;
  walk.editor.open(node.start, `${walk.runtime('place')}(`);
  walk.visit(object, depth);
  walk.editor.replace(object.end, key.start, ', ');
  walk.visit(key, depth);
  return walk.editor.replace(key.end, node.end, ').value');
}
