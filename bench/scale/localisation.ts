import { logistic, spoil, tiedAutoencoder, withTinyTenth, type Known, type Places } from './known-gradients.js';
import { runCheck } from './run-check.js';

/** Trials with errors of one kind, and what became of them. */
export interface Localisation {
  readonly loss: string;
  readonly size: number;
  readonly wrong: number;
  readonly error: number;
  readonly trials: number;
  /** Trials in which exactly the wrong entries were named. */
  readonly exact: number;
  /** Right entries that were blamed, over all trials. */
  readonly blamed: number;
  /** Median of the evaluations. */
  readonly evaluations: number;
  /** Where an error of the size of the entry itself need not show. */
  readonly isFloat32: boolean;
  /** 16 + 10·k·log₂(n/k). */
  readonly expected: number;
}

interface Subject {
  readonly name: string;
  readonly known: Known;
  readonly trials: number;
  readonly places?: Places;
}

const WRONG = [0, 1, 3, 10];
const ERRORS = [0.5, 1e-2, 1e-3];

/** Wrong entries of typical size and more, planted at random places. */
export function measureLocalisation(): Localisation[] {
  const subjects: Subject[] = [
    { name: 'logistic', known: logistic(1e3), trials: 20 },
    { name: 'logistic', known: logistic(1e4), trials: 6 },
    { name: 'logistic', known: logistic(1e5), trials: 3 },
    { name: 'autoencoder, shared weights', known: tiedAutoencoder(100, 30), trials: 8 },
    { name: 'errors side by side', known: logistic(1e4), trials: 6, places: 'together' },
    { name: 'a tenth tiny', known: withTinyTenth(logistic(1e4)), trials: 6 },
  ];
  const float32: Subject = { name: 'autoencoder in float32', known: tiedAutoencoder(100, 30, Math.fround), trials: 8 };
  const cases = WRONG.flatMap((wrong) => (wrong === 0 ? [0] : ERRORS).map((error) => ({ wrong, error })));
  return [
    ...subjects.flatMap((subject) => cases.map(({ wrong, error }) => measure(subject, wrong, error))),
    // Smaller errors do not show in float32.
    ...[0, 1, 3].map((wrong) => measure(float32, wrong, wrong === 0 ? 0 : 2)),
    measure({ name: 'logistic', known: logistic(1e6, 2), trials: 1 }, 1, 0.5),
  ];
}

function measure({ name, known, trials, places }: Subject, wrong: number, error: number): Localisation {
  const size = known.point.length;
  const outcomes = Array.from({ length: trials }, (_, t) => {
    const [claimed, planted] = spoil(known, { count: wrong, size: error, places }, t + 1);
    const { result, evaluations } = runCheck(known, claimed, 'directional', t + 1);
    const named = result.parameters[0].failures.map(({ index }) => index[0]);
    const blamed = named.filter((i) => !planted.includes(i)).length;
    return { evaluations, blamed, isExact: blamed === 0 && named.length === planted.length };
  });
  const evaluations = outcomes.map((o) => o.evaluations).sort((a, b) => a - b)[trials >> 1];
  return {
    loss: name,
    size,
    wrong,
    error,
    trials,
    exact: outcomes.filter(({ isExact }) => isExact).length,
    blamed: outcomes.reduce((sum, { blamed }) => sum + blamed, 0),
    evaluations,
    isFloat32: known.isFloat32 ?? false,
    expected: 16 + (wrong === 0 ? 0 : Math.round(10 * wrong * Math.log2(size / wrong))),
  };
}
