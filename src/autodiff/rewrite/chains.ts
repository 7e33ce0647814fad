import { watchedCall } from './calls.js';
import { elementAccess, visitLink, type Access } from './members.js';
import { isElement, type ChainNode, type Node } from './nodes.js';
import type { Walk } from './walk.js';

/** One step of a chain: `.b`, `?.[k]`, `(x)`, or a watched call together with its member, `.sort(f)`. */
interface Link {
  readonly node: Node;
  /** The node before it. */
  readonly object: Node;
  readonly isOptional: boolean;
  /** How it is rewritten; null where it stays. */
  readonly access: Access | null;
}

/**
 * `a?.b[k]` → `((t = a) === null || t === undefined ? undefined : (o = t.b, …))`: each stretch from one `?.` to the next is
 * an expression that starts from a temporary. Chains without anything to rewrite stay chains.
 */
export function visitChain(walk: Walk, { expression, start, end }: ChainNode, depth: number): void {
  const links = readLinks(walk, expression, depth);
  if (!links.some(({ access }) => access) || links.some(needsReceiver)) return visitLink(walk, expression, depth);
  const t = walk.temporary(depth);
  walk.editor.open(start, `(${stretchOpening(links, 0, t)}`);
  walk.visit(links[0].object, depth);
  links.forEach((link, i) => {
    const joint = `) === null || ${t} === undefined ? undefined : ${stretchOpening(links, i + 1, t, link)}${t}`;
    finishLink(walk, link, link.isOptional ? joint : '', depth);
  });
  return walk.editor.close(end, ')');
}

/** From the innermost step to the outermost. */
function readLinks(walk: Walk, outermost: Node, depth: number): Link[] {
  const links: Link[] = [];
  let isCalled = false;
  for (let node = outermost; ; node = links[0].object) {
    if (node.type === 'CallExpression') {
      const access = watchedCall(walk, node, depth);
      const callee = node.callee as Node;
      if (access && callee.type === 'MemberExpression') {
        links.unshift({ node, object: callee.object as Node, isOptional: callee.optional, access });
      } else links.unshift({ node, object: callee, isOptional: node.optional, access: null });
      isCalled = !access;
    } else if (node.type === 'MemberExpression') {
      const access = isElement(node) && !isCalled ? elementAccess(walk, node, depth) : null;
      links.unshift({ node, object: node.object as Node, isOptional: node.optional, access });
      isCalled = false;
    } else return links;
  }
}

/** `a.m?.(x)` calls with the receiver `a`, which only the language can do here. */
function needsReceiver({ node, object, isOptional }: Link): boolean {
  return isOptional && node.type === 'CallExpression' && object.type === 'MemberExpression';
}

/** What is put before the stretch that begins with `first` or, without it, with the link numbered `from`. */
function stretchOpening(links: readonly Link[], from: number, t: string, first?: Link): string {
  const next = links.findIndex(({ isOptional }, i) => i >= from && isOptional);
  const stretch = [...(first ? [first] : []), ...links.slice(from, next < 0 ? links.length : next)];
  const openings = stretch.map(({ access }) => access?.opening ?? '').reverse();
  return `${next < 0 ? '' : `(${t} = `}${openings.join('')}`;
}

function finishLink(walk: Walk, { node, object, access }: Link, joint: string, depth: number): void {
  if (access) return access.finish(joint);
  if (node.type === 'MemberExpression') {
    const key = node.property as Node;
    if (joint !== '') walk.editor.replace(object.end, key.start, `${joint}${node.computed ? '[' : '.'}`);
    return node.computed ? walk.visit(key, depth) : undefined;
  }
  const args = (node as unknown as { arguments: Node[] }).arguments;
  if (joint !== '') {
    if (args.length === 0) return walk.editor.replace(object.end, node.end, `${joint}()`);
    walk.editor.replace(object.end, args[0].start, `${joint}(`);
  }
  return walk.visitAll(args, depth);
}
