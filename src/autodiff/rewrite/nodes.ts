import type { MemberExpression, Node as EstreeNode } from 'estree';

/** Nodes as acorn gives them: with offsets, and with the parentheses that stand in the text. */
export type Node = EstreeNode & { start: number; end: number };
export type At<T extends EstreeNode> = T & { start: number; end: number };

export type FieldNode = Node & { computed: boolean; key: Node; value: Node | null };
export type KeyedNode = Node & { computed: boolean; key: Node; value: Node };
export type ChainNode = Node & { expression: Node };
export type DefaultNode = Node & { left: Node; right: Node };
export type TaggedNode = Node & { tag: Node; quasi: Node };
export type DeclaratorNode = Node & { id: Node; init: Node | null };
export type LabelledNode = Node & { body?: Node };
export type ListNode = Node & { body: Node[] };
export type TestedNode = Node & {
  [part in 'init' | 'test' | 'update' | 'consequent' | 'alternate' | 'body']?: Node | null;
};
export type ForEachNode = Node & { left: Node; right: Node; body: Node };
export type PatternProperty = { type: string; computed: boolean; key: Node; value: Node; argument: Node };

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

export function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

/** The expression within its parentheses. */
export function inside(node: Node): Node {
  return (node.type as string) === 'ParenthesizedExpression' ? inside((node as unknown as ChainNode).expression) : node;
}

export function isSuper(node: Node): boolean {
  return (node.type as string) === 'Super';
}

export function isSpread(node: Node): boolean {
  return (node.type as string) === 'SpreadElement';
}

export type ElementNode = At<MemberExpression> & { computed: true };

/** `object[key]` that may be the element of a typed array. */
export function isElement(node: Node): node is ElementNode {
  if (node.type !== 'MemberExpression' || !node.computed || isSuper(node.object as Node)) return false;
  const { property } = node;
  return property.type !== 'Literal' || typeof property.value !== 'string' || /^\d+$/.test(property.value);
}
