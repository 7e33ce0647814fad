import { leftValueAt, OPERATION_MASK, rightValueAt, type Tape } from '../model/tape.js';
import { OPERATIONS, type Operation } from './operations.js';
import { slopesAt } from './sweep.js';

/** The table without the literal types of its entries, for access by number. */
const TABLE: readonly Operation[] = OPERATIONS;

/**
 * Functions that saturate. A gradient written by hand has their slopes from differences of numbers of size 1, 1 − y² or
 * p·(1 − p), and may round to 0 what the loss itself still tells.
 */
const SATURATING: ReadonlySet<string> = new Set(['exp', 'expm1', 'tanh']);

/** How a local derivative passes on: its size, and how its own error grows with those of the operands. */
interface Passing {
  readonly slope: number;
  readonly bend: number;
}

/**
 * What roundings may do to each parameter's derivative, in units of the roundoff, if it is computed by the chain rule in
 * whatever order: every operation of the sweep errs by one unit of its result, and so does every value of the loss, which
 * moves the local derivatives by their own slopes. So it is large where residuals cancel (a fit that is exact but for
 * rounding), as |terms| alone are not. First order (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. 2002,
 * ch. 3), applied to the adjoint sweep. NaN or infinite where nothing can be said.
 */
export function gradientRoundings(tape: Tape): Float64Array {
  const { left, right, inputs, output } = tape;
  const errors = valueErrors(tape);
  const sizes = new Float64Array(tape.length);
  const roundings = new Float64Array(tape.length);
  if (output !== 0) sizes[output] = 1;
  for (let i = output; i > inputs; i--) {
    if (sizes[i] === 0 && roundings[i] === 0) continue;
    const [toLeft, toRight] = passingsAt(tape, i, errors);
    for (const [target, { slope, bend }] of [
      [left[i], toLeft],
      [right[i], toRight],
    ] as const) {
      if (target === 0) continue;
      sizes[target] += sizes[i] * slope;
      roundings[target] += (roundings[i] + sizes[i]) * slope + sizes[i] * bend;
    }
  }
  return roundings.slice(1, 1 + inputs);
}

/** Bounds on the errors of the values of the loss, in units of the roundoff; the parameters have none. */
function valueErrors(tape: Tape): Float64Array {
  const errors = new Float64Array(tape.length);
  for (let i = tape.inputs + 1; i < tape.length; i++) {
    const [toLeft, toRight] = slopesAt(tape, i);
    errors[i] =
      Math.abs(tape.value[i]) + Math.abs(toLeft) * errors[tape.left[i]] + Math.abs(toRight) * errors[tape.right[i]];
  }
  return errors;
}

function passingsAt(tape: Tape, i: number, errors: Float64Array): [Passing, Passing] {
  const operation = TABLE[tape.code[i] & OPERATION_MASK];
  const [toLeft, toRight] = slopesAt(tape, i).map(Math.abs);
  const [leftError, rightError] = [errors[tape.left[i]], errors[tape.right[i]]];
  const [a, y] = [leftValueAt(tape, i), tape.value[i]];
  if (operation.arity === 1) {
    const slope = SATURATING.has(operation.name) ? Math.max(1, toLeft) : toLeft;
    return [{ slope, bend: moved(operation.curve(a, y), leftError) }, NOTHING];
  }
  const [aa, ab, bb] = operation.curves(a, rightValueAt(tape, i), y);
  return [
    { slope: toLeft, bend: moved(aa, leftError) + moved(ab, rightError) },
    { slope: toRight, bend: moved(ab, leftError) + moved(bb, rightError) },
  ];
}

/** What an operand's error does to a slope; nothing where it has none, whatever the curvature (that of x³ by its 3). */
function moved(curvature: number, error: number): number {
  return error === 0 ? 0 : Math.abs(curvature) * error;
}

const NOTHING: Passing = { slope: 0, bend: 0 };
