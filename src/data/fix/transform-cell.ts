import { CELL, type ReadCell } from '../cell.js';
import type { FittedStep } from './steps.js';
import { isScaling } from './steps.js';

/** A cell on its way through the steps: a number, a text, or nothing that can be used. */
export type FixedValue = number | string | null;

/** What a step makes of the number in one column: not finite where it has no number for it. */
export type NumberStep = (value: number) => number;

/** A column's way through the steps. */
export interface ColumnPath {
  readonly type: 'number' | 'text';
  /** In the order of the steps; undefined where a step does nothing to the column. */
  readonly steps: readonly (ColumnStep | undefined)[];
}

type ColumnStep =
  | { readonly kind: 'impute'; readonly value: number | string }
  /** The row goes where the cell cannot be used. */
  | { readonly kind: 'require' }
  | { readonly kind: 'clip' | 'scale'; readonly by: FittedStep['name']; readonly map: NumberStep };

/** What the steps do to one column. */
export function pathOf(name: string, type: 'number' | 'text', steps: readonly FittedStep[]): ColumnPath {
  return { type, steps: steps.map((step) => columnStep(name, step)) };
}

function columnStep(name: string, step: FittedStep): ColumnStep | undefined {
  if (step.name === 'dedupe' || step.name === 'drop-columns' || !Object.hasOwn(step.columns, name)) return undefined;
  if (step.name === 'impute') return { kind: 'impute', value: step.columns[name].value };
  if (step.name === 'drop') return { kind: 'require' };
  if (step.name === 'clip') {
    const { lower, upper } = step.columns[name];
    return { kind: 'clip', by: step.name, map: (value) => Math.min(upper, Math.max(lower, value)) };
  }
  return { kind: 'scale', by: step.name, map: numberStep(name, step) };
}

/** Scaling and logarithms, which can be taken back. */
function numberStep(name: string, step: FittedStep): NumberStep {
  if (isScaling(step.name)) {
    const { centre, scale } = (step as FittedStep & { name: 'standardize' }).columns[name];
    return (value) => (value - centre) / scale;
  }
  const { offset } = (step as FittedStep & { name: 'log' }).columns[name];
  return offset === 0 ? Math.log : Math.log1p;
}

/** Takes one step back; null for one that cannot be taken back. */
export function inverseStep(name: string, step: FittedStep): NumberStep | null {
  if (isScaling(step.name)) {
    const { centre, scale } = (step as FittedStep & { name: 'standardize' }).columns[name];
    return (value) => value * scale + centre;
  }
  if (step.name !== 'log') return null;
  return step.columns[name].offset === 0 ? Math.exp : Math.expm1;
}

/** What of a cell can be used in a column of its type; null where nothing can. */
export function usableValue(cell: ReadCell, type: 'number' | 'text'): FixedValue {
  if (type === 'number') return cell.kind === CELL.number ? cell.value : null;
  if (cell.kind === CELL.text) return cell.text;
  return cell.kind === CELL.number ? String(cell.value) : null;
}
