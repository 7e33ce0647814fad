/** An empty table whose keys are names of the user's: `constructor` is one as any other. */
export function createTable<Value>(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>;
}
