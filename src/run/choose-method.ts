import { GradcheckError } from '../errors.js';
import type { EntrySettings } from '../model/entry-settings.js';
import type { TreeLayout } from '../model/tree-layout.js';
import type { Judging } from './judging.js';
import type { RunOptions } from './run-options.js';

/** How the entries of a model are looked at. */
export interface Method {
  /** By differences: each entry by itself, or along random directions. */
  readonly kind: 'full' | 'directional';
  /** What the claim is compared with; the exact gradient replaces directions, where it is to be had. */
  readonly reference: 'fd' | 'ad' | 'both';
  /** How many entries are to be looked at, at each point. */
  readonly entries: number;
  /** Loss evaluations that looking for wrong entries along directions may take. */
  readonly maxEvaluations: number;
}

/** A full check by differences that takes more evaluations than this is left to directions, or the exact gradient. */
export const MOST_EVALUATIONS = 50_000;
/** The tape of an exact gradient takes twenty numbers an entry and more: of more entries than this, directions look. */
const MOST_EXACT_ENTRIES = 250_000;
/** Evaluations an entry takes on smooth losses. */
const EVALUATIONS_PER_ENTRY = 4;

/**
 * Chooses by sizes and options alone, never by time, so that every machine does the same.
 * @throws GradcheckError `usage`
 */
export function chooseMethod(
  { method = 'auto', reference, sample, maxEvaluations = MOST_EVALUATIONS }: RunOptions,
  { layout, settings, judging }: { layout: TreeLayout; settings: EntrySettings; judging: Judging },
): Method {
  if (method === 'directional' && sample !== undefined)
    throw new GradcheckError('usage', '--sample looks at single entries, --method directional at all of them at once', {
      hint: 'leave one of the two out',
    });
  if (method === 'directional' && reference !== undefined && reference !== 'fd')
    throw new GradcheckError(
      'usage',
      `--reference ${reference} looks at single entries, --method directional at all of them at once`,
      { hint: 'leave one of the two out' },
    );
  const isOpen = (path: string): boolean => !settings.frozen.has(path) && (judging.selects?.(path) ?? true);
  const all = layout.leaves.reduce((sum, { path, size }) => (isOpen(path) ? sum + size : sum), 0);
  const entries = Math.min(all, sample ?? Infinity);
  const isLarge = EVALUATIONS_PER_ENTRY * entries > maxEvaluations;
  const isDirectional = method === 'directional' || (method === 'auto' && isLarge);
  return {
    kind: isDirectional ? 'directional' : 'full',
    reference: reference ?? (isLarge && entries <= MOST_EXACT_ENTRIES && method !== 'directional' ? 'ad' : 'fd'),
    entries,
    maxEvaluations,
  };
}
