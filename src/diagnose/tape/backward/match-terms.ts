import type { Tape } from '../../../model/tape.js';
import type { Leaf } from '../../../model/tree-layout.js';
import type { AlterationCode } from '../alteration.js';
import { rewritten } from '../build-alterations.js';
import type { Change } from '../altered-sweep.js';
import type { Edge } from '../edge.js';
import type { TrialGround } from '../match-carried-out.js';
import type { Functionals } from '../match.js';
import { compareTerms } from './compare-terms.js';
import { joinUses, listContributions } from './join-uses.js';
import { listTerms, type Term } from './list-terms.js';
import type { EdgeShare } from '../screen.js';
import type { LearnedFrom } from './match-learned.js';
import { nameFactors } from './name-factors.js';
import { nameTerms } from './name-terms.js';

/** All that one operation of the gradient adds to the parameters, or to one of them. */
interface Written {
  readonly site: number;
  readonly terms: readonly Term[];
}

/** Operations of the gradient that add to its result, set against uses of parameters in the loss. */
export class WrittenTerms {
  private readonly written: readonly Written[];

  constructor(private readonly source: LearnedFrom) {
    const { backward, leaves } = source;
    const leafOf = (to: number): Leaf | undefined => leaves.find((l) => to >= l.offset && to < l.offset + l.size);
    this.written = [...(listTerms(backward) ?? [])].flatMap(([site, terms]) => {
      const parts = new Map<Leaf | undefined, Term[]>();
      for (const term of terms) {
        const part = parts.get(leafOf(term.to));
        if (part) part.push(term);
        else parts.set(leafOf(term.to), [term]);
      }
      const whole = parts.size > 1 ? [{ site, terms }] : [];
      return [...whole, ...[...parts.values()].map((part) => ({ site, terms: part }))];
    });
  }

  /** Operations of the gradient that stand in the place of a use of a parameter, with other terms or to other places. */
  match(ground: TrialGround, among: Functionals): Change[] {
    const found: Change[] = [];
    for (const { edge, share } of this.listUses(ground)) {
      for (const one of this.written) {
        if (!this.fits(one, share, ground, among)) continue;
        const code = this.nameInstead(edge, one);
        if (code) found.push(toChange(this.source.tape, edge, one, code));
      }
    }
    return found;
  }

  /** The uses of parameters at each place, and all uses of each parameter together. */
  private listUses({ shares }: TrialGround): EdgeShare[] {
    const { tape, leaves } = this.source;
    const uses = shares.filter(
      ({ edge }) => edge.kind !== 'composite' && edge.starts.every((start) => start <= tape.inputs),
    );
    return [...uses, ...leaves.flatMap((leaf) => joinUses(uses, leaf))];
  }

  /** What the terms are in the place of the uses at an edge; null where they have nothing in common. */
  private nameInstead(edge: Edge, { terms }: Written): AlterationCode | null {
    const { adjoints, leaves, rounding } = this.source;
    for (const right of listContributions(edge, adjoints)) {
      const comparison = compareTerms(right, terms, rounding);
      if (comparison) return nameTerms(comparison, right, leaves);
    }
    return nameFactors(this.source, edge, terms);
  }

  /** Operations of the gradient that add what the loss does not ask for. */
  matchExtra(ground: TrialGround, among: Functionals): Change[] {
    const { tape } = this.source;
    return this.written
      .filter((one) => this.fits(one, null, ground, among))
      .flatMap((one) => {
        const use = ground.shares.find(({ edge }) => edge.starts.some((start) => start === 1 + one.terms[0].to));
        return use ? [toChange(tape, absentAt(use.edge), one, 'extra-term')] : [];
      });
  }

  private fits(
    { terms }: Written,
    share: Float64Array | null,
    { screen, target }: TrialGround,
    among: Functionals,
  ): boolean {
    return among.every((f) => {
      const written = terms.reduce((sum, { to, value }) => sum + value * screen.directionOf(f, to), 0);
      return Math.abs(written - (share?.[f] ?? 0) - target.difference[f]) <= 2 * target.tolerance[f];
    });
  }
}

/** Nothing of the loss, at the place where a parameter enters it. */
function absentAt(edge: Edge): Edge {
  return {
    ...edge,
    entries: new Int32Array(0),
    starts: new Int32Array(0),
    slopes: new Float64Array(0),
    isAbsent: true,
  };
}

/** The use of the parameters gives nothing, and the result of the loss passes on what was written. */
function toChange(tape: Tape, edge: Edge, { site, terms }: Written, code: AlterationCode): Change {
  const count = edge.entries.length;
  const join = <A extends Int32Array | Float64Array>(own: A, more: (k: number) => number): A => {
    const joined = new (own.constructor as new (length: number) => A)(count + terms.length);
    joined.set(own);
    terms.forEach((_, k) => (joined[count + k] = more(k)));
    return joined;
  };
  const widened: Edge = {
    ...edge,
    entries: join(edge.entries, () => tape.output),
    starts: join(edge.starts, (k) => 1 + terms[k].to),
    slopes: join(edge.slopes, () => 0),
  };
  const slopes = join(new Float64Array(count), (k) => terms[k].value);
  return { edge: widened, alteration: rewritten(slopes, site, code) };
}
