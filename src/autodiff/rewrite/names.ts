import { analyze, type Reference, type Variable } from 'eslint-scope';
import type { Expression, Identifier, Node, Program } from 'estree';

/** What the scopes of a text tell about its names. */
export interface Names {
  /** Whether an identifier is a name of the language or the platform, not declared in the text. */
  isGlobal(identifier: Identifier): boolean;
  /** Whether a variable holds plain numbers only: loop counters and sizes, which are never tracked. */
  isPlain(identifier: Identifier): boolean;
}

/** Reads the scopes of a module. */
export function analyzeNames(program: Program): Names {
  const manager = analyze(program as never, { ecmaVersion: 2022, sourceType: 'module', fallback: 'iteration' });
  const globals = new Set(manager.globalScope!.through.map(({ identifier }) => identifier as unknown));
  const variables = manager.scopes.flatMap((scope) => scope.variables);
  const variableOf = new Map<unknown, Variable>();
  for (const variable of variables) {
    for (const { identifier } of variable.references) variableOf.set(identifier, variable);
  }
  const plain = findPlainVariables(variables, variableOf);
  return {
    isGlobal: (identifier) => globals.has(identifier),
    isPlain: (identifier) => plain.has(variableOf.get(identifier)!),
  };
}

/** The largest set of variables to which nothing but plain numbers of each other is ever written. */
function findPlainVariables(variables: Variable[], variableOf: Map<unknown, Variable>): Set<Variable> {
  const candidates = new Set(variables.filter(isCandidate));
  const isPlain = (identifier: Identifier): boolean => candidates.has(variableOf.get(identifier)!);
  for (let before = -1; before !== candidates.size;) {
    before = candidates.size;
    for (const variable of candidates)
      if (!variable.references.every((reference) => writesPlain(reference, isPlain))) candidates.delete(variable);
  }
  return candidates;
}

/** Declared by a simple `let x = …` or `const x = …`, with a value. */
function isCandidate({ defs }: Variable): boolean {
  const [definition] = defs as { type: string; node: { id?: Node; init?: Node | null } }[];
  return (
    defs.length === 1 &&
    definition.type === 'Variable' &&
    definition.node.id?.type === 'Identifier' &&
    Boolean(definition.node.init)
  );
}

function writesPlain(reference: Reference, isPlain: (identifier: Identifier) => boolean): boolean {
  if (!reference.isWrite()) return true;
  // `i++` and `i += 2` read what they write; without an expression it is `++`.
  return !reference.writeExpr || isPlainNumber(reference.writeExpr as Expression, isPlain);
}

/** Operators whose result is a plain number whatever their operands are, since they look at values only. */
const INTEGER_OPERATORS = new Set(['|', '&', '^', '<<', '>>', '>>>']);
export const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '**']);

/** Whether an expression is a number that cannot depend on a parameter, by its form alone. */
export function isPlainNumber(node: Node, isPlain: (identifier: Identifier) => boolean): boolean {
  switch (node.type as string) {
    case 'Literal':
      return typeof (node as { value?: unknown }).value === 'number';
    case 'Identifier':
      return isPlain(node as Identifier);
    case 'ParenthesizedExpression':
      return isPlainNumber((node as unknown as { expression: Node }).expression, isPlain);
    case 'UnaryExpression': {
      const { operator, argument } = node as { operator: string; argument: Node };
      return operator === '~' || ((operator === '-' || operator === '+') && isPlainNumber(argument, isPlain));
    }
    case 'BinaryExpression': {
      const { operator, left, right } = node as unknown as { operator: string; left: Node; right: Node };
      if (INTEGER_OPERATORS.has(operator)) return true;
      return ARITHMETIC.has(operator) && isPlainNumber(left, isPlain) && isPlainNumber(right, isPlain);
    }
    default:
      return false;
  }
}
