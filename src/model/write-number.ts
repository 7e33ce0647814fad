/** The shortest text that reads back as this number; for a float32 as this float32: `0.1`, not `0.10000000149011612`. */
export function writeNumber(value: number, storage: 'float64' | 'float32' = 'float64'): string {
  if (Object.is(value, -0)) return '-0';
  return String(storage === 'float32' ? shortestFloat32(value) : value);
}

/** The float64 number with the fewest digits that is stored as this float32: nine digits tell any two apart. */
export function shortestFloat32(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
