import type { FunctionAssignmentNode, FunctionNode, MathNode, OperatorNode, SymbolNode } from 'mathjs';
import { closestName } from '../model/model-definition.js';
import { findName, formulaError, type FormulaSource } from './formula-source.js';
import { loadMathjs } from './mathjs.js';
import { CONSTANTS, CONSTANT_NAMES, FUNCTION_NAMES } from './vocabulary.js';

/** The names of a model that its formulas may use. */
export interface KnownNames {
  readonly parameters: readonly string[];
  readonly constants: readonly string[];
}

/**
 * Parses a formula and looks through it before anything is evaluated: every name is a parameter, a constant or one of
 * the functions listed, and nothing in it assigns.
 *
 * @throws GradcheckError `syntax` with the place, `bad-model` for a name that means nothing
 */
export function parseFormula(source: FormulaSource, names: KnownNames): MathNode {
  const node = parse(source);
  const locals = localNames(node);
  const variables = new Set([...names.parameters, ...names.constants]);
  node.traverse((child, path, parent) => {
    refuseStatement(child, path, parent, source, variables);
    const isCalled = path === 'fn' && parent?.type === 'FunctionNode';
    if (child.type === 'SymbolNode' && !isCalled) {
      const { name } = child as SymbolNode;
      if (!variables.has(name) && !locals.has(name) && !isBuiltIn(name)) throw unknownSymbol(source, name, names);
    } else if (child.type === 'FunctionNode') refuseCall(child as FunctionNode, source, variables, locals);
    else if (child.type === 'OperatorNode') {
      const { fn, op } = child as OperatorNode;
      if (!FUNCTION_NAMES.has(fn)) {
        throw formulaError('syntax', source, `the operator ${op} is not among those of a formula`, {
          offset: source.text.indexOf(op),
        });
      }
    }
  });
  return node;
}

function parse(source: FormulaSource): MathNode {
  try {
    // A line break would end the expression; a blank keeps the positions.
    return loadMathjs().parse(source.text.replace(/[\r\n]/g, ' '));
  } catch (error) {
    const { message, char } = error as { message: string; char?: number };
    const words = message.replace(/\s*\(char \d+\)$/, '');
    const offset = Math.min(Math.max((char ?? 1) - 1, 0), source.text.length);
    throw formulaError('syntax', source, `${words[0].toLowerCase()}${words.slice(1)} (character ${offset + 1})`, {
      offset,
    });
  }
}

/** Names and arguments of the functions defined on the spot, as in `map(w, f(t) = t^2)`. */
function localNames(node: MathNode): Set<string> {
  const definitions = node.filter((child) => child.type === 'FunctionAssignmentNode') as FunctionAssignmentNode[];
  // `end` is the last position, inside of brackets.
  return new Set(['end', ...definitions.flatMap(({ name, params }) => [name, ...params])]);
}

function isBuiltIn(name: string): boolean {
  return CONSTANT_NAMES.has(name) || FUNCTION_NAMES.has(name);
}

function refuseStatement(
  child: MathNode,
  path: string,
  parent: MathNode | null,
  source: FormulaSource,
  variables: ReadonlySet<string>,
): void {
  const { type } = child;
  if (type === 'FunctionAssignmentNode' && parent?.type === 'FunctionNode' && path !== 'fn') {
    const { name, params } = child as FunctionAssignmentNode;
    const taken = [name, ...params].find((local) => variables.has(local) || isBuiltIn(local));
    if (taken === undefined) return;
    throw formulaError(
      'bad-model',
      source,
      `${taken} already has a meaning; call the function or its argument otherwise`,
    );
  }
  const isStatement = type === 'AssignmentNode' || type === 'FunctionAssignmentNode' || type === 'BlockNode';
  if (!isStatement) return;
  const sign = type === 'BlockNode' ? ';' : '=';
  throw formulaError('syntax', source, `a formula is a single expression, without ${sign}`, {
    offset: source.text.indexOf(sign),
    hint: type === 'BlockNode' ? 'write one expression' : 'write what stands right of =; to compare, write ==',
  });
}

function refuseCall(
  call: FunctionNode,
  source: FormulaSource,
  variables: ReadonlySet<string>,
  locals: ReadonlySet<string>,
): void {
  if ((call.fn as MathNode).type !== 'SymbolNode')
    throw formulaError('syntax', source, `${call.fn.toString()}(…) calls a method, which formulas do not have`);
  const { name } = call.fn;
  const offset = findName(source.text, name);
  if (variables.has(name)) {
    throw formulaError('bad-model', source, `${name}(…) would call ${name}, which is a variable and no function`, {
      offset,
      hint: `to multiply, write ${name} * (…)${FUNCTION_NAMES.has(name) ? '; to call the function, rename the variable' : ''}`,
    });
  }
  if (FUNCTION_NAMES.has(name) || locals.has(name)) return;
  const close = closestName(name, [...FUNCTION_NAMES]);
  throw formulaError('bad-model', source, `there is no function ${name} for formulas`, {
    offset,
    hint: close ? `did you mean ${close}?` : 'docs/formulas.md lists the functions there are',
  });
}

function unknownSymbol(source: FormulaSource, name: string, { parameters, constants }: KnownNames): Error {
  const close = closestName(
    name,
    [...parameters, ...constants].filter((known) => name.length > 1 || known.length > 1),
  );
  const listed = `the parameters are ${list(parameters)}${constants.length > 0 ? `, the constants of data ${list(constants)}` : ''}`;
  const message = `${name} is neither a parameter nor a constant`;
  if (parameters.length + constants.length === 0)
    return formulaError('bad-model', source, `${name} is not a constant`, {
      offset: findName(source.text, name),
      hint: `the constants are ${CONSTANTS.join(', ')}`,
    });
  const hint = close ? `did you mean ${close}? ${listed}` : listed;
  return formulaError('bad-model', source, message, { offset: findName(source.text, name), hint });
}

function list(names: readonly string[]): string {
  return `${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`;
}
