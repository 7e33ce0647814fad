import { ADD, operationNumber, SUBTRACT } from '../../autodiff/operations.js';
import type { Diagnosis, SourceLocation } from '../../check/report.js';
import type { Leaf } from '../../model/tree-layout.js';
import { NEGATED, ONE, ZERO } from './alterations.js';
import type { Change } from './altered-sweep.js';
import { rightDerivative } from './right-derivative.js';

/** A place in the user's source, as the words of a diagnosis need it. */
export interface SitePlace {
  readonly location: SourceLocation | null;
  /** The expression's text. */
  readonly text: string;
  readonly operation: string;
  readonly operands: readonly string[];
}

/** What the changes make of the gradient in the parameters they explain. */
export interface Effect {
  /** claimed = factor · exact in every entry; null where it is no one number. */
  readonly factor: number | null;
  readonly wrongEntries: number;
}

/** Sizes that a factor may be: rows of the data, extents of the parameters. */
export type NameFactor = (factor: number) => string | null;

export interface Mistake {
  readonly code: string;
  /** What is wrong at the place, after `in the gradient of W1: `. */
  readonly words: string;
}

/** The name of one change, and its words. */
export function nameMistake(change: Change, effect: Effect, place: SitePlace, nameFactor: NameFactor): Mistake {
  const { edge, alteration, instances } = change;
  const expression = `\`${shorten(place.text)}\``;
  const { factor } = effect;
  if (factor !== null) return nameConstant(change, factor, expression, place, nameFactor);
  if ('factor' in alteration) return nameFactorAt(change, alteration.factor, expression, nameFactor);
  if (alteration === ZERO) return nameOmission(change, expression, place);
  const derivative = derivativeWords(change, place, expression);
  if (alteration === NEGATED) return { code: 'sign-flip', words: `${derivative} has the wrong sign` };
  const right = wordRight(change, place);
  if (alteration === ONE) return { code: 'missing-factor', words: `${derivative} is missing (treated as 1)${right}` };
  const isFactor = alteration.name.includes('missing') || alteration.name.includes('not brought down');
  const code = alteration.name === '+a/b²' ? 'sign-flip' : isFactor ? 'missing-factor' : 'wrong-derivative';
  const by = edge.length > 1 || edge.side !== 'both' ? '' : ' by its operand';
  void instances;
  return { code, words: `${derivative}${by} is taken as ${alteration.formula}${right}` };
}

function nameConstant(
  change: Change,
  factor: number,
  expression: string,
  place: SitePlace,
  nameFactor: NameFactor,
): Mistake {
  const named = nameFactor(factor);
  const times = `${named ?? Number(factor.toPrecision(6))} times`;
  if (factor === 0) {
    return { code: 'zero-gradient', words: `the gradient is 0: the path through ${expression} is left out` };
  }
  if (factor === -1) return { code: 'sign-flip', words: `the sign is wrong${wordCause(change, expression, place)}` };
  return { code: 'scale', words: `it is ${times} what it should be${wordCause(change, expression, place)}` };
}

function wordCause(change: Change, expression: string, place: SitePlace): string {
  const { alteration, edge } = change;
  if ('factor' in alteration) return `, as if ${expression} were multiplied by ${alteration.factor}`;
  if (alteration === ONE && edge.operation === operationNumber('/')) {
    return `: the division in ${expression} is left out`;
  }
  if (alteration === ONE) return `: the derivative of ${expression} is treated as 1`;
  if (alteration === NEGATED) return `, as if ${expression} were subtracted where it is added, or the reverse`;
  if (alteration === ZERO) return `: part of ${expression} is left out`;
  return `: the derivative of ${expression} is taken as ${alteration.formula}${wordRight(change, place)}`;
}

function nameFactorAt(change: Change, factor: number, expression: string, nameFactor: NameFactor): Mistake {
  const named = nameFactor(factor) ?? String(Number(factor.toPrecision(6)));
  if (factor === -1) return { code: 'sign-flip', words: `the term ${expression} enters with the wrong sign` };
  if (factor === 2 && isSum(change)) {
    return { code: 'extra-term', words: `a term of ${expression} is counted twice` };
  }
  return { code: 'scale', words: `what comes through ${expression} is ${named} times what it should be` };
}

function nameOmission(change: Change, expression: string, place: SitePlace): Mistake {
  const { instances, edge } = change;
  const count = edge.entries.length;
  switch (instances) {
    case 'all but the last':
    case 'all but the first': {
      const kept = instances === 'all but the last' ? 'last' : 'first';
      return {
        code: 'overwritten',
        words: `only the ${kept} of ${count} contributions through ${expression} is there: it is set where it should be added`,
      };
    }
    case 'the last':
    case 'the first':
      return { code: 'off-by-one', words: `${instances} of ${count} contributions through ${expression} is left out` };
    default: {
      const operand = operandText(change, place);
      const part = operand === null ? expression : `\`${shorten(operand)}\` in ${expression}`;
      return { code: 'missing-term', words: `the term that comes through ${part} is left out` };
    }
  }
}

function operandText({ edge }: Change, { operands }: SitePlace): string | null {
  if (edge.length > 1 || edge.side === 'both' || operands.length < 2) return null;
  return operands[edge.side === 'left' ? 0 : 1] ?? null;
}

function derivativeWords(change: Change, place: SitePlace, expression: string): string {
  const operand = operandText(change, place);
  return operand === null
    ? `the derivative of ${expression}`
    : `the derivative of ${expression} by \`${shorten(operand)}\``;
}

function wordRight(change: Change, place: SitePlace): string {
  if (change.edge.length > 1) return '';
  const right = rightDerivative(place.operation, change.edge.side, place.operands.map(shorten));
  return right === null ? '' : `; it is ${right}`;
}

function isSum({ edge }: Change): boolean {
  return edge.operation === ADD || edge.operation === SUBTRACT;
}

const LONGEST_TEXT = 60;

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line;
}

export function listPaths(leaves: readonly Leaf[]): string {
  const paths = leaves.slice(0, 4).map(({ path }) => path);
  const rest = leaves.length - paths.length;
  return paths.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

export type TapeDiagnosis = Diagnosis;
