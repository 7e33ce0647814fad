import { checkEntry } from '../check/check-entry.js';
import { EntryTable } from '../check/entry-table.js';
import { ParameterTally } from '../check/parameter-tally.js';
import {
  matrixLeaf,
  rowContext,
  secondEntry,
  type SecondProblem,
  type SecondSetting,
} from '../check/second-entries.js';
import { drive, RULE } from '../numdiff/index.js';
import type { SecondRequest, SecondResult } from './second-request.js';
import type { GradientAt } from './gradient-source.js';
import { readColumn } from './read-column.js';
import { examineLeaf } from './second-setting.js';

/** Checks a claimed Hessian entry by entry, column after column. */
export async function checkMatrix(
  { prepared, loss, noise }: SecondRequest,
  { setting, gradientAt, active }: { setting: SecondSetting; gradientAt: GradientAt; active: Int32Array },
  { name, claimed }: Pick<SecondResult, 'name'> & { readonly claimed: Float64Array },
): Promise<SecondResult> {
  const problem: SecondProblem = { ...setting, claimed };
  const { size, point } = setting;
  const leaf = matrixLeaf(name, size);
  const tally = new ParameterTally(leaf, RULE);
  const entries = new EntryTable(leaf.size);
  const contexts = new Map(Array.from(active, (i) => [i, rowContext(problem, i)]));
  for (const j of active) {
    const componentAt = readColumn(gradientAt, (value) => point.with(j, value));
    for (const i of active) {
      const entry = secondEntry(setting, i, j, claimed[i * size + j]);
      const result = await drive(checkEntry(entry, contexts.get(i)!), componentAt(i));
      const index = i * size + j;
      tally.add({ ...entry, index }, result);
      entries.set(index, result);
    }
  }
  const parameters = [tally.report()];
  return {
    name,
    point: { name: `params (${name})`, loss, parameters },
    coarse: tally.coarse,
    warnings: [],
    claimed,
    examined: examineLeaf(prepared, { loss, noise }, leaf, { claimed, entries, parameters }),
  };
}
