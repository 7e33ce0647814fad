import type { AccessorNode, ConstantNode, MathNode, SymbolNode } from 'mathjs';
import type { FormulaScope } from './formula-scope.js';
import type { EntryKey } from './list-entries.js';
import { loadMathjs } from './mathjs.js';

/** The derivative of a loss with respect to one number, by mathjs's rules: not yet checked. */
export interface EntryDerivative {
  readonly text: string;
  /** Its value at the parameters the scope holds; NaN where it has none. */
  readonly evaluate: () => number;
}

/** Larger formulas take mathjs long to simplify, and nobody reads what comes out. */
const MOST_NODES = 300;
const LONGEST_TEXT = 400;

/**
 * Derives a loss with respect to the number under `keys`. mathjs derives by names only, so every `w[2]` and `a.b` with
 * constant positions is a name of its own meanwhile. Null where mathjs has no rule, or where the number is reached in
 * another way: with `sum(w)`, or at a position that is computed.
 */
export function deriveEntry(loss: MathNode, scope: FormulaScope, keys: readonly EntryKey[]): EntryDerivative | null {
  if (loss.filter(() => true).length > MOST_NODES) return null;
  const names = new Stand(scope);
  const target = names.nameOf(keys, null);
  let isHidden = false;
  const named = loss.transform((node, path) => {
    const found = path === 'fn' ? null : constantPath(node, scope);
    if (!found) return node;
    if (found.length < keys.length && found.every((key, i) => key === keys[i])) isHidden = true;
    return found.length === 1 ? node : symbol(names.nameOf(found, node));
  });
  if (isHidden) return null;
  try {
    const { derivative } = loadMathjs();
    const result = names.restore(derivative(names.foldConstants(named, target), target));
    const text = result.toString();
    const compiled = result.compile();
    const evaluate = (): number => {
      try {
        const value: unknown = compiled.evaluate(scope.values);
        return typeof value === 'number' ? value : NaN;
      } catch {
        return NaN;
      }
    };
    return text.length > LONGEST_TEXT ? null : { text, evaluate };
  } catch {
    return null;
  }
}

/** Names that stand for parts of a formula, and what they stand for. */
class Stand {
  private readonly names = new Map<string, string>();
  private readonly parts = new Map<string, MathNode>();

  constructor(private readonly scope: FormulaScope) {}

  /** The name of the value under some keys; `node` is how the formula writes it. */
  nameOf(keys: readonly EntryKey[], node: MathNode | null): string {
    if (keys.length === 1) return String(keys[0]);
    const id = JSON.stringify(keys);
    const name = this.names.get(id) ?? this.newName();
    this.names.set(id, name);
    if (node) this.parts.set(name, node);
    return name;
  }

  /** mathjs has no rule for arrays, conditions and the like, not even where the variable does not occur in them. */
  foldConstants(node: MathNode, target: string): MathNode {
    return node.transform((part) => {
      if (DERIVABLE.has(part.type) || part.filter((inner) => isSymbol(inner, target)).length > 0) return part;
      const name = this.newName();
      this.parts.set(name, part);
      return symbol(name);
    });
  }

  restore(node: MathNode): MathNode {
    return node.transform((part) => {
      const restored = part.type === 'SymbolNode' ? this.parts.get((part as SymbolNode).name) : undefined;
      return restored ? this.restore(restored) : part;
    });
  }

  private newName(): string {
    let name;
    let count = this.names.size + this.parts.size;
    do name = `v_${count++}`;
    while (this.scope.values.has(name) || this.parts.has(name) || [...this.names.values()].includes(name));
    return name;
  }
}

const DERIVABLE = new Set(['ConstantNode', 'SymbolNode', 'OperatorNode', 'FunctionNode', 'ParenthesisNode']);

/** The keys to what a part of a formula names, positions from 0: `a.b[2]` is a, b, 1. Null where they are computed. */
function constantPath(node: MathNode, scope: FormulaScope): EntryKey[] | null {
  if (node.type === 'SymbolNode') {
    const { name } = node as SymbolNode;
    return scope.values.has(name) ? [name] : null;
  }
  if (node.type !== 'AccessorNode') return null;
  const { object, index } = node as AccessorNode;
  const base = constantPath(object, scope);
  const keys = index.dimensions.map((dimension) => {
    const value: unknown = dimension.type === 'ConstantNode' ? (dimension as ConstantNode).value : null;
    return typeof value === 'number' ? value - 1 : typeof value === 'string' ? value : null;
  });
  return base && keys.every((key) => key !== null) ? [...base, ...keys] : null;
}

function symbol(name: string): MathNode {
  return loadMathjs().parse(name);
}

function isSymbol(node: MathNode, name: string): boolean {
  return node.type === 'SymbolNode' && (node as SymbolNode).name === name;
}
