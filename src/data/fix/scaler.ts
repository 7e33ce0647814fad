import { GradcheckError } from '../../errors.js';
import type { DataTable } from '../table.js';
import type { FittedStep } from './steps.js';

/** What was done to data, so that it can be done to other data of the same columns: the content of a scaler file. */
export interface Scaler {
  readonly schemaVersion: 1;
  readonly kind: 'gradcheck-scaler';
  readonly target: string | null;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly steps: readonly FittedStep[];
}

export function makeScaler(table: DataTable, target: string | null, steps: readonly FittedStep[]): Scaler {
  const columns = table.columns.map(({ name, type }) => ({ name, type }));
  return { schemaVersion: 1, kind: 'gradcheck-scaler', target, columns, steps };
}

/**
 * Reads a scaler back.
 * @param display the file as messages name it
 * @throws GradcheckError `bad-data` for what is none
 */
export function readScaler(text: string, display: string): Scaler {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse(display, 'it is not valid JSON', cause);
  }
  if (!isObject(value) || value.kind !== 'gradcheck-scaler') throw refuse(display, 'it does not say that it is one');
  if (value.schemaVersion !== 1) throw refuse(display, `its version is ${String(value.schemaVersion)}, not 1`);
  const { steps, columns } = value;
  if (!Array.isArray(columns) || !columns.every(isNamed))
    throw refuse(display, 'its columns are not as they should be');
  if (!Array.isArray(steps)) throw refuse(display, 'it has no steps');
  const odd = steps.findIndex((step) => !isStep(step));
  if (odd >= 0) throw refuse(display, `its step ${odd} is not as it should be`);
  return value as unknown as Scaler;
}

/**
 * @throws GradcheckError `bad-data` where data lack columns that the steps are for
 */
export function refuseOtherColumns(table: DataTable, { steps }: Scaler, display: string): void {
  // Columns that the steps leave out need not be there, as in data that they were done to already.
  const gone = steps.flatMap((step) => (step.name === 'drop-columns' ? Object.keys(step.columns) : []));
  const names = new Set([...table.columns.map(({ name }) => name), ...gone]);
  const lacking = new Set(
    steps.flatMap((step) => ('columns' in step ? Object.keys(step.columns) : [])).filter((name) => !names.has(name)),
  );
  if (lacking.size === 0) return;
  throw new GradcheckError('bad-data', `${display} lacks columns that the scaler is for: ${[...lacking].join(', ')}`, {
    hint: 'apply a scaler to data with the columns of those that it was made from',
  });
}

function refuse(display: string, reason: string, cause?: unknown): GradcheckError {
  return new GradcheckError('bad-data', `${display} is no scaler: ${reason}`, {
    hint: '--fix writes one beside the file that --out names, with the ending .scaler.json',
    cause,
  });
}

/** What the columns of a step hold. */
const NUMBERS: Readonly<Record<string, (column: Record<string, unknown>) => boolean>> = {
  impute: ({ type, value }) => isType(type) && (typeof value === 'string' || Number.isFinite(value)),
  drop: ({ type }) => isType(type),
  'drop-columns': () => true,
  clip: ({ lower, upper }) => Number.isFinite(lower) && Number.isFinite(upper),
  standardize: isScale,
  robust: isScale,
  minmax: isScale,
  log: ({ offset }) => offset === 0 || offset === 1,
};

function isScale({ centre, scale }: Record<string, unknown>): boolean {
  return Number.isFinite(centre) && Number.isFinite(scale) && scale !== 0;
}

function isStep(step: unknown): boolean {
  if (!isObject(step)) return false;
  if (step.name === 'dedupe') return true;
  if (typeof step.name !== 'string' || !Object.hasOwn(NUMBERS, step.name) || !isObject(step.columns)) return false;
  const isRight = NUMBERS[step.name];
  return Object.values(step.columns).every((column) => isObject(column) && isRight(column));
}

function isType(type: unknown): boolean {
  return type === 'number' || type === 'text';
}

function isNamed(column: unknown): boolean {
  return isObject(column) && typeof column.name === 'string' && typeof column.type === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
