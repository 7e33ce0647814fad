import { MULTIPLY } from '../../autodiff/operations.js';
import { leftValueAt, operationAt, rightValueAt, siteAt, type Tape } from '../../model/tape.js';
import type { Leaf, TreeLayout } from '../../model/tree-layout.js';
import { substitution, transposed, type Alteration } from './alteration.js';
import type { Edge } from './edge.js';
import { withSwappedLoops } from './swapped-loops.js';

/** Values of one variable, one for each execution of some place. */
interface Sequence {
  readonly site: number;
  /** Which of its operands; the result where absent. */
  readonly operand?: 0 | 1;
  readonly values: Float64Array;
}

/** Where other variables are looked for. */
export interface SubstitutionSources {
  readonly tape: Tape;
  readonly adjoints: Float64Array;
  readonly edges: readonly Edge[];
  readonly layout: Pick<TreeLayout, 'leaves'>;
}

/** Places looked through for another variable. */
const MOST_SEQUENCES = 400;

/**
 * Products whose other factor may have been taken from another variable: what stands at other places that are executed
 * as often, in the same order (the state before the step instead of after it), the same matrix transposed, or another
 * parameter of the same shape.
 */
export function createSubstitutions({
  tape,
  adjoints,
  edges,
  layout: { leaves },
}: SubstitutionSources): (edge: Edge) => Alteration[] {
  const sequences = listSequences(tape, edges);
  return (edge) => {
    if (edge.operation !== MULTIPLY || edge.kind === 'composite' || edge.entries.length < 2) return [];
    const aligned = (sequences.get(edge.entries.length) ?? [])
      .filter(({ site }) => site !== edge.site)
      .map(({ site, operand, values }) =>
        substitution(`site ${site} ${operand ?? 'result'}`, '', values, { site, operand }),
      );
    return [
      ...fromParameters(tape, edge, leaves),
      ...withoutFactors(tape, edge),
      ...fromNeighbours(tape, edge),
      ...aligned,
      ...withSwappedLoops(edge, adjoints),
    ];
  };
}

/** What whole places compute and take, by the number of their executions. */
function listSequences(tape: Tape, edges: readonly Edge[]): Map<number, Sequence[]> {
  const sequences = new Map<number, Sequence[]>();
  for (const edge of edges) {
    if (edge.kind === 'composite' || edge.part) continue;
    const list = sequences.get(edge.entries.length) ?? [];
    if (list.some(({ site }) => site === edge.site) || list.length > MOST_SEQUENCES) continue;
    const { site, entries } = edge;
    list.push(
      { site, operand: 0, values: Float64Array.from(entries, (i) => leftValueAt(tape, i)) },
      { site, operand: 1, values: Float64Array.from(entries, (i) => rightValueAt(tape, i)) },
      { site, values: Float64Array.from(entries, (i) => tape.value[i]) },
    );
    sequences.set(entries.length, list);
  }
  return sequences;
}

/** The other factor is a parameter: its transposed matrix, or another parameter of its shape, in its place. */
function fromParameters(tape: Tape, edge: Edge, leaves: readonly Leaf[]): Alteration[] {
  const factors = Int32Array.from(edge.entries, (i) => (edge.kind === 'left' ? tape.right[i] : tape.left[i]) - 1);
  const leaf = leaves.find(({ offset, size }) => factors.every((i) => i >= offset && i < offset + size));
  if (!leaf) return [];
  const at = (index: (k: number) => number): Float64Array =>
    Float64Array.from(factors, (i) => tape.value[index(i - leaf.offset) + 1]);
  const found: Alteration[] = [];
  for (const [rows, columns] of matrixForms(leaf)) {
    const values = at((k) => leaf.offset + (k % columns) * rows + Math.floor(k / columns));
    found.push(transposed(`transposed ${rows}×${columns}`, `${leaf.path} transposed`, values));
  }
  for (const other of leaves) {
    if (other === leaf || other.shape.join() !== leaf.shape.join() || leaf.size < 2) continue;
    found.push(
      substitution(
        `leaf ${other.path}`,
        other.path,
        at((k) => other.offset + k),
      ),
    );
  }
  return found;
}

/** The other factor before the operation that made it, or after one that takes it: a step too early or too late. */
function fromNeighbours(tape: Tape, edge: Edge): Alteration[] {
  const factors = Int32Array.from(edge.entries, (i) => (edge.kind === 'left' ? tape.right[i] : tape.left[i]));
  if (factors.some((i) => i <= tape.inputs)) return [];
  const site = siteAt(tape, factors[0]);
  const found: Alteration[] = [];
  if (factors.every((i) => siteAt(tape, i) === site)) {
    const before = [
      Float64Array.from(factors, (i) => leftValueAt(tape, i)),
      Float64Array.from(factors, (i) => rightValueAt(tape, i)),
    ];
    for (const operand of [0, 1] as const)
      found.push(substitution(`before ${site} ${operand}`, '', before[operand], { site, operand }));
  }
  for (const [later, values] of valuesAfter(tape, factors, edge.site))
    found.push(substitution(`after ${later}`, '', values, { site: later }));
  return found;
}

/** Factors of a product that is itself a factor, looked for this deep. */
const MOST_FACTORS = 5;

/** The other factor is a product: without one of its own factors. */
function withoutFactors(tape: Tape, edge: Edge): Alteration[] {
  const found: Alteration[] = [];
  for (let k = 0; k < MOST_FACTORS; k++) {
    const values = new Float64Array(edge.entries.length);
    let source: Alteration['source'];
    for (let n = 0; n < values.length; n++) {
      const entry = edge.entries[n];
      const factor = listFactors(tape, edge.kind === 'left' ? tape.right[entry] : tape.left[entry])[k];
      if (!factor || factor.value === 0) return found;
      source ??= { site: factor.site, operand: factor.operand };
      values[n] = edge.slopes[n] / factor.value;
    }
    found.push({ ...substitution(`without factor ${k}`, '', values, source), code: 'missing-factor' });
  }
  return found;
}

/** The factors of a product of products, outermost first, each with the place it stands in. */
function listFactors(tape: Tape, entry: number): { value: number; site: number; operand: 0 | 1 }[] {
  if (entry <= tape.inputs || operationAt(tape, entry) !== MULTIPLY) return [];
  const site = siteAt(tape, entry);
  return [
    { value: rightValueAt(tape, entry), site, operand: 1 },
    { value: leftValueAt(tape, entry), site, operand: 0 },
    ...listFactors(tape, tape.left[entry]),
  ];
}

/** Values of the operations, by site, that take each of some entries once. */
function valuesAfter(tape: Tape, entries: Int32Array, exceptSite: number): Map<number, Float64Array> {
  const wanted = new Set(entries);
  const results = new Map<number, Map<number, number>>();
  for (let i = tape.inputs + 1; i <= tape.output; i++) {
    for (const operand of [tape.left[i], tape.right[i]]) {
      if (!wanted.has(operand)) continue;
      const site = siteAt(tape, i);
      if (site === exceptSite) continue;
      const values = results.get(site) ?? new Map<number, number>();
      if (!values.has(operand)) values.set(operand, tape.value[i]);
      results.set(site, values);
    }
  }
  return new Map(
    [...results]
      .filter(([, values]) => values.size === wanted.size)
      .map(([site, values]) => [site, Float64Array.from(entries, (i) => values.get(i)!)]),
  );
}

/** A square matrix; of a flat array every way to read it as one. */
function matrixForms({ shape, size }: Leaf): [rows: number, columns: number][] {
  if (shape.length === 2) return shape[0] === shape[1] ? [[shape[0], shape[1]]] : [];
  if (shape.length !== 1) return [];
  const forms: [number, number][] = [];
  for (let rows = 2; rows <= size / 2; rows++) if (size % rows === 0) forms.push([rows, size / rows]);
  return forms;
}
