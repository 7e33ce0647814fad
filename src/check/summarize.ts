import type { Counts, ModelReport, ModelVerdict, PointReport, RunSummary } from './report.js';

/** More than this share of hardly decided entries makes a model inconclusive. */
const COARSE_SHARE = 0.1;

/**
 * From entries to model: `fail` if any entry fails, or a direction; else `inconclusive` if some parameter has no decided entry, or if
 * more than a tenth of the checked entries have a bound above 0.1 of their scale; else `pass`.
 */
export function modelVerdict(points: readonly PointReport[], coarse: number): Exclude<ModelVerdict, 'error'> {
  if (hasFailure(points)) return 'fail';
  const counts = countPoints(points);
  const hasBlindParameter = points.some((point) =>
    point.parameters.some((p) => (p.checked > 0 ? p.inconclusive === p.checked : p.skipped === 'not-reached')),
  );
  if (hasBlindParameter || coarse > COARSE_SHARE * counts.checked) return 'inconclusive';
  return counts.checked === 0 ? 'inconclusive' : 'pass';
}

/** Whether some parameter is wrong; which of its entries are need not be known. */
export function hasFailure(points: readonly PointReport[]): boolean {
  return points.some(({ parameters }) => parameters.some(({ verdict }) => verdict === 'fail'));
}

export function countPoints(points: readonly PointReport[]): Counts {
  const counts: Counts = { entries: 0, checked: 0, pass: 0, fail: 0, kink: 0, inconclusive: 0 };
  for (const { parameters } of points) {
    for (const parameter of parameters) {
      counts.entries += parameter.size;
      counts.checked += parameter.checked;
      counts.pass += parameter.pass;
      counts.fail += parameter.fail;
      counts.kink += parameter.kink;
      counts.inconclusive += parameter.inconclusive;
    }
  }
  return counts;
}

/** Exit codes by verdict; a mismatch is never masked by another model's error. */
const EXIT_CODES: Record<ModelVerdict, number> = { pass: 0, fail: 1, error: 2, inconclusive: 3 };
/** As shells have it for Ctrl-C: 128 + the number of SIGINT. */
const INTERRUPTED = 130;
const PRECEDENCE: readonly ModelVerdict[] = ['fail', 'error', 'inconclusive', 'pass'];

/** The verdict of several models, and its exit code. */
export function exitCodeOf(models: readonly { readonly verdict: ModelVerdict }[]): {
  verdict: ModelVerdict;
  exitCode: number;
} {
  const verdict = PRECEDENCE.find((candidate) => models.some((model) => model.verdict === candidate)) ?? 'error';
  return { verdict, exitCode: EXIT_CODES[verdict] };
}

/** How a model counts in its run: by its verdict, unless a baseline knows all that is wrong, or more. */
export type Standing = ModelVerdict | 'known';

export function standingOf({ verdict, known, regressions = [] }: ModelReport): Standing {
  if (verdict === 'error') return 'error';
  if (regressions.length > 0) return 'fail';
  return known && verdict !== 'pass' ? 'known' : verdict;
}

export function summarizeRun(
  models: readonly ModelReport[],
  durationMs: number,
  options: { strict?: boolean; mayBeEmpty?: boolean; isInterrupted?: boolean } = {},
): RunSummary {
  const sum = (key: keyof Counts | 'parameters' | 'lossEvaluations' | 'gradientEvaluations'): number =>
    models.reduce((total, model) => total + model[key], 0);
  const standings = new Set(models.map((model) => standingOf(model)));
  const found = PRECEDENCE.find((candidate) => standings.has(candidate));
  const whole = found ?? (standings.has('known') || options.mayBeEmpty ? 'pass' : 'error');
  // Of a run that was cut short, nothing but a mismatch is certain.
  const verdict = options.isInterrupted && whole !== 'fail' ? 'error' : whole;
  const inconclusive = sum('inconclusive');
  const isUndecided = models.some((model) => model.inconclusive > 0 && !model.known);
  const ownCode = verdict === 'pass' && options.strict && isUndecided ? EXIT_CODES.inconclusive : EXIT_CODES[verdict];
  const exitCode = options.isInterrupted ? INTERRUPTED : ownCode;
  return {
    verdict: exitCode === EXIT_CODES.inconclusive ? 'inconclusive' : verdict,
    exitCode,
    models: models.length,
    parameters: sum('parameters'),
    entries: sum('entries'),
    checked: sum('checked'),
    pass: sum('pass'),
    fail: sum('fail'),
    kink: sum('kink'),
    inconclusive,
    lossEvaluations: sum('lossEvaluations'),
    gradientEvaluations: sum('gradientEvaluations'),
    durationMs,
  };
}
