import { ZERO } from './build-alterations.js';
import type { Change } from './altered-sweep.js';
import type { Edge } from './edge.js';
import type { TrialGround } from './match-carried-out.js';
import type { Functionals } from './match.js';
import type { EdgeShare } from './screen.js';

/** Results that are taken for constants: of an operation on two numbers neither gets its part. */
export function matchDetached({ trial, shares, target }: TrialGround, among: Functionals): Change[] {
  const recurrent = trial.recurrent();
  return pairOperands(shares)
    .filter(([a, b]) => {
      const change = detached(a.edge, b.edge);
      if (recurrent.has(a.edge) || recurrent.has(b.edge)) return trial.fits([change], among);
      const { difference, tolerance } = target;
      return among.every((f) => Math.abs(a.share[f] + b.share[f] + difference[f]) <= 2 * tolerance[f]);
    })
    .map(([a, b]) => detached(a.edge, b.edge));
}

/** The two operands of each place. */
function pairOperands(shares: readonly EdgeShare[]): [EdgeShare, EdgeShare][] {
  const whole = shares.filter(({ edge }) => !edge.part);
  const right = new Map(whole.filter(({ edge }) => edge.kind === 'right').map((item) => [item.edge.site, item]));
  return whole.flatMap((item): [EdgeShare, EdgeShare][] => {
    const other = item.edge.kind === 'left' ? right.get(item.edge.site) : undefined;
    return other ? [[item, other]] : [];
  });
}

/** Both operands of a place as one edge, in the order of the tape. */
function detached(a: Edge, b: Edge): Change {
  const executions = [a, b]
    .flatMap(({ entries, starts, slopes }) =>
      Array.from(entries, (entry, n) => ({ entry, start: starts[n], slope: slopes[n] })),
    )
    .sort((one, other) => one.entry - other.entry);
  const edge: Edge = {
    ...a,
    kind: 'composite',
    entries: Int32Array.from(executions, ({ entry }) => entry),
    starts: Int32Array.from(executions, ({ start }) => start),
    slopes: Float64Array.from(executions, ({ slope }) => slope),
    constants: [],
  };
  return { edge, alteration: ZERO };
}
