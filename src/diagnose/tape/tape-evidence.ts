import type { Diagnosis, SourceLocation } from '../../check/report.js';
import type { NamedDiagnosis } from '../rank-diagnoses.js';
import type { NameFactor } from './naming.js';
import type { SitePlace } from './site-place.js';
import type { SearchProblem } from './search-problem.js';

export interface TapeEvidence extends Omit<SearchProblem, 'isUsualFactor' | 'isOwn' | 'lineGap'> {
  describeSite(site: number): SitePlace;
  /** Words for a factor that is explained by something in sight. */
  readonly nameFactor: NameFactor;
  /** The user's model file; places in it are named before places in others. */
  readonly ownFile: string;
  /** The places of the calls under which an entry was computed, innermost first. */
  callersOf(entry: number): readonly SourceLocation[];
  /** The lines of a file of the user's; none where they are not known. */
  linesOf(file: string): readonly string[];
}

export interface TapeFindings {
  readonly diagnoses: readonly NamedDiagnosis[];
  /** Where to look for a mistake that the numbers alone have named, or could not name. */
  placeFor(diagnosis: Diagnosis): Place | null;
}

/** A place and why it is the one. */
export interface Place {
  readonly location: SourceLocation;
  readonly reason: string;
}
