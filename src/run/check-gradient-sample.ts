import { checkClaim } from './check-claims.js';
import type { PreparedModel } from './prepare-model.js';

/** Entries that are checked: all, or evenly spaced ones of many. */
const MOST_ENTRIES = 200;

export interface GradientSample {
  /** Paths of parameters whose gradient is wrong. */
  readonly wrong: readonly string[];
  /** The largest relative error that could be missed; null where some entries are below the noise. */
  readonly detectionLimit: number | null;
}

/** Compares the gradient at `params` with finite differences, in some entries. */
export async function checkGradientSample(prepared: PreparedModel): Promise<GradientSample> {
  const { objective, point, layout } = prepared;
  const loss = await objective.loss(point);
  const { gradient } = await objective.gradient(point);
  const stride = Math.ceil(layout.size / MOST_ENTRIES);
  const claim = { name: 'params', gradient: gradient.slice() };
  const { result } = await checkClaim(prepared, { point, loss }, claim, (index) => index % stride === 0);
  const checked = result.parameters.filter((parameter) => parameter.checked > 0);
  const limits = checked.map((parameter) => parameter.detectionLimit);
  return {
    wrong: checked.filter(({ fail }) => fail > 0).map(({ path }) => path),
    detectionLimit: limits.length === 0 || limits.includes(null) ? null : Math.max(...(limits as number[])),
  };
}
