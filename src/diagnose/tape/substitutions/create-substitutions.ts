import { MULTIPLY } from '../../../autodiff/operations.js';
import { leftValueAt, rightValueAt, type Tape } from '../../../model/tape.js';
import type { TreeLayout } from '../../../model/tree-layout.js';
import type { Alteration } from '../alteration.js';
import { substitution } from '../build-alterations.js';
import type { Edge } from '../edge.js';
import type { SiteSequences } from '../site-sequences.js';
import { fromNeighbours } from './from-neighbours.js';
import { fromLaterSteps } from './from-steps.js';
import { fromParameters } from './from-parameters.js';
import { withSwappedLoops } from './swapped-loops.js';
import { withoutFactors } from './without-factors.js';

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
  readonly steps: SiteSequences;
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
  steps,
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
      ...fromLaterSteps(tape, edge, steps),
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
