import type { Detector, Evidence } from '../evidence.js';
import type { Finding } from '../types.js';
import { findMissing, findMixedTypes, findNonFinite } from './cells.js';
import { findCollinear } from './collinear.js';
import { findConstants } from './constant.js';
import { findDrift } from './drift.js';
import { findHeavyTails } from './heavy-tail.js';
import { findImbalance } from './imbalance.js';
import { findLabelNoise } from './label-noise.js';
import { findLeakage } from './leakage.js';
import { findOutliers } from './outliers.js';
import { findContradictions, findDuplicates } from './repeats.js';
import { findScaleSpread, findUncentred } from './scale.js';

const DETECTORS: readonly Detector[] = [
  findMissing,
  findNonFinite,
  findMixedTypes,
  findContradictions,
  findConstants,
  findDuplicates,
  findImbalance,
  findOutliers,
  findHeavyTails,
  findScaleSpread,
  findUncentred,
  findCollinear,
  findDrift,
  findLeakage,
  findLabelNoise,
];

/** All that is found in a table, errors first. */
export function findAll(evidence: Evidence): Finding[] {
  const found = DETECTORS.flatMap((detect) => detect(evidence));
  return (['error', 'warn', 'note'] as const).flatMap((level) => found.filter((finding) => finding.level === level));
}
