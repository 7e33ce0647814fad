import { checkEntry } from '../check/check-entry.js';
import { EntryTable } from '../check/entry-table.js';
import { ParameterTally } from '../check/parameter-tally.js';
import {
  componentContext,
  matrixLeaf,
  productEntry,
  productLeaf,
  secondEntry,
  type SecondSetting,
} from '../check/second-entries.js';
import type { ParameterReport } from '../check/report.js';
import { directionLine, roomAlong } from '../curvature/difference-gradient.js';
import { drawDirection } from '../curvature/draw-direction.js';
import { gradientSlopes } from '../curvature/gradient-slopes.js';
import { pointAlong, type HessianDomain } from '../curvature/hessian-domain.js';
import { answerVectors } from '../curvature/questions.js';
import type { Leaf } from '../model/tree-layout.js';
import { createRandom, drive, ROUNDOFF_32, RULE } from '../numdiff/index.js';
import type { SecondRequest, SecondResult } from './second-request.js';
import type { GradientAt } from './gradient-source.js';
import { readColumn } from './read-column.js';
import { examineLeaf } from './second-setting.js';

/** Two wrong terms of one component cancel along one direction, not along all. */
const DIRECTIONS = 3;

export interface ProductCheck {
  readonly setting: SecondSetting;
  readonly gradientAt: GradientAt;
  readonly active: Int32Array;
  readonly domain: HessianDomain;
  /** The first to look along. */
  readonly direction: Float64Array;
}

interface ClaimedProduct {
  readonly name: SecondResult['name'];
  product(direction: Float64Array): Promise<Float64Array>;
}

/**
 * Checks a claimed Hessian with too many columns for single entries by its products with random directions, each component
 * by the rule for entries of a gradient. Where one is wrong, an entry of its row that is wrong is looked for.
 */
export async function checkProducts(
  { prepared, loss, noise }: SecondRequest,
  { setting, gradientAt, domain, direction }: ProductCheck,
  { name, product }: ClaimedProduct,
): Promise<SecondResult> {
  const { size } = setting;
  const random = createRandom(prepared.judging.seed);
  const leaf = productLeaf(`${name}·v`, size);
  const check = { domain, setting, gradientAt, name, product };
  let found = await checkAlong(direction, leaf, check);
  for (let k = 1; k < DIRECTIONS && found.tally.failed === 0; k++) {
    const next = await checkAlong(drawDirection(domain, random), leaf, check);
    if (next.tally.failed > 0) found = next;
  }
  const { tally, entries, claimed } = found;
  const whole = tally.report();
  const parameters = [whole];
  if (whole.worst?.verdict === 'fail') parameters.push(await locateEntry(whole.worst.index[0], check));
  return {
    name,
    point: { name: `params (${name})`, loss, parameters },
    coarse: tally.coarse,
    warnings: [],
    examined: examineLeaf(prepared, { loss, noise }, leaf, { claimed, entries, parameters }),
  };
}

type Check = Omit<ProductCheck, 'active' | 'direction'> & ClaimedProduct;

async function checkAlong(direction: Float64Array, leaf: Leaf, { domain, setting, gradientAt, product }: Check) {
  const tally = new ParameterTally(leaf, RULE);
  const entries = new EntryTable(leaf.size);
  const claimed = await product(direction);
  const [below, above] = roomAlong(domain, direction);
  const componentAt = readColumn(gradientAt, (t) => pointAlong(domain, direction, t));
  for (const i of domain.active) {
    const entry = productEntry(setting, i, claimed[i], [-below, above]);
    const context = componentContext(setting, i, { largestChange: Math.abs(claimed[i]), typicalScale: 1 });
    const result = await drive(checkEntry(entry, context), componentAt(i));
    entries.set(i, result);
    tally.add(entry, result);
  }
  return { tally, entries, claimed };
}

/**
 * The entry of row i that is most wrong, by halving: the row itself is the column of the same number, which differences of
 * the gradient give, and what a half of it should come to is known.
 */
async function locateEntry(i: number, { domain, setting, gradientAt, name, product }: Check): Promise<ParameterReport> {
  const { size, point, gradient, gradientNoise, scales, noise } = setting;
  const unit = new Float64Array(size).with(i, scales[i]);
  const line = directionLine(domain, unit, noise.roundoff === ROUNDOFF_32);
  const slopes = await answerVectors(gradientSlopes(line, gradient, gradientNoise), gradientAt);
  const gapOf = async (part: Int32Array): Promise<number> => {
    const direction = new Float64Array(size);
    for (const j of part) direction[j] = scales[j];
    const expected = part.reduce((sum, j) => sum + (slopes.values[j] / scales[i]) * scales[j], 0);
    return Math.abs((await product(direction))[i] - expected);
  };
  let part = domain.active;
  while (part.length > 1) {
    const halves = [part.subarray(0, part.length >> 1), part.subarray(part.length >> 1)];
    const [first, second] = [await gapOf(halves[0]), await gapOf(halves[1])];
    part = first >= second ? halves[0] : halves[1];
  }
  const [j] = part;
  const value = (await product(new Float64Array(size).with(j, 1)))[i];
  const entry = secondEntry(setting, i, j, value);
  const context = componentContext(setting, i, { largestChange: Math.abs(value) * scales[j], typicalScale: scales[j] });
  const componentAt = readColumn(gradientAt, (x) => point.with(j, x));
  const tally = new ParameterTally(matrixLeaf(name, size), RULE);
  const result = await drive(checkEntry(entry, context), componentAt(i));
  tally.add({ ...entry, index: i * size + j }, result);
  return tally.report();
}
