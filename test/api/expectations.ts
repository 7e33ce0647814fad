/** Code of a user, for the compiler: a model, and the matcher on it. */

export const MODEL = `
  interface Params { w: number[]; b: number }
  const params: Params = { w: [1, 2], b: 3 };
  const model = {
    params,
    loss: ({ w, b }: Params) => w[0] ** 2 * w[1] + b ** 2,
    gradient: ({ w, b }: Params): Params => ({ w: [2 * w[0] * w[1], w[0] ** 2], b: 2 * b }),
  };`;

/** The matcher's type, in any runner: what it takes, what it gives, what it refuses. */
export const EXPECTATIONS = `
  const done: Promise<void> = expect(model).toHaveCorrectGradient();
  await done;
  await expect([model]).not.toHaveCorrectGradient({ seed: 1, rtol: 1e-3, only: 'w', allowInconclusive: true });
  // @ts-expect-error misspelt
  await expect(model).toHaveCorrectGradients();
  // @ts-expect-error no such option
  await expect(model).toHaveCorrectGradient({ sed: 1 });
  // @ts-expect-error text is no seed
  await expect(model).toHaveCorrectGradient({ seed: '1' });`;
