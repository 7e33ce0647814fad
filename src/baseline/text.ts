import { GradcheckError } from '../errors.js';
import type { Baseline, ModelRecord } from './types.js';

/** As text for version control: an index stands on one line, the order is fixed. */
export function formatBaseline(baseline: Baseline): string {
  const text = JSON.stringify(baseline, null, 2);
  // A string holds no line break, so only arrays begin like this.
  return `${text.replace(/\[\n\s+([\d,\s]+?)\s+\]/g, (_, items: string) => `[${items.replace(/\s+/g, ' ')}]`)}\n`;
}

/** @throws GradcheckError `config` for what is no baseline */
export function parseBaseline(text: string, file: string): Baseline {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new GradcheckError('config', `${file} is no baseline of gradcheck: ${reason}`, {
      hint: 'mend it, or remove it and make it anew with --update-baseline',
      location: { file, line: 1, column: 1 },
      cause,
    });
  };
  let value: Partial<Baseline>;
  try {
    value = JSON.parse(text) as Partial<Baseline>;
  } catch (cause) {
    return refuse('it is not JSON', cause);
  }
  if (value?.version !== 1) return refuse(`version is ${String(value?.version)}, where it should be 1`);
  const index = Array.isArray(value.models) ? value.models.findIndex((model) => !isRecord(model)) : undefined;
  if (index === undefined) return refuse('`models` should be an array');
  return index < 0 ? (value as Baseline) : refuse(`models[${index}] is no record of a model`);
}

function isRecord(model: unknown): model is ModelRecord {
  const { file, name, parameters } = (model ?? {}) as Partial<ModelRecord>;
  const isParameter = (one: unknown) => typeof (one as { path?: unknown } | null)?.path === 'string';
  return (
    typeof file === 'string' && typeof name === 'string' && Array.isArray(parameters) && parameters.every(isParameter)
  );
}
