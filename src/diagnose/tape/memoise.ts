/** Tapes up to this length leave room to remember what was worked out: each result holds some columns as long as a place. */
const MOST_REMEMBERED = 30_000;

/** A function of objects that is computed once for each, unless that would take too much memory. */
export function memoise<Key extends object, Value>(
  { length }: { readonly length: number },
  compute: (key: Key) => Value,
): (key: Key) => Value {
  if (length > MOST_REMEMBERED) return compute;
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
