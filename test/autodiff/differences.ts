/**
 * The gradient of a plain function by central differences with one Richardson step, error O(h⁴), and a bound on its
 * error: the change by halving the steps, and rounding of the values.
 */
export async function differentiate(
  f: (x: number[]) => number | Promise<number>,
  point: readonly number[],
): Promise<{ slope: number; bound: number }[]> {
  const found: { slope: number; bound: number }[] = [];
  for (let i = 0; i < point.length; i++) {
    const at = async (value: number): Promise<number> => f(point.map((x, k) => (k === i ? value : x)));
    const h = 2 ** -9 * 2 ** Math.round(Math.log2(Math.abs(point[i]) || 1));
    const centre = async (step: number): Promise<number> =>
      ((await at(point[i] + step)) - (await at(point[i] - step))) / (2 * step);
    const [d1, d2, d4] = [await centre(h), await centre(h / 2), await centre(h / 4)];
    const [coarse, fine] = [(4 * d2 - d1) / 3, (4 * d4 - d2) / 3];
    const size = Math.max(Math.abs(await at(point[i] + h)), Math.abs(await at(point[i] - h)), Math.abs(fine));
    found.push({ slope: fine, bound: Math.abs(fine - coarse) + (2 ** -48 * size) / (h / 4) });
  }
  return found;
}
