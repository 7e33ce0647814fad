import type { ParameterEvidence } from './parameter-evidence.js';

/** Clipping divides by the norm plus a small number, mostly 1e-6: the norm that comes out is short by such a share. */
const CLIP_SHARE = 1e-5;

/** The Euclidean norm of the claims of some parameters, if it is a number of one digit (1, 5, 0.1); else null. */
export function roundNorm(parameters: readonly ParameterEvidence[]): number | null {
  let sum = 0;
  for (const { claimed } of parameters) for (const value of claimed) sum += value * value;
  const norm = Math.sqrt(sum);
  if (!Number.isFinite(norm) || norm === 0) return null;
  const rounded = Number(norm.toPrecision(1));
  return Math.abs(norm - rounded) <= CLIP_SHARE * rounded ? rounded : null;
}
