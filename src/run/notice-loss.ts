import type { Warning } from '../check/report.js';
import { createRandom } from '../numdiff/index.js';
import type { CurvatureSetting } from './curvature-setting.js';
import { observeLoss } from './observe-loss.js';
import { warnOfChangedInput, warnOfLoss, type NoticedLoss } from './warnings.js';

/** What the user should know of a loss that comes without a gradient: no check has looked at how it behaves. */
export async function noticeLoss({ prepared, loss, noise }: CurvatureSetting): Promise<Warning[]> {
  const { objective, layout, point, settings, judging } = prepared;
  const lossAtEnd = await objective.loss(point);
  const isRepeatable = noise.deterministic && lossAtEnd === loss;
  const lossHabit: NoticedLoss['lossHabit'] = isRepeatable
    ? 'pure'
    : await observeLoss(objective, layout, point, settings, createRandom(judging.seed));
  const noticed: NoticedLoss = { lossHabit, loss, lossAtEnd, noise, observed: { lossAgain: lossAtEnd } };
  return [...warnOfLoss(noticed), ...warnOfChangedInput(objective.conduct)];
}
