import type { Diagnosis } from '../check/report.js';
import {
  completeDiagnoses,
  diagnoseNumbers,
  experimentOnMistake,
  rankDiagnoses,
  readEvidence,
  sizesInSight,
  spokenFor,
  unspokenFor,
  withoutPaths,
  type GradientEvidence,
  type NamedDiagnosis,
} from '../diagnose/index.js';
import type { TapeFindings } from '../diagnose/tape/tape-evidence.js';
import type { Examined, ExactSource } from './diagnose-model.js';
import type { ExactAccess } from './open-exact.js';

export type ExactRefusal = ExactAccess & { kind: 'refused' };

/** From the source, where its derivatives can be followed, from the numbers, and from more of them. */
export async function findMistakes(
  examined: Examined,
  exact: ExactSource | undefined,
): Promise<{ diagnoses: Diagnosis[]; refusal?: ExactRefusal }> {
  const { problem, result, habit, known } = examined;
  const evidence = evidenceOf(examined);
  const fromNumbers = async (): Promise<Diagnosis[]> =>
    (await nameMistakes(examined, [known], evidence)).map(withoutPaths);
  // What depends on earlier calls is no matter of a formula.
  if (!exact || habit !== 'pure') return { diagnoses: await fromNumbers() };
  const { openExactAt, traceMistake, traceNonFinite } = await import('./trace-mistake.js');
  const request = { ...exact, problem, noise: result.noise };
  const access = await openExactAt(request);
  if (access.kind === 'refused') return { diagnoses: await fromNumbers(), refusal: access };
  const traced = await traceMistake(request, result, access, readEvidence(evidence));
  const sources = [known, traced.diagnoses];
  const named = await nameMistakes(examined, sources, { ...evidence, exact: access.gradient });
  const hasNonFinite = named.some(({ code, location }) => code === 'non-finite' && !location);
  const origin = hasNonFinite ? await traceNonFinite(request, access) : null;
  const born = (diagnosis: NamedDiagnosis): NamedDiagnosis =>
    origin && diagnosis.code === 'non-finite' && !diagnosis.location
      ? { ...diagnosis, message: `${diagnosis.message}; ${origin.words}`, location: origin.location }
      : diagnosis;
  const located = named.map((diagnosis) => withoutPaths(locate(born(diagnosis), traced)));
  return { diagnoses: located.map(locateOtherLoss) };
}

/** Where the numbers of one point leave a parameter without a name, those of points chosen for it may find one. */
async function nameMistakes(
  { habit, experiments, rightAt }: Examined,
  sources: readonly (readonly NamedDiagnosis[])[],
  evidence: GradientEvidence,
): Promise<NamedDiagnosis[]> {
  const model = readEvidence(evidence);
  const numbers = diagnoseNumbers(evidence);
  // Where the wrong entries are is said only while there is nothing better to say.
  const firm = rankDiagnoses(...sources, numbers).filter(({ isTrait }) => !isTrait);
  const open = unspokenFor(firm, model);
  const found =
    open.length > 0 && habit === 'pure' && experiments
      ? await experiments((random) => experimentOnMistake({ model, open, rightAt, random }))
      : [];
  const isNamed = spokenFor(found);
  const kept = numbers.filter(({ isTrait, path, paths = [path] }) => !isTrait || !paths.every(isNamed));
  return completeDiagnoses(rankDiagnoses(...sources, found, kept), model);
}

/** Gives a diagnosis from the numbers the place in the source where to begin. */
function locate(diagnosis: NamedDiagnosis, { placeFor }: TapeFindings): NamedDiagnosis {
  if (diagnosis.location || diagnosis.path === '') return diagnosis;
  const place = placeFor(diagnosis.isBehind ? { ...diagnosis, code: 'unknown' } : diagnosis);
  if (!place) return diagnosis;
  const { location, reason } = place;
  return {
    ...diagnosis,
    message: `${diagnosis.message}; look at line ${location.line} first: ${reason} there`,
    location,
  };
}

/** Another loss has no place of its own: where its gradient departs from that of the loss is where to begin. */
function locateOtherLoss(diagnosis: Diagnosis, _: number, all: readonly Diagnosis[]): Diagnosis {
  if (diagnosis.code !== 'loss-mismatch' || diagnosis.location) return diagnosis;
  const location = all.find((other) => other.location && other.evidence === 'exact')?.location;
  if (!location) return diagnosis;
  return { ...diagnosis, message: `${diagnosis.message}; the gradients part at line ${location.line}`, location };
}

function evidenceOf({ problem, result, habit, dtype, data, changing, keptShare }: Examined): GradientEvidence {
  const { layout, point, claimed, claimNoise, rule } = problem;
  const { entries } = result;
  return {
    layout,
    point,
    claimed,
    claimNoise: claimNoise?.map((deviation) => rule.noiseFactor * deviation),
    numeric: entries.numeric,
    bound: entries.bound,
    verdict: (i) => entries.verdict(i),
    sizesInSight: sizesInSight(layout, data),
    dtype,
    habit,
    changing,
    keptShare,
  };
}
