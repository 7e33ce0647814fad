import { SCALINGS } from '../design.js';
import type { DataTable } from '../table.js';
import { listNames } from '../words.js';
import { clipFences } from './clip-fences.js';
import { findColumn } from '../analyze-table.js';
import { FitState } from './fit-state.js';
import { isScaling, type FittedStep, type Step } from './steps.js';

export interface Fit {
  readonly steps: readonly FittedStep[];
  /** For each row 0, or the place from 1 of the step that left it out. */
  readonly dropped: Uint8Array;
  /** What was asked for and could not be done everywhere. */
  readonly notes: readonly string[];
}

/**
 * Finds the numbers that remedies take, one after the other: each sees the data as those before it left them.
 * @param target not touched, unless it is named; rows are left out for its cells as well
 * @throws GradcheckError `usage` for a column that is none
 */
export function fitSteps(table: DataTable, steps: readonly Step[], target: string | null): Fit {
  const state = new FitState(table);
  const fitted: FittedStep[] = [];
  const notes: string[] = [];
  for (const step of steps) {
    const next = fitStep(step, state, target, (note) => void notes.push(note));
    fitted.push(next);
    state.take(next);
  }
  return { steps: fitted, dropped: state.dropped, notes };
}

/** Rows that steps leave out of other data than those they were fitted to. */
export function dropRows(table: DataTable, steps: readonly FittedStep[]): Uint8Array {
  const state = new FitState(table);
  for (const step of steps) state.take(step);
  return state.dropped;
}

function fitStep(step: Step, state: FitState, target: string | null, note: (text: string) => void): FittedStep {
  const { name, column } = step;
  if (name === 'dedupe') return { name };
  if (name === 'drop') return column === undefined ? requireAll(state.table) : leaveOut(state.table, column);
  const places = chooseColumns(state.table, step, target);
  const numeric = places.filter((place) => state.table.columns[place].type === 'number');
  if (name !== 'impute' && column !== undefined && numeric.length === 0)
    note(`${name} is for numbers: ${column} holds none, and is left as it is`);
  if (name === 'impute') return fitImputation(places, state, note);
  if (name === 'log') return fitLogarithm(numeric, state, column !== undefined, note);
  if (isScaling(name))
    return { name, columns: record(numeric, state, (place) => finite(SCALINGS[name](state.summary(place)))) };
  return fitClipping(numeric, state);
}

/** Of a column without numbers there is nothing to scale by. */
function finite({ centre, scale }: { centre: number; scale: number }): { centre: number; scale: number } {
  return { centre: Number.isFinite(centre) ? centre : 0, scale: Number.isFinite(scale) ? scale : 1 };
}

function chooseColumns(table: DataTable, { column }: Step, target: string | null): number[] {
  if (column !== undefined) return [findColumn(table, column)];
  return table.columns.flatMap(({ name, type }, place) => (name === target || type === 'empty' ? [] : [place]));
}

function requireAll({ columns }: DataTable): FittedStep {
  const kinds = columns.flatMap(({ name, type }) => (type === 'empty' ? [] : [[name, { type }] as const]));
  return { name: 'drop', columns: Object.fromEntries(kinds) as (FittedStep & { name: 'drop' })['columns'] };
}

function leaveOut(table: DataTable, column: string): FittedStep {
  findColumn(table, column);
  return { name: 'drop-columns', columns: { [column]: {} } };
}

function record<Value>(
  places: readonly number[],
  { table }: FitState,
  fit: (place: number) => Value,
): Record<string, Value> {
  return Object.fromEntries(places.map((place) => [table.columns[place].name, fit(place)]));
}

function fitImputation(places: readonly number[], state: FitState, note: (text: string) => void): FittedStep {
  const columns: Record<string, (FittedStep & { name: 'impute' })['columns'][string]> = {};
  for (const place of places) {
    const { name, type } = state.table.columns[place];
    const value = type === 'number' ? state.summary(place).median : state.mostFrequent(place);
    if (value === null || Number.isNaN(value)) note(`${name} holds nothing to fill its gaps with`);
    else columns[name] = { type: type === 'number' ? 'number' : 'text', value };
  }
  return { name: 'impute', columns };
}

/** Columns whose quartiles are equal have no fences, and stay as they are. */
function fitClipping(places: readonly number[], state: FitState): FittedStep {
  const columns = record(places, state, (place) => clipFences(state.summary(place)));
  return {
    name: 'clip',
    columns: Object.fromEntries(Object.entries(columns).filter(([, { upper }]) => Number.isFinite(upper))),
  };
}

/** log x of positive numbers, log(1 + x) where there are zeros; columns with negative numbers, or of two values, stay. */
function fitLogarithm(
  places: readonly number[],
  state: FitState,
  isNamed: boolean,
  note: (text: string) => void,
): FittedStep {
  const columns: Record<string, { offset: 0 | 1 }> = {};
  const negative: string[] = [];
  for (const place of places) {
    const { name } = state.table.columns[place];
    const { min, distinct } = state.summary(place);
    if (min < 0) negative.push(name);
    else if (isNamed || distinct > 2) columns[name] = { offset: min > 0 ? 0 : 1 };
  }
  if (negative.length > 0) note(`negative numbers have no logarithm: ${listNames(negative)} stays as it is`);
  return { name: 'log', columns };
}
