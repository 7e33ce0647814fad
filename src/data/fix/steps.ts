import { closestName } from '../../model/model-definition.js';
import { GradcheckError } from '../../errors.js';

const NAMES = ['impute', 'drop', 'dedupe', 'clip', 'standardize', 'robust', 'minmax', 'log'] as const;

/** A remedy as it was asked for: of all columns but the target, or of one. */
export interface Step {
  readonly name: (typeof NAMES)[number];
  readonly column?: string;
}

/** The same with the numbers that it takes: what is written to a scaler, and applied to other data. */
export type FittedStep =
  | { readonly name: 'impute'; readonly columns: Readonly<Record<string, ImputeNumbers>> }
  /** Leaves out rows with a cell that is not of its column's kind. */
  | { readonly name: 'drop'; readonly columns: Readonly<Record<string, { readonly type: 'number' | 'text' }>> }
  | { readonly name: 'drop-columns'; readonly columns: Readonly<Record<string, Readonly<Record<string, never>>>> }
  | { readonly name: 'dedupe' }
  | { readonly name: 'clip'; readonly columns: Readonly<Record<string, ClipNumbers>> }
  | { readonly name: ScaleName; readonly columns: Readonly<Record<string, ScaleNumbers>> }
  /** log(x + offset). */
  | { readonly name: 'log'; readonly columns: Readonly<Record<string, { readonly offset: 0 | 1 }>> };

export type ScaleName = 'standardize' | 'robust' | 'minmax';

interface ImputeNumbers {
  readonly type: 'number' | 'text';
  readonly value: number | string;
}

interface ClipNumbers {
  readonly lower: number;
  readonly upper: number;
}

/** (x − centre) / scale. */
export interface ScaleNumbers {
  readonly centre: number;
  readonly scale: number;
}

export function isScaling(name: string): name is ScaleName {
  return name === 'standardize' || name === 'robust' || name === 'minmax';
}

/** As --fix has it. */
export function writeStep({ name, column }: Step): string {
  if (column === undefined) return name;
  return /[,"]/.test(column) ? `${name}:"${column}"` : `${name}:${column}`;
}

/**
 * Reads the remedies of --fix: names, with a column behind a colon where it is for one alone.
 * @throws GradcheckError `usage`
 */
export function readSteps(texts: readonly string[]): Step[] {
  return texts.map((text) => {
    const [name, ...rest] = text.split(':');
    if (!isName(name)) throw unknownRemedy(name);
    return rest.length === 0 ? { name } : { name, column: unquote(rest.join(':')) };
  });
}

function unquote(column: string): string {
  return /^".*"$/s.test(column) ? column.slice(1, -1) : column;
}

function isName(name: string): name is Step['name'] {
  return (NAMES as readonly string[]).includes(name);
}

function unknownRemedy(name: string): GradcheckError {
  const close = closestName(name, NAMES);
  const list = `remedies: ${NAMES.join(', ')}`;
  return new GradcheckError('usage', `there is no remedy "${name}"`, {
    hint: close === null ? list : `did you mean ${close}? ${list}`,
  });
}
