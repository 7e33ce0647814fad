import { readElement, writeElement } from './members.js';
import { inside, isElement, isSuper, type Node } from './nodes.js';
import type { Walk } from './walk.js';

/** A target that is read and written, on its way through an assignment. */
export interface Place {
  /** Where the text that is still the user's begins, to be replaced by `lead` and what follows. */
  readonly from: number;
  readonly lead: string;
  readonly read: string;
  /** An expression that writes a value; `free` is a temporary it may use. */
  write(value: string, free: string): string;
  /** The first temporary that is free. */
  readonly depth: number;
}

/**
 * Starts the text for a target, with its object and key evaluated once.
 * @param start where the whole assignment begins
 */
export function openPlace(walk: Walk, start: number, outer: Node, depth: number): Place | null {
  const target = inside(outer);
  if (target.type === 'Identifier') return openName(start, target.name, depth);
  if (target.type !== 'MemberExpression') return null;
  const object = target.object as Node;
  if (isSuper(object)) return target.computed ? null : openName(start, walk.textOf(target), depth);
  const o = walk.temporary(depth);
  // Of `++a.b` the operator goes, and any parenthesis before the target; elsewhere the object stands first.
  if (start < object.start && start < target.start) walk.editor.replace(start, target.start, `(${o} = `);
  else walk.editor.open(start, `(${o} = `);
  walk.visit(object, depth);
  return isElement(target) ? openElement(walk, target, o, depth) : openMember(walk, target, o, depth);
}

/** A variable, or another target that needs nothing kept. */
function openName(start: number, name: string, depth: number): Place {
  return { from: start, lead: '(', read: name, write: (value) => `${name} = ${value}`, depth };
}

function openMember(walk: Walk, target: Node & { type: 'MemberExpression' }, o: string, depth: number): Place {
  const key = target.property as Node;
  const member = `${o}${target.computed ? `[${walk.textOf(key)}]` : `.${walk.textOf(key)}`}`;
  const write = (value: string): string => `${member} = ${value}`;
  return { from: (target.object as Node).end, lead: ', ', read: member, write, depth: depth + 1 };
}

function openElement(walk: Walk, target: Node & { type: 'MemberExpression' }, o: string, depth: number): Place {
  const key = target.property as Node;
  const k = walk.temporary(depth + 1);
  walk.editor.replace((target.object as Node).end, key.start, `, ${k} = `);
  walk.visit(key, depth + 1);
  return {
    from: key.end,
    lead: ', ',
    read: readElement(walk, o, k),
    write: (value, free) => `(${free} = ${value}, ${writeElement(walk, o, k, free)})`,
    depth: depth + 2,
  };
}
