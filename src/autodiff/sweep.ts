import { leftValueAt, OPERATION_MASK, rightValueAt, type Tape } from '../model/tape.js';
import { ADD, DIVIDE, MULTIPLY, OPERATIONS, SUBTRACT, type Operation } from './operations.js';

/** The table without the literal types of its entries, for access by number. */
const TABLE: readonly Operation[] = OPERATIONS;

/**
 * Reverse mode: the derivative of the output with respect to every entry of the tape,
 *   x̄ₐ += ȳ·∂y/∂a, from the last operation to the first
 * (Griewank & Walther, Evaluating Derivatives, 2nd ed. 2008, ch. 3). Cost: one pass over the tape, whatever the number
 * of parameters. An adjoint of exactly 0 passes nothing on, so that 0·∞ makes no NaN where the result does not depend.
 * @returns adjoints of entries 0 … length − 1; the parameters are 1 … inputs
 */
export function sweepAdjoints(tape: Tape, adjoints = new Float64Array(tape.length)): Float64Array {
  const { code, left, right, value, constant } = tape;
  if (tape.output === 0) return adjoints;
  adjoints[tape.output] += 1;
  for (let i = tape.output; i > tape.inputs; i--) {
    const adjoint = adjoints[i];
    if (adjoint === 0) continue;
    const l = left[i];
    const r = right[i];
    // The four operations of most losses stand here for speed; the rest goes by the table.
    // What goes to entry 0, the constants, is in nobody's way and saves a test.
    switch (code[i] & OPERATION_MASK) {
      case ADD:
        adjoints[l] += adjoint;
        adjoints[r] += adjoint;
        break;
      case SUBTRACT:
        adjoints[l] += adjoint;
        adjoints[r] -= adjoint;
        break;
      case MULTIPLY:
        if (l === 0) adjoints[r] += adjoint * constant[i];
        else if (r === 0) adjoints[l] += adjoint * constant[i];
        else {
          adjoints[l] += adjoint * value[r];
          adjoints[r] += adjoint * value[l];
        }
        break;
      case DIVIDE: {
        const b = r === 0 ? constant[i] : value[r];
        adjoints[l] += adjoint / b;
        if (r !== 0) adjoints[r] -= (adjoint * value[i]) / b;
        break;
      }
      default:
        passBack(tape, i, l, r, adjoint, adjoints);
    }
  }
  adjoints[0] = 0;
  return adjoints;
}

function passBack(tape: Tape, i: number, l: number, r: number, adjoint: number, adjoints: Float64Array): void {
  const operation = TABLE[tape.code[i] & OPERATION_MASK];
  const y = tape.value[i];
  const a = leftValueAt(tape, i);
  if (operation.arity === 1) {
    adjoints[l] += adjoint * operation.slope(a, y);
    return;
  }
  const b = rightValueAt(tape, i);
  if (l !== 0) adjoints[l] += adjoint * operation.left(a, b, y);
  if (r !== 0) adjoints[r] += adjoint * operation.right(a, b, y);
}

/** The local derivatives of an entry: by its left (or only) operand, and by its right one. */
export function slopesAt(tape: Tape, i: number): readonly [left: number, right: number] {
  const operation = TABLE[tape.code[i] & OPERATION_MASK];
  const y = tape.value[i];
  const a = leftValueAt(tape, i);
  if (operation.arity === 1) return [operation.slope(a, y), 0];
  const b = rightValueAt(tape, i);
  return [tape.left[i] === 0 ? 0 : operation.left(a, b, y), tape.right[i] === 0 ? 0 : operation.right(a, b, y)];
}

/**
 * The gradient: adjoints of the parameters, in the order of the flat vector. Where an infinite derivative meets one of 0
 * on its way (√(x² + y²) at 0), the path counts as 0, which is a subgradient of a norm, and not as NaN.
 */
export function gradientOf(tape: Tape): Float64Array {
  const gradient = sweepAdjoints(tape).slice(1, 1 + tape.inputs);
  return gradient.every(Number.isFinite) ? gradient : sweepFiniteAdjoints(tape).slice(1, 1 + tape.inputs);
}

/** The same sweep, in which a derivative of 0 passes on 0 whatever comes to it. */
export function sweepFiniteAdjoints(tape: Tape): Float64Array {
  const adjoints = new Float64Array(tape.length);
  if (tape.output !== 0) adjoints[tape.output] = 1;
  for (let i = tape.output; i > tape.inputs; i--) {
    if (adjoints[i] === 0) continue;
    const [left, right] = slopesAt(tape, i);
    if (left !== 0) adjoints[tape.left[i]] += adjoints[i] * left;
    if (right !== 0) adjoints[tape.right[i]] += adjoints[i] * right;
  }
  return adjoints;
}

/**
 * Σ|terms| of each parameter's derivative: an adjoint sweep with absolute values. Rounding of the gradient is a small
 * multiple of u times this (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. 2002, ch. 3).
 */
export function gradientMagnitudes(tape: Tape): Float64Array {
  const sums = new Float64Array(tape.length);
  if (tape.output !== 0) sums[tape.output] = 1;
  for (let i = tape.output; i > tape.inputs; i--) {
    if (sums[i] === 0) continue;
    const [left, right] = slopesAt(tape, i);
    if (tape.left[i] !== 0) sums[tape.left[i]] += sums[i] * Math.abs(left);
    if (tape.right[i] !== 0) sums[tape.right[i]] += sums[i] * Math.abs(right);
  }
  return sums.slice(1, 1 + tape.inputs);
}

/**
 * Forward mode: the derivative of every entry along a direction of the parameters (a Jacobian-vector product for
 * whatever entry one looks at): ẏ = ∂y/∂a·ȧ + ∂y/∂b·ḃ.
 */
export function sweepTangents(tape: Tape, direction: ArrayLike<number>): Float64Array {
  const { code, left, right, value, constant, length, inputs } = tape;
  const tangents = new Float64Array(length);
  for (let k = 0; k < inputs; k++) tangents[k + 1] = direction[k];
  for (let i = inputs + 1; i < length; i++) {
    const l = left[i];
    const r = right[i];
    const da = tangents[l];
    const db = tangents[r];
    if (da === 0 && db === 0) continue;
    switch (code[i] & OPERATION_MASK) {
      case ADD:
        tangents[i] = da + db;
        break;
      case SUBTRACT:
        tangents[i] = da - db;
        break;
      case MULTIPLY:
        tangents[i] = da * (r !== 0 ? value[r] : constant[i]) + db * (l !== 0 ? value[l] : constant[i]);
        break;
      default: {
        const [slopeLeft, slopeRight] = slopesAt(tape, i);
        tangents[i] = (da === 0 ? 0 : slopeLeft * da) + (db === 0 ? 0 : slopeRight * db);
      }
    }
  }
  return tangents;
}

/**
 * Forward over reverse: H·v, exact, from one tape. With tangents ẋ along v the adjoint sweep is differentiated along v:
 *   x̄̇ₐ += ȳ̇·∂y/∂a + ȳ·(∂²y/∂a²·ȧ + ∂²y/∂a∂b·ḃ)
 * (Pearlmutter 1994; Griewank & Walther 2008, ch. 5). Cost: about three sweeps.
 */
export function hessianVectorProduct(tape: Tape, direction: ArrayLike<number>): Float64Array {
  const tangents = sweepTangents(tape, direction);
  const { code, left, right, value, length, inputs, output } = tape;
  const adjoints = new Float64Array(length);
  const changes = new Float64Array(length);
  if (output !== 0) adjoints[output] = 1;
  for (let i = output; i > inputs; i--) {
    const adjoint = adjoints[i];
    const change = changes[i];
    if (adjoint === 0 && change === 0) continue;
    const l = left[i];
    const r = right[i];
    const operation = TABLE[code[i] & OPERATION_MASK];
    const y = value[i];
    const a = leftValueAt(tape, i);
    if (operation.arity === 1) {
      const slope = operation.slope(a, y);
      adjoints[l] += adjoint * slope;
      changes[l] += change * slope + product(adjoint, operation.curve(a, y) * tangents[l], tangents[l]);
      continue;
    }
    const b = rightValueAt(tape, i);
    const [aa, ab, bb] = adjoint === 0 ? [0, 0, 0] : operation.curves(a, b, y);
    const da = tangents[l];
    const db = tangents[r];
    if (l !== 0) {
      const slope = operation.left(a, b, y);
      adjoints[l] += adjoint * slope;
      changes[l] += change * slope + product(adjoint, aa * da, da) + product(adjoint, ab * db, db);
    }
    if (r !== 0) {
      const slope = operation.right(a, b, y);
      adjoints[r] += adjoint * slope;
      changes[r] += change * slope + product(adjoint, ab * da, da) + product(adjoint, bb * db, db);
    }
  }
  return changes.slice(1, 1 + inputs);
}

/** adjoint·term, or 0 where the tangent is: an infinite curvature that nothing moves along adds nothing. */
function product(adjoint: number, term: number, tangent: number): number {
  return tangent === 0 ? 0 : adjoint * term;
}
