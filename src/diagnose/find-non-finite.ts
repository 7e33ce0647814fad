/** Numbers looked at: enough for any data that a gradient is checked on. */
const MOST_NUMBERS = 1_000_000;

/** The place of the first NaN or infinity in the data, such as `data[3].x`; null where there is none. */
export function findNonFinite(data: unknown): string | null {
  let seen = 0;
  const ancestors = new Set<object>();
  const search = (value: unknown, path: string): string | null => {
    if (typeof value === 'number') {
      seen++;
      return Number.isFinite(value) ? null : path;
    }
    if (typeof value !== 'object' || value === null || ancestors.has(value) || seen >= MOST_NUMBERS) return null;
    if (value instanceof Float64Array || value instanceof Float32Array) {
      seen += value.length;
      const place = value.findIndex((number) => !Number.isFinite(number));
      return place < 0 ? null : `${path}[${place}]`;
    }
    ancestors.add(value);
    for (const [key, part] of Object.entries(value)) {
      const found = search(part, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
      if (found) return found;
    }
    ancestors.delete(value);
    return null;
  };
  return search(data, 'data');
}
