import { logistic } from './known-gradients.js';
import { runCheck, type Mode } from './run-check.js';

export interface Growth {
  readonly mode: Mode;
  readonly size: number;
  readonly evaluations: number;
  readonly seconds: number;
  /** Seconds of gradcheck's own, for each evaluation and entry. */
  readonly ownPerEntry: number;
  readonly verdict: string;
}

const SIZES = [1e1, 1e2, 1e3, 1e4, 1e5, 1e6];
/** A full check of more entries is what the other modes are there to avoid; a sample takes the same at every size. */
const LARGEST = { full: 1e4, sample: 1e5 };
const ROWS = 2;

/** A right gradient in each of the modes, from ten to a million entries. */
export function measureGrowth(): Growth[] {
  return SIZES.flatMap((size) => {
    const known = logistic(size, ROWS);
    const modes: Mode[] = ['full', 'sample', 'directional'];
    const taken = modes.filter((mode) => mode === 'directional' || size <= LARGEST[mode]);
    return taken.map((mode) => {
      const { result, evaluations, seconds, inLoss } = runCheck(known, known.gradient, mode);
      const ownPerEntry = (seconds - inLoss) / evaluations / size;
      return { mode, size, evaluations, seconds, ownPerEntry, verdict: result.parameters[0].verdict };
    });
  });
}
