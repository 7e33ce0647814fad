import { analyze, type Reference, type Variable } from 'eslint-scope';
import type { Identifier, Program } from 'estree';
import { isPlainNumber, type NameForms } from './forms.js';
import type { Node } from './nodes.js';

/** What the scopes of a text tell about its names. */
export interface Names extends NameForms {
  /** Whether an identifier is a name of the language or the platform, not declared in the text. */
  isGlobal(identifier: Identifier): boolean;
  /** Whether a variable holds plain numbers only: loop counters and sizes, which are never tracked. */
  isPlain(identifier: Identifier): boolean;
  /** Whether no function that is called can change the variable: nobody but its own function writes it. */
  isOwn(identifier: Identifier): boolean;
  /** Whether a name is imported from a module whose code is not rewritten. */
  isImported(identifier: Identifier): boolean;
}

/** Reads the scopes of a module. */
export function analyzeNames(program: Program, follows: (specifier: string) => boolean = () => false): Names {
  const manager = analyze(program as never, { ecmaVersion: 2022, sourceType: 'module', fallback: 'iteration' });
  const globals = new Set(manager.globalScope!.through.map(({ identifier }) => identifier as unknown));
  const variables = manager.scopes.flatMap((scope) => scope.variables);
  const variableOf = new Map<unknown, Variable>();
  for (const variable of variables) {
    for (const { identifier } of variable.references) variableOf.set(identifier, variable);
  }
  const isGlobal = (identifier: Identifier): boolean => globals.has(identifier);
  const plain = findPlainVariables(variables, variableOf, isGlobal);
  const own = new Set(variables.filter(isWrittenByItsFunctionOnly));
  return {
    isGlobal,
    isPlain: (identifier) => plain.has(variableOf.get(identifier)!),
    isOwn: (identifier) => own.has(variableOf.get(identifier)!),
    isImported: (identifier) => {
      const definition = variableOf.get(identifier)?.defs[0];
      return definition?.type === 'ImportBinding' && !follows(String(definition.parent.source.value));
    },
  };
}

/** The largest set of variables to which nothing but plain numbers of each other is ever written. */
function findPlainVariables(
  variables: Variable[],
  variableOf: Map<unknown, Variable>,
  isGlobal: NameForms['isGlobal'],
): Set<Variable> {
  const candidates = new Set(variables.filter(isCandidate));
  const names: NameForms = { isGlobal, isPlain: (identifier) => candidates.has(variableOf.get(identifier)!) };
  for (let before = -1; before !== candidates.size;) {
    before = candidates.size;
    for (const variable of candidates)
      if (!variable.references.every((reference) => writesPlain(reference, names))) candidates.delete(variable);
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

function writesPlain(reference: Reference, names: NameForms): boolean {
  if (!reference.isWrite()) return true;
  // What a pattern or a `for … of` writes is a part of the expression that is known.
  if (reference.partial) return false;
  // `i++` and `i += 2` read what they write; without an expression it is `++`.
  return !reference.writeExpr || isPlainNumber(reference.writeExpr as Node, names);
}

function isWrittenByItsFunctionOnly({ scope, references }: Variable): boolean {
  return references.every((reference) => !reference.isWrite() || reference.from.variableScope === scope.variableScope);
}
