import { createTable } from './table.js';
import { totalNorm, type TrainingStep } from './types.js';

/** Buckets that a series has at most: as many points as a chart can show. */
const MOST_BUCKETS = 512;

/**
 * A run in at most 512 points. A point stands for `stride` steps and has the worst of them (NaN before infinity before
 * what is largest), so that no spike and no NaN is lost; steps are those at which points begin. Plain data.
 */
export interface RunSeries {
  stride: number;
  /** Steps in the last point. */
  filled: number;
  readonly step: number[];
  readonly loss: Point[];
  readonly norm: Point[];
  readonly rate: Point[];
  /** By parameter: gradient norm, and update norm against weight norm. */
  readonly params: Record<string, { readonly grad: Point[]; readonly ratio: Point[] }>;
}

/** A value, or null where nothing tells it. */
export type Point = number | null;

export function createSeries(): RunSeries {
  return { stride: 1, filled: 0, step: [], loss: [], norm: [], rate: [], params: createTable() };
}

export function pushStep(series: RunSeries, record: TrainingStep): void {
  const { step, params } = series;
  const isFresh = step.length === 0 || series.filled === series.stride;
  if (isFresh && step.length === MOST_BUCKETS) halve(series);
  const starts = step.length === 0 || series.filled === series.stride;
  series.filled = starts ? 1 : series.filled + 1;
  if (starts) step.push(record.step);
  const length = step.length;
  put(series.loss, length, record.loss ?? null);
  put(series.norm, length, totalNorm(record) ?? null);
  put(series.rate, length, record.lr ?? null);
  for (const path in record.params) {
    const { grad, weight, update } = record.params[path];
    const own = (params[path] ??= { grad: [], ratio: [] });
    put(own.grad, length, grad);
    put(own.ratio, length, weight === undefined || update === undefined ? null : update / weight);
  }
}

/** Two points become one, over and over: later steps find room. */
function halve(series: RunSeries): void {
  const { params, step } = series;
  const columns = [
    series.loss,
    series.norm,
    series.rate,
    ...Object.values(params).flatMap(({ grad, ratio }) => [grad, ratio]),
  ];
  for (const column of columns) {
    pad(column, step.length);
    for (let i = 0; i < step.length / 2; i++) column[i] = worse(column[2 * i], column[2 * i + 1]);
    column.length = step.length / 2;
  }
  for (let i = 0; i < step.length / 2; i++) step[i] = step[2 * i];
  step.length /= 2;
  series.stride *= 2;
}

function put(column: Point[], length: number, value: Point): void {
  if (column.length < length) {
    pad(column, length - 1);
    column.push(value);
  } else column[length - 1] = worse(column[length - 1], value);
}

function pad(column: Point[], length: number): void {
  while (column.length < length) column.push(null);
}

function worse(a: Point, b: Point): Point {
  if (a === null || b === null) return a ?? b;
  return Number.isNaN(a) || Number.isNaN(b) ? NaN : Math.max(a, b);
}
