import type { SourceLocation } from '../../check/report.js';

/** A place in the user's source, as the words of a diagnosis need it. */
export interface SitePlace {
  readonly location: SourceLocation | null;
  /** The expression's text. */
  readonly text: string;
  readonly operation: string;
  readonly operands: readonly string[];
}
