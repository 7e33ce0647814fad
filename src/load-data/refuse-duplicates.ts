import { GradcheckError } from '../errors.js';

/** @throws GradcheckError `bad-data` where two columns have the same name, or one has none */
export function refuseDuplicates(names: readonly string[], display: string): void {
  const places = new Map<string, number[]>();
  names.forEach((name, column) => places.set(name, [...(places.get(name) ?? []), column]));
  const twice = [...places].filter(([, columns]) => columns.length > 1);
  if (twice.length === 0) return;
  const named = twice.map(([name, columns]) => `"${name}" (columns ${columns.join(', ')})`).join('; ');
  throw new GradcheckError('bad-data', `the header of ${display} has the same name more than once: ${named}`, {
    hint: 'give each column a name of its own; --no-header where the first line is one of data',
  });
}
