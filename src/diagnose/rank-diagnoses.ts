import type { Diagnosis } from '../check/report.js';

const ORDER: Readonly<Record<Diagnosis['evidence'], number>> = { exact: 0, strong: 1, hint: 2 };

/**
 * Merges diagnoses from several sources, each in its own order: the better evidence first, earlier sources before later
 * ones. Of two that say the same (code and parameter) the better stays. Guesses about a parameter that is explained for
 * certain give way. `unknown` gives way to any name for the same parameter, and to anything certain, which accounts for
 * all that is wrong.
 */
export function rankDiagnoses(...sources: readonly (readonly Diagnosis[])[]): Diagnosis[] {
  const all = sources.flat().sort((a, b) => ORDER[a.evidence] - ORDER[b.evidence]);
  const certain = pathsOf(all.filter(({ evidence }) => evidence === 'exact'));
  const named = pathsOf(all.filter(({ code }) => code !== 'unknown'));
  const kept: Diagnosis[] = [];
  for (const diagnosis of all) {
    const { code, path, evidence } = diagnosis;
    const isAnswered = certain.size > 0 || named.has(path);
    if ((evidence === 'hint' && certain.has(path)) || (code === 'unknown' && isAnswered)) continue;
    if (kept.some((other) => other.code === code && other.path === path)) continue;
    kept.push(diagnosis);
  }
  return kept;
}

function pathsOf(diagnoses: readonly Diagnosis[]): ReadonlySet<string> {
  return new Set(diagnoses.map(({ path }) => path));
}
