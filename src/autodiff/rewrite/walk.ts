import type { Editor } from './editor.js';
import { isBoolean, isPlainNumber, isUntracked } from './forms.js';
import type { Names } from './names.js';
import { childrenOf, type Node } from './nodes.js';
import type { Site } from './site.js';
import { Temporaries } from './temporaries.js';

/**
 * Rewrites a node and what is in it.
 * @param depth how many temporaries are in use around it
 */
export type Visitor = (walk: Walk, node: never, depth: number) => void;

/** A walk over a module: what every visitor shares. */
export class Walk {
  readonly sites: Site[] = [];
  readonly runtimeNames = new Set<string>();
  private temporaries: Temporaries;

  constructor(
    readonly source: string,
    readonly editor: Editor,
    readonly names: Names,
    private readonly prefix: string,
    private readonly visitors: Readonly<Record<string, Visitor>>,
  ) {
    this.temporaries = new Temporaries(prefix);
  }

  visit(node: Node, depth: number): void {
    const visitor = this.visitors[node.type] as ((walk: Walk, node: Node, depth: number) => void) | undefined;
    if (visitor) visitor(this, node, depth);
    else this.visitChildren(node, depth);
  }

  visitAll(nodes: readonly (unknown | null)[], depth: number): void {
    for (const node of nodes) if (node) this.visit(node as Node, depth);
  }

  visitChildren(node: Node, depth: number): void {
    this.visitAll(childrenOf(node), depth);
  }

  /** Visits what runs as a function of its own, and returns the declaration of the temporaries that it uses. */
  inFrame(visit: () => void): string {
    const outer = this.temporaries;
    const own = new Temporaries(this.prefix);
    this.temporaries = own;
    visit();
    this.temporaries = outer;
    return own.declaration();
  }

  temporary(depth: number): string {
    return this.temporaries.name(depth);
  }

  /** The name by which the rewritten code calls a part of the runtime. */
  runtime(name: string): string {
    this.runtimeNames.add(name);
    return `${this.prefix}${name}`;
  }

  addSite(node: Node, operation: string, operands: readonly Node[]): number {
    const spans = operands.map(({ start, end }) => [start, end] as const);
    this.sites.push({ start: node.start, end: node.end, operation, operands: spans });
    return this.sites.length;
  }

  textOf(node: Node): string {
    return this.source.slice(node.start, node.end);
  }

  isPlain(node: Node): boolean {
    return isPlainNumber(node, this.names);
  }

  /** The truth of an expression that may be a tracked number, which is an object and so always true. */
  wrapTruth(node: Node, depth: number): void {
    if (isBoolean(node)) this.visit(node, depth);
    else this.wrap(node, 'truth', depth);
  }

  /** The value of an expression that may be a tracked number. */
  wrapPlain(node: Node, depth: number): void {
    if (isUntracked(node) || this.isPlain(node)) this.visit(node, depth);
    else this.wrap(node, 'plain', depth);
  }

  wrap(node: Node, name: string, depth: number): void {
    this.editor.open(node.start, `${this.runtime(name)}(`);
    this.visit(node, depth);
    this.editor.close(node.end, ')');
  }

  /** `@x` → `name(x)`, for an operator that stands before its operand. */
  replaceOperator(node: Node, operand: Node, name: string, depth: number): void {
    this.editor.replace(node.start, operand.start, `${this.runtime(name)}(`);
    this.visit(operand, depth);
    this.editor.close(node.end, ')');
  }
}
