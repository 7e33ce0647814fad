import { ATAN2, POWER } from '../../autodiff/operations.js';
import type { Leaf } from '../../model/tree-layout.js';
import type { Change } from './altered-sweep.js';
import type { SitePlace } from './site-place.js';
import { rightDerivative } from './right-derivative.js';

export function derivativeWords(change: Change, place: SitePlace): string {
  const operand = operandText(change, place);
  return operand === null ? quote(place.text) : `${quote(place.text)} by ${quote(operand)}`;
}

export function partWords(change: Change, place: SitePlace): string {
  const operand = operandText(change, place);
  return operand === null ? quote(place.text) : `${quote(operand)} in ${quote(place.text)}`;
}

function operandText({ edge }: Change, { operands }: SitePlace): string | null {
  if (edge.kind === 'composite' || operands.length < 2) return null;
  return operands[edge.kind === 'left' ? 0 : 1] ?? null;
}

/** What x and y, or a and b, stand for in a formula. */
export function legend({ edge, alteration }: Change): string {
  if (edge.operation === POWER || edge.operation === ATAN2) return ' (a and b being its operands)';
  return /[xy]/.test(alteration.formula) ? ' (x going in, y coming out)' : '';
}

export function rightWords(change: Change, place: SitePlace): string {
  if (change.edge.kind === 'composite') return '';
  const right = rightDerivative(place.operation, change.edge.kind, place.operands.map(shorten));
  return right === null ? '' : `; it is ${right}`;
}

const LONGEST_TEXT = 60;

export function quote(text: string): string {
  return `\`${shorten(text)}\``;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line;
}

export function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}

export function listPaths(leaves: readonly Leaf[]): string {
  const paths = leaves.slice(0, 4).map(({ path }) => path);
  const rest = leaves.length - paths.length;
  return paths.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
