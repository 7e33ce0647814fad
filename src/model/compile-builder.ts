import { buildTree, defineRecord, type TreeBuilder } from './build-tree.js';
import type { Node, TreeLayout } from './tree-layout.js';

/** More source than this and V8 takes longer to compile it than a check would gain. */
const MOST_SOURCE = 60_000;
/** Longer rows, and longer lists of like items, are filled in a loop. */
const LONGEST_UNROLLED = 8;

/** The fastest builder there is for a layout. */
export function createTreeBuilder(layout: TreeLayout): TreeBuilder {
  return compileBuilder(layout) ?? ((vector) => buildTree(layout, vector));
}

/**
 * The same trees as `buildTree`, from code written for the layout: a tree of many small objects costs a fifth of the
 * time, because every access in it has one place and one hidden class. Subtrees of the same structure share one function
 * of the vector and the place of their first number, so code grows with the kinds of subtrees, not with their count.
 *
 * Null where the program may not compile strings, or where the layout has too many kinds of subtrees.
 */
export function compileBuilder(layout: TreeLayout): TreeBuilder | null {
  const writer = new BuilderWriter();
  const root = writer.write(layout.root);
  const source = `${writer.source()}\nreturn (v) => ${root.at(0)};`;
  if (source.length > MOST_SOURCE) return null;
  try {
    // Nothing of the user's is in the source but keys, quoted as JSON.
    return new Function(...writer.constants.keys(), source)(...writer.constants.values()) as TreeBuilder;
  } catch (error) {
    // `node --disallow-code-generation-from-strings`.
    if (error instanceof EvalError) return null;
    throw error;
  }
}

/** Code of a subtree: an expression in the vector `v`, given where in it the subtree begins. */
interface Piece {
  readonly size: number;
  at(offset: number | string): string;
}

const NUMBER: Piece = { size: 1, at: (offset) => `v[${offset}]` };

class BuilderWriter {
  /** What the code refers to by name: prototypes, makers of matrices, rows to copy. */
  readonly constants = new Map<string, unknown>([['defineRecord', defineRecord]]);
  private readonly names = new Map<unknown, string>();
  /** By the body of a function, the piece that calls it. Equal subtrees write equal bodies: their parts are the same. */
  private readonly functions = new Map<string, Piece>();

  source(): string {
    return [...this.functions].map(([body, piece]) => `function ${piece.at('o')} { ${body} }`).join('\n');
  }

  write(node: Node): Piece {
    switch (node.kind) {
      case 'number':
        return NUMBER;
      case 'typed':
        return this.writeTyped(node.leaf.size, node.leaf.storage);
      case 'nest':
        return this.writeNest(node.template, node.leaf.shape);
      case 'matrix': {
        const rows = this.writeNest(node.template, node.leaf.shape);
        return this.addFunction(rows.size, `return ${this.nameOf(node.make)}(${rows.at('o')});`);
      }
      case 'list':
        return this.writeList(node.children.map((child) => this.write(child)));
      case 'record':
        return this.writeRecord(node);
    }
  }

  private writeTyped(size: number, storage: 'float64' | 'float32'): Piece {
    const kind = storage === 'float32' ? 'Float32Array' : 'Float64Array';
    if (size <= LONGEST_UNROLLED) return this.addFunction(size, fillRow(`new ${kind}(${size})`, size));
    const body = storage === 'float32' ? `new ${kind}(v.subarray(o, o + ${size}))` : `v.slice(o, o + ${size})`;
    return this.addFunction(size, `return ${body};`);
  }

  private writeNest(template: readonly unknown[], shape: readonly number[]): Piece {
    const [extent, ...rest] = shape;
    if (rest.length > 0) {
      const row = this.writeNest(template[0] as readonly unknown[], rest);
      return this.writeList(Array.from({ length: extent }, () => row));
    }
    // A literal of fractions, like the copied template, is a packed array of doubles from the start.
    const literal = `[${Array.from({ length: extent }, () => '0.5').join(', ')}]`;
    const fresh = extent <= LONGEST_UNROLLED ? literal : `${this.nameOf(`row ${extent}`, template)}.slice()`;
    return this.addFunction(extent, fillRow(fresh, extent));
  }

  private writeList(items: readonly Piece[]): Piece {
    if (items.length > LONGEST_UNROLLED && items.every((item) => item === items[0]))
      return this.writeLoop(items[0], items.length);
    const { size, places } = placesOf(items);
    return this.addFunction(size, `return [${items.map((item, i) => item.at(places[i])).join(', ')}];`);
  }

  private writeLoop(item: Piece, count: number): Piece {
    const push = `list.push(${item.at(`o + ${item.size} * i`)});`;
    const body = `const list = []; for (let i = 0; i < ${count}; i++) ${push} return list;`;
    return this.addFunction(item.size * count, body);
  }

  private writeRecord(node: Node & { kind: 'record' }): Piece {
    const pieces = node.children.map((child) => this.write(child));
    const { size, places } = placesOf(pieces);
    const values = pieces.map((piece, k) => piece.at(places[k]));
    if (node.template) {
      // No key of a plain record is `__proto__`, which a literal would take for the prototype.
      const fields = node.keys.map((key, k) => `${JSON.stringify(key)}: ${values[k]}`);
      return this.addFunction(size, `return { ${fields.join(', ')} };`);
    }
    const prototype = node.prototype === null ? 'null' : this.nameOf(node.prototype);
    const keys = JSON.stringify(node.keys);
    return this.addFunction(size, `return defineRecord(${prototype}, ${keys}, [${values.join(', ')}]);`);
  }

  private addFunction(size: number, body: string): Piece {
    const known = this.functions.get(body);
    if (known) return known;
    const name = `f${this.functions.size}`;
    const piece: Piece = { size, at: (offset) => `${name}(v, ${offset})` };
    this.functions.set(body, piece);
    return piece;
  }

  /** The name by which the code knows a value; values of equal `identity` are one. */
  private nameOf(identity: unknown, value: unknown = identity): string {
    const name = this.names.get(identity) ?? `c${this.names.size}`;
    this.names.set(identity, name);
    if (!this.constants.has(name)) this.constants.set(name, value);
    return name;
  }
}

/** Where each of some neighbours begins, counted from `o`, and their size together. */
function placesOf(pieces: readonly Piece[]): { size: number; places: string[] } {
  let size = 0;
  const places: string[] = [];
  for (const piece of pieces) {
    places.push(`o + ${size}`);
    size += piece.size;
  }
  return { size, places };
}

function fillRow(fresh: string, size: number): string {
  const fill =
    size <= LONGEST_UNROLLED
      ? Array.from({ length: size }, (_, i) => `row[${i}] = v[o + ${i}];`).join(' ')
      : `for (let i = 0; i < ${size}; i++) row[i] = v[o + i];`;
  return `const row = ${fresh}; ${fill} return row;`;
}
