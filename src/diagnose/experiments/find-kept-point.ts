import type { ModelEvidence, ParameterEvidence } from '../parameter-evidence.js';
import type { NamedDiagnosis } from '../rank-diagnoses.js';
import { gradientsOf } from '../words.js';
import { tellingEntries, type Experimenting } from './experiment.js';

/** Shares of the way from the kept point at which the error is looked at: it is in proportion to them, near enough. */
const SHARES = [1 / 64, 1 / 32, 1 / 16];
/** How far the error may be from proportion over a doubling of the way. */
const CURVED = 0.25;
const ENTRIES_EACH = 2;
const MOST_PARAMETERS = 8;
/** An error is seen where it is so many times its bound. */
const SEEN = 10;

/**
 * The gradient is right at the model's own point, and wrong at others in proportion to the distance: it uses something
 * that was computed at that point. Only entries are moved that have no special value there (0, ±1, a value twice), which
 * could hide another mistake.
 */
export function* findKeptPoint(model: ModelEvidence, params: Float64Array): Experimenting<NamedDiagnosis | null> {
  const { point } = model.evidence;
  const wrong = model.parameters
    .filter((parameter) => tellingEntries(parameter, 1).length > 0)
    .slice(0, MOST_PARAMETERS);
  const way = wayBetween(params, point);
  if (wrong.length === 0 || way.every((step) => step === 0)) return null;
  const entries = wrong.flatMap((parameter) => tellingEntries(parameter, ENTRIES_EACH));
  const errors: { readonly error: Float64Array; readonly bound: Float64Array; readonly numeric: Float64Array }[] = [];
  for (const share of SHARES) {
    const outcome = yield { point: params.map((x, i) => x + share * way[i]), entries };
    if (!outcome) return null;
    const { claimed, numeric, bound } = outcome;
    errors.push({ error: claimed.map((claim, i) => claim - numeric[i]), bound, numeric });
  }
  const isProportional = (i: number): boolean =>
    errors.every(({ error, bound, numeric }, k) => {
      // Next to a gradient that is 0 any mistake is small.
      if (!(Math.abs(error[i]) > SEEN * bound[i] && Math.abs(numeric[i]) > Math.abs(error[i]))) return false;
      return k === 0 || Math.abs(error[i] / errors[k - 1].error[i] - 2) <= 2 * CURVED;
    });
  const shown = entries.filter(isProportional);
  if (shown.length === 0 || 2 * shown.length < entries.length) return null;
  return tell(wrong, shown.length);
}

/** From one point to the other in the entries whose value is nothing special. */
function wayBetween(from: Float64Array, to: Float64Array): Float64Array {
  const counts = new Map<number, number>();
  for (const x of from) counts.set(Math.abs(x), (counts.get(Math.abs(x)) ?? 0) + 1);
  const isSpecial = (x: number): boolean => x === 0 || Math.abs(x) === 1 || counts.get(Math.abs(x))! > 1;
  return from.map((x, i) => (isSpecial(x) ? 0 : to[i] - x));
}

function tell(wrong: readonly ParameterEvidence[], count: number): NamedDiagnosis {
  const paths = wrong.map(({ path }) => path);
  return {
    code: 'stale-gradient',
    path: paths[0],
    paths,
    message: `right at params, and wrong at other points the more so the further they are from it: ${gradientsOf(paths)} use${paths.length > 1 ? '' : 's'} values from there (computed when the module was loaded or at the first call, or taken from \`params\` itself), not those of ${paths.length > 1 ? 'their' : 'its'} arguments`,
    evidence: count > 1 ? 'strong' : 'hint',
  };
}
