import { createTable } from './table.js';
import type { ParameterStep, TrainingStep } from './types.js';

/** A line of a log: a step; or why it is none. */
export type LogLine = { readonly record: TrainingStep } | { readonly problem: string };

type Json = Readonly<Record<string, unknown>>;

/** Bare words that JSON does not know but Python writes; strings are matched so that they are passed over. */
const BARE_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * Reads one line of a log: a JSON object, of which unknown keys are passed over. Numbers that are not finite may be
 * written as "NaN", as bare NaN, or as null beside a count `nonfinite`.
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

/** Names under which other programs write the same. */
const OTHER_NAMES = {
  loss: ['loss', 'train_loss', 'train/loss'],
  lr: ['lr', 'learning_rate', 'train/learning_rate'],
  norm: ['norm', 'grad_norm', 'gradient_norm', 'train/grad_norm'],
} as const;

/** An object of a log as a step; what is no number is left out. */
export function toStep(object: Json, next: number): TrainingStep {
  const named = (key: keyof typeof OTHER_NAMES): number | undefined => {
    const name = OTHER_NAMES[key].find((one) => Object.hasOwn(object, one));
    return name === undefined ? undefined : toNumber(object[name]);
  };
  const step = toNumber(object.step);
  const params = isObject(object.params) ? object.params : {};
  return {
    step: step !== undefined && Number.isFinite(step) ? step : next,
    ...known({
      loss: named('loss'),
      lr: named('lr'),
      norm: named('norm'),
      cosine: toNumber(object.cosine),
      clipped: toNumber(object.clipped),
    }),
    params: toParameters(params),
  };
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

function toParameter(value: unknown): ParameterStep | null {
  if (!isObject(value)) return null;
  // JSON writers that cannot hold NaN write null.
  const isHidden = value.grad === null || Boolean(value.nonfinite);
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
  return told;
}

/** Without keys for what is not known: a record of a log holds many. */
function known<T extends Record<string, number | undefined>>(values: T): Partial<T> {
  for (const key in values) if (values[key] === undefined) delete values[key];
  return values;
}

const WORDS: Readonly<Record<string, number>> = {
  nan: NaN,
  inf: Infinity,
  infinity: Infinity,
  '+inf': Infinity,
  '+infinity': Infinity,
  '-inf': -Infinity,
  '-infinity': -Infinity,
};

/** A number, or a word for one that is not finite. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? WORDS[value.trim().toLowerCase()] : undefined;
}

function parseLoosely(line: string): unknown {
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
