import type { ParameterReport } from '../check/report.js';
import type { Standing } from '../check/summarize.js';
import { selectGlyphs } from '../terminal/glyphs.js';

const GLYPHS = selectGlyphs(true);

/** The sign before a verdict on a page: `✓`, `✗`. */
export function signOf(verdict: Standing | ParameterReport['verdict']): string {
  if (verdict === 'known') return GLYPHS.warning;
  if (verdict === 'none') return GLYPHS.skipped;
  return verdict === 'error' ? GLYPHS.fail : GLYPHS[verdict];
}
