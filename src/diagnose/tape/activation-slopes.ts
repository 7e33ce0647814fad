import { OPERATIONS } from '../../autodiff/operations.js';
import { leftValueAt, operationAt, rightValueAt, siteAt, type Tape } from '../../model/tape.js';

/** How much of a gradient an activation lets through, over all its calls at one place. */
export interface ActivationSlopes {
  readonly site: number;
  readonly calls: number;
  /** Mean absolute slope. */
  readonly mean: number;
  /** Share of the calls whose slope is below a hundredth. */
  readonly saturated: number;
}

const SATURATED = 0.01;

const named = (name: string): number => OPERATIONS.findIndex((operation) => operation.name === name);
const TANH = named('tanh');
const EXP = named('exp');
const DIVIDE = named('/');
const ADD = named('+');

/** The activations in a run that can saturate: tanh, and 1 / (1 + exp(…)). The one that lets least through comes first. */
export function findActivations(tape: Tape): ActivationSlopes[] {
  const bySite = new Map<number, { calls: number; sum: number; flat: number }>();
  for (let i = tape.inputs + 1; i < tape.length; i++) {
    const slope = slopeOf(tape, i);
    if (slope === null) continue;
    const site = siteAt(tape, i);
    const told = bySite.get(site) ?? { calls: 0, sum: 0, flat: 0 };
    bySite.set(site, { calls: told.calls + 1, sum: told.sum + slope, flat: told.flat + (slope < SATURATED ? 1 : 0) });
  }
  return [...bySite]
    .map(([site, { calls, sum, flat }]) => ({ site, calls, mean: sum / calls, saturated: flat / calls }))
    .sort((a, b) => a.mean - b.mean);
}

/** |dy/dz| of an activation y(z); null for anything else. */
function slopeOf(tape: Tape, entry: number): number | null {
  const y = tape.value[entry];
  const operation = operationAt(tape, entry);
  if (operation === TANH) return (1 - y) * (1 + y);
  return operation === DIVIDE && isSigmoid(tape, entry) ? y * (1 - y) : null;
}

/** 1 / (1 + exp(…)), in either order of the sum. */
function isSigmoid(tape: Tape, entry: number): boolean {
  const sum = tape.right[entry];
  if (sum === 0 || tape.left[entry] !== 0 || leftValueAt(tape, entry) !== 1 || operationAt(tape, sum) !== ADD)
    return false;
  const [left, right] = [tape.left[sum], tape.right[sum]];
  const power = left === 0 ? right : left;
  const constant = left === 0 ? leftValueAt(tape, sum) : rightValueAt(tape, sum);
  return (left === 0) !== (right === 0) && constant === 1 && operationAt(tape, power) === EXP;
}
