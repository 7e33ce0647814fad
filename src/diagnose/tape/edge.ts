import { DIVIDE, MULTIPLY } from '../../autodiff/operations.js';
import { slopesAt } from '../../autodiff/sweep.js';
import {
  leftValueAt,
  operationAt as operationOf,
  rightValueAt,
  siteAt as siteOf,
  type Tape,
} from '../../model/tape.js';

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
/** A place that is fed from more places than this is a helper of everything. */
const MOST_PARTS = 12;

/**
 * The edges of a tape on which the result depends.
 * @param blockOf number of the parameter that an input belongs to
 */
export function listEdges(tape: Tape, adjoints: Float64Array, blockOf: (input: number) => number): Edge[] {
  const collector = new EdgeCollector(tape);
  const isLong = tape.length > LONG_TAPE;
  for (let i = tape.inputs + 1; i <= tape.output; i++) {
    if (adjoints[i] === 0 || siteOf(tape, i) === 0) continue;
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
  const widen = (entry: number, weight: number): void => {
    const [left, right] = slopesAt(tape, entry);
    const l = tape.left[entry];
    const r = tape.right[entry];
    if (l !== 0) open.set(l, (open.get(l) ?? 0) + weight * left);
    if (r !== 0) open.set(r, (open.get(r) ?? 0) + weight * right);
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
      collector.add(i, 'composite', `composite ${step}`, start, slope, constants);
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
  const name = operationOf(tape, entry);
  if (name === MULTIPLY && (left[entry] === 0 || right[entry] === 0)) return constant[entry];
  if (name === DIVIDE) return right[entry] === 0 ? 1 / constant[entry] : left[entry] === 0 ? constant[entry] : null;
  return null;
}

class EdgeCollector {
  private readonly groups = new Map<
    string,
    { kind: Edge['kind']; entries: number[]; starts: number[]; slopes: number[]; constants: number[][] }
  >();

  constructor(private readonly tape: Tape) {}

  add(
    entry: number,
    kind: Edge['kind'],
    name: string,
    start: number,
    slope: number,
    constants: readonly number[],
  ): void {
    const key = `${siteOf(this.tape, entry)} ${name}`;
    let group = this.groups.get(key);
    if (!group) {
      group = { kind, entries: [], starts: [], slopes: [], constants: constants.map(() => []) };
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
    return [...this.groups.values()].map(({ kind, entries, starts, slopes, constants }) => ({
      site: siteOf(this.tape, entries[0]),
      operation: operationOf(this.tape, entries[0]),
      kind,
      entries: Int32Array.from(entries),
      starts: Int32Array.from(starts),
      slopes: Float64Array.from(slopes),
      constants: constants.filter((list) => list.length === entries.length).map((list) => Float64Array.from(list)),
    }));
  }
}

/** The parts of edges whose place is reached from several others, as a function that is called at several places is. */
function splitEdges(tape: Tape, edges: readonly Edge[], blockOf: (input: number) => number): Edge[] {
  const consumers = firstConsumers(tape);
  const nameOf = (entry: number): string =>
    entry <= tape.inputs ? `input ${blockOf(entry - 1)}` : `site ${siteOf(tape, entry)}`;
  return edges.flatMap((edge) => {
    const parts = [
      ...splitBy(edge, 'producer', (n) => nameOf(edge.starts[n])),
      ...splitBy(edge, 'consumer', (n) => nameOf(consumers[edge.entries[n]])),
      ...(edge.kind === 'composite' ? [] : splitBy(edge, 'partner', (n) => partnerName(tape, edge, n, nameOf))),
    ];
    return [parts.length > 0 ? { ...edge, isShared: true } : edge, ...parts];
  });
}

/** The other operand: where it comes from; of a constant its value. */
function partnerName(tape: Tape, edge: Edge, n: number, nameOf: (entry: number) => string): string {
  const entry = edge.entries[n];
  const partner = edge.kind === 'left' ? tape.right[entry] : tape.left[entry];
  return partner === 0 ? `constant ${tape.constant[entry]}` : nameOf(partner);
}

function splitBy(edge: Edge, by: EdgePart['by'], nameAt: (n: number) => string): Edge[] {
  const parts = new Map<string, number[]>();
  for (let n = 0; n < edge.entries.length; n++) {
    const key = nameAt(n);
    const part = parts.get(key);
    if (part) part.push(n);
    else if (parts.size === MOST_PARTS) return [];
    else parts.set(key, [n]);
  }
  if (parts.size < 2) return [];
  return [...parts].map(([key, members]) => ({
    ...edge,
    part: { by, key },
    entries: Int32Array.from(members, (n) => edge.entries[n]),
    starts: Int32Array.from(members, (n) => edge.starts[n]),
    slopes: Float64Array.from(members, (n) => edge.slopes[n]),
    constants: edge.constants.map((values) => Float64Array.from(members, (n) => values[n])),
  }));
}

/** Levels of results within results up to which executions are told apart by what becomes of them. */
const MOST_LEVELS = 6;

/**
 * Parts of edges by what becomes of their results further on: executions of helpers within helpers are told apart by the
 * operand they end up in. At each level the result is followed out of its own sum to the operation that takes it.
 */
export function listDeepParts(tape: Tape, edges: readonly Edge[]): Edge[] {
  const { exits, labels } = findExits(tape);
  return edges
    .filter(({ part }) => !part)
    .flatMap((edge) => {
      const parts: Edge[] = [];
      const at = Int32Array.from(edge.entries);
      for (let level = 1; level <= MOST_LEVELS; level++) {
        for (let n = 0; n < at.length; n++) at[n] = exits[at[n]];
        if (at.every((entry) => entry === 0)) break;
        parts.push(...splitBy(edge, 'consumer', (n) => `level ${level} ${labels[at[n]]}`));
      }
      return parts;
    });
}

/** For each entry the operation that takes it, or the sum it is part of; and a name for that operand of that place. */
function findExits(tape: Tape): { exits: Int32Array; labels: string[] } {
  const consumers = firstConsumers(tape);
  const exits = new Int32Array(tape.length);
  const labels: string[] = Array.from({ length: tape.length }, () => '');
  const last = new Int32Array(tape.length);
  for (let i = tape.output; i > tape.inputs; i--) {
    const consumer = consumers[i];
    if (consumer === 0) continue;
    const isOneSum = siteOf(tape, consumer) === siteOf(tape, i);
    exits[i] = isOneSum ? exits[consumer] : consumer;
    last[i] = isOneSum ? last[consumer] : i;
    const exit = exits[i];
    labels[exit] = `${siteOf(tape, exit)} ${tape.left[exit] === last[i] ? 'left' : 'right'}`;
  }
  return { exits, labels };
}

/** The first operation that takes each entry; 0 where none does. */
function firstConsumers({ length, inputs, left, right }: Tape): Int32Array {
  const consumers = new Int32Array(length);
  for (let i = length - 1; i > inputs; i--) {
    consumers[left[i]] = i;
    consumers[right[i]] = i;
  }
  consumers[0] = 0;
  return consumers;
}

/** Left and right value of an execution; of a composite the number it is a function of. */
export function operandValues(tape: Tape, edge: Edge, n: number): readonly [a: number, b: number] {
  if (edge.kind === 'composite') return [tape.value[edge.starts[n]], 0];
  return [leftValueAt(tape, edge.entries[n]), rightValueAt(tape, edge.entries[n])];
}
