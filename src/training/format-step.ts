import type { TrainingStep } from './types.js';

/** A step as a line of a log, its line break included. Numbers that JSON cannot hold are texts: `"NaN"`. */
export function formatStep({ step, loss, lr, norm, cosine, clipped, params }: TrainingStep): string {
  const line = { step, loss, lr, norm, cosine, clipped, params };
  const text = JSON.stringify(line, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
  return `${text}\n`;
}
