import { leftValueAt, OPERATION_MASK, rightValueAt, type Tape } from '../model/tape.js';
import { OPERATIONS, type Operation } from './operations.js';
import { hessianVectorProduct, slopesAt } from './sweep.js';

const TABLE: readonly Operation[] = OPERATIONS;

/** Local derivatives take 40 bytes an operation; longer tapes do without keeping them. */
const MOST_KEPT = 8_000_000;

/**
 * Many products of one Hessian with directions, from one tape. Slopes, curvatures and adjoints are the same for all of
 * them and are kept, so that a product is two passes of plain arithmetic:
 *   ẏ = l·ȧ + r·ḃ,   then   x̄̇ₐ += ȳ̇·l + ȳ·(∂²y/∂a²·ȧ + ∂²y/∂a∂b·ḃ), and so for b.
 * See `hessianVectorProduct`, which it equals. The tape must not be recorded over while it is in use.
 */
export class HessianSweeper {
  private readonly kept: Kept | null;
  private absolute: Kept | null | undefined;
  private together: Together | undefined;

  constructor(private readonly tape: Tape) {
    this.kept = tape.length > MOST_KEPT ? null : keepLocal(tape, false);
  }

  /** Operations that a product passes over. */
  get operations(): number {
    return this.tape.length;
  }

  /** H·v, over all parameters. */
  product(direction: ArrayLike<number>): Float64Array {
    return this.kept ? multiply(this.tape, this.kept, direction) : hessianVectorProduct(this.tape, direction);
  }

  /** Columns of the Hessian, over all parameters, by their numbers; four at a time share what is read of the tape. */
  columns(inputs: readonly number[]): Float64Array[] {
    const { tape, kept } = this;
    const found: Float64Array[] = [];
    for (let k = 0; k < inputs.length; k += TOGETHER) {
      const some = inputs.slice(k, k + TOGETHER);
      if (kept) found.push(...multiplyUnits(tape, kept, some, (this.together ??= makeTogether(tape.length))));
      else found.push(...some.map((i) => this.product(new Float64Array(tape.inputs).with(i, 1))));
    }
    return found;
  }

  /**
   * Σ|terms| that make up each entry of the Hessian, summed over the entries of a row with weights ≥ 0: the rounding of
   * H is a small multiple of u times this (as in `gradientMagnitudes`). Null where it cannot be had.
   */
  magnitude(weights: ArrayLike<number>): Float64Array | null {
    if (!this.kept) return null;
    this.absolute ??= keepLocal(this.tape, true);
    return this.absolute && multiply(this.tape, this.absolute, weights);
  }
}

/** By entry: local slopes, and curvatures times the adjoint. */
interface Kept {
  readonly slopeLeft: Float64Array;
  readonly slopeRight: Float64Array;
  readonly curveLeft: Float64Array;
  readonly curveMixed: Float64Array;
  readonly curveRight: Float64Array;
  readonly tangents: Float64Array;
  readonly changes: Float64Array;
}

const TOGETHER = 4;

/** Tangents and changes of four directions, side by side. */
interface Together {
  readonly tangents: Float64Array;
  readonly changes: Float64Array;
}

function makeTogether(length: number): Together {
  return { tangents: new Float64Array(TOGETHER * length), changes: new Float64Array(TOGETHER * length) };
}

/** Null where a local derivative is not finite: then only directions that meet none of these have a product. */
function keepLocal(tape: Tape, isAbsolute: boolean): Kept | null {
  const { length, inputs, output, left, right } = tape;
  const column = (): Float64Array => new Float64Array(length);
  const kept: Kept = {
    slopeLeft: column(),
    slopeRight: column(),
    curveLeft: column(),
    curveMixed: column(),
    curveRight: column(),
    tangents: column(),
    changes: column(),
  };
  const { slopeLeft, slopeRight, curveLeft, curveMixed, curveRight } = kept;
  const sign = isAbsolute ? Math.abs : (value: number): number => value;
  const adjoints = column();
  // An adjoint may be 0 and yet change along a direction, as that of a residual that is 0 does: what counts is the path.
  const isReached = new Uint8Array(length);
  if (output !== 0) adjoints[output] = isReached[output] = 1;
  for (let i = output; i > inputs; i--) {
    if (isReached[i] === 0) continue;
    const adjoint = adjoints[i];
    const [toLeft, toRight] = slopesAt(tape, i);
    const [aa, ab, bb] = curvesAt(tape, i);
    slopeLeft[i] = left[i] === 0 ? 0 : sign(toLeft);
    slopeRight[i] = right[i] === 0 ? 0 : sign(toRight);
    curveLeft[i] = left[i] === 0 ? 0 : adjoint * sign(aa);
    curveMixed[i] = left[i] === 0 || right[i] === 0 ? 0 : adjoint * sign(ab);
    curveRight[i] = right[i] === 0 ? 0 : adjoint * sign(bb);
    const total = slopeLeft[i] + slopeRight[i] + curveLeft[i] + curveMixed[i] + curveRight[i];
    if (!Number.isFinite(total)) return null;
    adjoints[left[i]] += adjoint * slopeLeft[i];
    adjoints[right[i]] += adjoint * slopeRight[i];
    isReached[left[i]] = isReached[right[i]] = 1;
  }
  return kept;
}

function curvesAt(tape: Tape, i: number): readonly [number, number, number] {
  const operation = TABLE[tape.code[i] & OPERATION_MASK];
  const y = tape.value[i];
  const a = leftValueAt(tape, i);
  if (operation.arity === 1) return [operation.curve(a, y), 0, 0];
  return operation.curves(a, rightValueAt(tape, i), y);
}

function multiply({ left, right, inputs, output }: Tape, kept: Kept, direction: ArrayLike<number>): Float64Array {
  const { slopeLeft, slopeRight, curveLeft, curveMixed, curveRight, tangents, changes } = kept;
  for (let k = 0; k < inputs; k++) tangents[k + 1] = direction[k];
  for (let i = inputs + 1; i <= output; i++)
    tangents[i] = slopeLeft[i] * tangents[left[i]] + slopeRight[i] * tangents[right[i]];
  changes.fill(0);
  for (let i = output; i > inputs; i--) {
    const l = left[i];
    const r = right[i];
    const change = changes[i];
    const da = tangents[l];
    const db = tangents[r];
    changes[l] += change * slopeLeft[i] + curveLeft[i] * da + curveMixed[i] * db;
    changes[r] += change * slopeRight[i] + curveMixed[i] * da + curveRight[i] * db;
  }
  return changes.slice(1, 1 + inputs);
}

/** The same as `multiply` for up to four unit directions at once. */
function multiplyUnits(
  { left, right, inputs, output }: Tape,
  { slopeLeft, slopeRight, curveLeft, curveMixed, curveRight }: Kept,
  units: readonly number[],
  { tangents, changes }: Together,
): Float64Array[] {
  tangents.fill(0, 0, TOGETHER * (inputs + 1));
  units.forEach((unit, b) => void (tangents[TOGETHER * (unit + 1) + b] = 1));
  // Written out four times: as a loop it takes as long as four passes (Node 20).
  for (let i = inputs + 1; i <= output; i++) {
    const at = TOGETHER * i;
    const l = TOGETHER * left[i];
    const r = TOGETHER * right[i];
    const toLeft = slopeLeft[i];
    const toRight = slopeRight[i];
    tangents[at] = toLeft * tangents[l] + toRight * tangents[r];
    tangents[at + 1] = toLeft * tangents[l + 1] + toRight * tangents[r + 1];
    tangents[at + 2] = toLeft * tangents[l + 2] + toRight * tangents[r + 2];
    tangents[at + 3] = toLeft * tangents[l + 3] + toRight * tangents[r + 3];
  }
  changes.fill(0);
  for (let i = output; i > inputs; i--) {
    const at = TOGETHER * i;
    const l = TOGETHER * left[i];
    const r = TOGETHER * right[i];
    const toLeft = slopeLeft[i];
    const toRight = slopeRight[i];
    const aa = curveLeft[i];
    const ab = curveMixed[i];
    const bb = curveRight[i];
    changes[l] += changes[at] * toLeft + aa * tangents[l] + ab * tangents[r];
    changes[l + 1] += changes[at + 1] * toLeft + aa * tangents[l + 1] + ab * tangents[r + 1];
    changes[l + 2] += changes[at + 2] * toLeft + aa * tangents[l + 2] + ab * tangents[r + 2];
    changes[l + 3] += changes[at + 3] * toLeft + aa * tangents[l + 3] + ab * tangents[r + 3];
    changes[r] += changes[at] * toRight + ab * tangents[l] + bb * tangents[r];
    changes[r + 1] += changes[at + 1] * toRight + ab * tangents[l + 1] + bb * tangents[r + 1];
    changes[r + 2] += changes[at + 2] * toRight + ab * tangents[l + 2] + bb * tangents[r + 2];
    changes[r + 3] += changes[at + 3] * toRight + ab * tangents[l + 3] + bb * tangents[r + 3];
  }
  return units.map((_, b) => Float64Array.from({ length: inputs }, (__, k) => changes[TOGETHER * (k + 1) + b]));
}
