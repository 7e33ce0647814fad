import { createTable } from './table.js';
import type { Others, ParameterStep, TrainingStep } from './types.js';

/** A line of a log: a step; or why it is none. */
export type LogLine = { readonly record: TrainingStep } | { readonly problem: string };

type Json = Readonly<Record<string, unknown>>;

/** Bare words that JSON does not know but Python writes; strings are matched so that they are passed over. */
const BARE_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * Reads one line of a log: a JSON object, of which unknown keys are kept as they are. Numbers may be written as texts; those
 * that are not finite as "NaN", as bare NaN, or as null beside a count `nonfinite`.
 * @param next the step it is where the line does not say
 */
export function readLogLine(line: string, next: number): LogLine {
  const value = parseLoosely(line);
  if (value === undefined) return { problem: 'it is not JSON' };
  if (!isObject(value)) return { problem: 'it is no JSON object' };
  const record = toStep(value, next);
  const tellsNothing =
    record.loss === undefined && record.norm === undefined && Object.keys(record.params).length === 0;
  return tellsNothing ? { problem: 'it has neither loss nor params nor a norm' } : { record };
}

/** Names under which programs write the figures of a step; the first that is there counts. */
const STEP_NAMES = {
  step: ['step', 'global_step', 'train/global_step', '_step', 'iteration', 'iter'],
  loss: ['loss', 'train_loss', 'train/loss'],
  lr: ['lr', 'learning_rate', 'train/learning_rate'],
  norm: ['norm', 'grad_norm', 'gradient_norm', 'train/grad_norm'],
  cosine: ['cosine'],
  clipped: ['clipped'],
} as const;

/** An object of a log as a step; what should be a number and is none is left out. */
export function toStep(object: Json, next: number): TrainingStep {
  const names = ['params'];
  const named = (key: keyof typeof STEP_NAMES): number | undefined => {
    const name = STEP_NAMES[key].find((one) => Object.hasOwn(object, one));
    if (name === undefined) return undefined;
    names.push(name);
    return toNumber(object[name]);
  };
  const step = named('step');
  const figures = known({
    loss: named('loss'),
    lr: named('lr'),
    norm: named('norm'),
    cosine: named('cosine'),
    clipped: named('clipped'),
  });
  const params = isObject(object.params) ? object.params : {};
  return {
    step: step !== undefined && Number.isFinite(step) ? step : next,
    ...figures,
    params: toParameters(params),
    ...othersOf(object, names),
  };
}

/** What an object holds beside the keys of some names. */
function othersOf(object: Json, names: readonly string[]): { readonly others?: Others } {
  const keys = Object.keys(object).filter((key) => !names.includes(key));
  if (keys.length === 0) return {};
  const others = createTable<unknown>();
  for (const key of keys) others[key] = object[key];
  return { others };
}

function toParameters(params: Json): Record<string, ParameterStep> {
  const told = createTable<ParameterStep>();
  for (const path of Object.keys(params)) {
    const parameter = toParameter(params[path]);
    if (parameter) told[path] = parameter;
  }
  return told;
}

const NUMBERS = ['max', 'mean', 'zeros', 'nonfinite', 'weight', 'update'] as const;
const LISTS = ['index', 'deadRows', 'deadColumns'] as const;
const PARAMETER_NAMES = ['grad', ...NUMBERS, ...LISTS];

function toParameter(value: unknown): ParameterStep | null {
  if (!isObject(value)) return null;
  // JSON writers that cannot hold NaN write null.
  const isHidden = value.grad === null || (toNumber(value.nonfinite) ?? 0) !== 0;
  const grad = toNumber(value.grad) ?? (isHidden ? NaN : toNumber(value.max));
  if (grad === undefined) return null;
  const told: { grad: number } & { -readonly [Key in keyof ParameterStep]: ParameterStep[Key] } = { grad };
  for (const key of NUMBERS) {
    const number = toNumber(value[key]);
    if (number !== undefined) told[key] = number;
  }
  for (const key of LISTS) {
    const list = value[key];
    if (Array.isArray(list) && list.every(Number.isInteger)) told[key] = list as number[];
  }
  return { ...told, ...othersOf(value, PARAMETER_NAMES) };
}

/** Without keys for what is not known: a record of a log holds many. */
function known<T extends Record<string, number | undefined>>(values: T): Partial<T> {
  for (const key in values) if (values[key] === undefined) delete values[key];
  return values;
}

const WORDS: ReadonlyMap<string, number> = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['infinity', Infinity],
  ['+inf', Infinity],
  ['+infinity', Infinity],
  ['-inf', -Infinity],
  ['-infinity', -Infinity],
]);

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/;

/** A number, one written as a text, or a word for one that is not finite. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  return DECIMAL.test(text) ? Number(text) : WORDS.get(text);
}

/** A text as JSON, with bare NaN and Infinity as Python writes them; undefined where it is none. */
export function parseLoosely(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    const quoted = line.replace(BARE_NUMBERS, (word) => (word.startsWith('"') ? word : `"${word}"`));
    if (quoted === line) return undefined;
    try {
      return JSON.parse(quoted);
    } catch {
      return undefined;
    }
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
