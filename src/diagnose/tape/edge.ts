import { DIVIDE, MULTIPLY } from '../../autodiff/operations.js';
import { slopesAt } from '../../autodiff/sweep.js';
import { leftValueAt, operationAt, rightValueAt, siteAt, type Tape } from '../../model/tape.js';
import { splitEdges } from './edge-parts.js';

/**
 * All executions of one place in the source, seen from one operand: the operation's derivative by that operand. A
 * composite is several operations that together are a function of one number, as 1/(1 + e⁻ˣ) or x·|x| are.
 */
export interface Edge {
  readonly site: number;
  readonly operation: number;
  readonly kind: 'left' | 'right' | 'composite';
  /** Where only some of the executions are meant: those fed by, or feeding, one certain place. */
  readonly part?: EdgePart;
  /** The place is reached in several ways, so that its executions in order are no one sum. */
  readonly isShared?: boolean;
  /** Entries of the tape, in order. */
  readonly entries: Int32Array;
  /** The entry that the derivative is by, for each. */
  readonly starts: Int32Array;
  /** The right derivative, for each. */
  readonly slopes: Float64Array;
  /** A composite that is a square: twice the derivative by either factor. */
  readonly isSquare?: boolean;
  /** Of several places seen as one, their number. */
  readonly places?: number;
  /** The loss has no such operation: the edge stands for what a gradient holds besides. */
  readonly isAbsent?: boolean;
  /** Constant factors inside a composite: for each of them its value at each execution. */
  readonly constants: readonly Float64Array[];
}

export interface EdgePart {
  readonly by: 'producer' | 'consumer' | 'partner';
  /** What distinguishes it: a site, a parameter's entry block, a constant. */
  readonly key: string;
}

/** Composites of more operations than this are hardly one function in the mind of who wrote them. */
const MOST_STEPS = 10;
const MOST_OPEN = 4;
const MOST_COMPOSITES = 4;
/** Longer tapes are searched without composites and parts: they cost several edges an entry. */
const LONG_TAPE = 400_000;

/**
 * The edges of a tape on which the result depends.
 * @param blockOf number of the parameter that an input belongs to
 */
export function listEdges(tape: Tape, adjoints: Float64Array, blockOf: (input: number) => number): Edge[] {
  const collector = new EdgeCollector(tape);
  const isLong = tape.length > LONG_TAPE;
  for (let i = tape.inputs + 1; i <= tape.output; i++) {
    if (adjoints[i] === 0 || siteAt(tape, i) === 0) continue;
    const l = tape.left[i];
    const r = tape.right[i];
    const [left, right] = slopesAt(tape, i);
    if (l !== r) {
      if (l !== 0) collector.add(i, 'left', 'left', l, left, []);
      if (r !== 0) collector.add(i, 'right', 'right', r, right, []);
    }
    if (!isLong) addComposites(tape, i, collector);
  }
  const whole = collector.edges();
  return isLong ? whole : splitEdges(tape, whole, blockOf);
}

/** Widens an operation backward until all that goes in is one number, and on from there. */
function addComposites(tape: Tape, i: number, collector: EdgeCollector): void {
  const open = new Map<number, number>();
  const constants: number[] = [];
  /** The entry that two equal paths lead to. */
  let twice = 0;
  const reach = (entry: number, weight: number): void => {
    if (entry === 0) return;
    if (open.get(entry) === weight) twice = entry;
    open.set(entry, (open.get(entry) ?? 0) + weight);
  };
  const widen = (entry: number, weight: number): void => {
    const [left, right] = slopesAt(tape, entry);
    const l = tape.left[entry];
    const r = tape.right[entry];
    reach(l, weight * left);
    reach(r, weight * right);
    const factor = constantFactor(tape, entry);
    if (factor !== null) constants.push(factor);
  };
  widen(i, 1);
  let found = 0;
  for (let step = 1; step <= MOST_STEPS && found < MOST_COMPOSITES; step++) {
    if (open.size > MOST_OPEN) return;
    const isSquare = step === 1 && tape.left[i] === tape.right[i];
    if (open.size === 1 && (step > 1 || isSquare)) {
      const [[start, slope]] = open;
      collector.add(i, 'composite', `composite ${step}`, start, slope, constants, twice === start);
      found++;
    }
    const last = Math.max(...open.keys());
    if (last <= tape.inputs) return;
    const weight = open.get(last)!;
    open.delete(last);
    widen(last, weight);
  }
}

/** c of c·x, x·c, c/x; 1/c of x/c. */
function constantFactor(tape: Tape, entry: number): number | null {
  const { left, right, constant } = tape;
  const name = operationAt(tape, entry);
  if (name === MULTIPLY && (left[entry] === 0 || right[entry] === 0)) return constant[entry];
  if (name === DIVIDE) return right[entry] === 0 ? 1 / constant[entry] : left[entry] === 0 ? constant[entry] : null;
  return null;
}

class EdgeCollector {
  private readonly groups = new Map<
    string,
    {
      kind: Edge['kind'];
      isSquare: boolean;
      entries: number[];
      starts: number[];
      slopes: number[];
      constants: number[][];
    }
  >();

  constructor(private readonly tape: Tape) {}

  add(
    entry: number,
    kind: Edge['kind'],
    name: string,
    start: number,
    slope: number,
    constants: readonly number[],
    isSquare = false,
  ): void {
    const key = `${siteAt(this.tape, entry)} ${name}`;
    let group = this.groups.get(key);
    if (!group) {
      group = { kind, isSquare, entries: [], starts: [], slopes: [], constants: constants.map(() => []) };
      this.groups.set(key, group);
    }
    group.entries.push(entry);
    group.starts.push(start);
    group.slopes.push(slope);
    // Constants of executions that differ in form are no one factor.
    if (constants.length !== group.constants.length) group.constants = [];
    constants.forEach((value, k) => group.constants[k]?.push(value));
  }

  edges(): Edge[] {
    return [...this.groups.values()].map(({ kind, isSquare, entries, starts, slopes, constants }) => ({
      site: siteAt(this.tape, entries[0]),
      operation: operationAt(this.tape, entries[0]),
      kind,
      isSquare,
      entries: Int32Array.from(entries),
      starts: Int32Array.from(starts),
      slopes: Float64Array.from(slopes),
      constants: constants.filter((list) => list.length === entries.length).map((list) => Float64Array.from(list)),
    }));
  }
}

/** Left and right value of an execution; of a composite the number it is a function of. */
export function operandValues(tape: Tape, edge: Edge, n: number): readonly [a: number, b: number] {
  if (edge.kind === 'composite') return [tape.value[edge.starts[n]], 0];
  return [leftValueAt(tape, edge.entries[n]), rightValueAt(tape, edge.entries[n])];
}
