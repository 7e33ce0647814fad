import { createTable } from './table.js';
import type { ParameterStep, TrainingStep } from './types.js';

/**
 * A step as a line of a log, its line break included. Numbers that JSON cannot hold are texts: `"NaN"`. Keys that the log
 * it was read from had beside those known here follow them.
 */
export function formatStep({ step, loss, lr, norm, cosine, clipped, params, others }: TrainingStep): string {
  const line = { step, loss, lr, norm, cosine, clipped, params: withOthers(params), ...others };
  const text = JSON.stringify(line, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
  return `${text}\n`;
}

function withOthers(params: TrainingStep['params']): Readonly<Record<string, unknown>> {
  if (!Object.values(params).some(({ others }) => others)) return params;
  const flat = createTable<unknown>();
  for (const path in params) {
    const { others, ...known }: ParameterStep = params[path];
    flat[path] = { ...known, ...others };
  }
  return flat;
}
