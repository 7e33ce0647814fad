import type { Detector } from '../finding.js';
import { detectAdditiveTerm } from './additive-term.js';
import { detectBranchSign } from './branch-sign.js';
import { detectConstantError } from './constant-error.js';
import { detectCopied } from './copied.js';
import { detectFactorOfOther } from './factor-of-other.js';
import { detectLinkFactor } from './link-factor.js';
import { detectMissingDamping } from './missing-damping.js';
import { detectMissingMask } from './missing-mask.js';
import { detectOffByOne } from './off-by-one.js';
import { detectOwnMultiple } from './own-multiple.js';
import { detectPartialScale } from './partial-scale.js';
import { detectPermuted } from './permuted.js';
import { detectReBroadcast } from './re-broadcast.js';
import { detectReorderedBesideTerm } from './reordered-beside-term.js';
import { detectReversed } from './reversed.js';
import { detectRounded } from './rounded.js';
import { detectScale } from './scale.js';
import { detectScaleBesideTerm } from './scale-beside-term.js';
import { detectSignFlip } from './sign-flip.js';
import { detectSingleEntry } from './single-entry.js';
import { detectSliceFactor } from './slice-factor.js';
import { detectTransposed } from './transposed.js';
import { detectUncentred } from './uncentred.js';
import { detectUnsummedBias } from './unsummed-bias.js';
import { detectWrongBranch } from './wrong-branch.js';
import { detectWrongSlices } from './wrong-slices.js';
import { detectCombined } from './combined.js';
import { detectConstantAlong } from './constant-along.js';
import { detectProcessed } from './processed.js';
import { detectRunningSum } from './running-sum.js';
import { detectSliceSources } from './slice-sources.js';
import { detectZeroGradient } from './zero-gradient.js';

/** All detectors, the most specific first: of patterns that explain the same, the earlier is named. */
export const DETECTORS: readonly Detector[] = [
  detectZeroGradient,
  detectCopied,
  detectTransposed,
  detectOffByOne,
  detectReversed,
  detectSignFlip,
  detectFactorOfOther,
  detectScale,
  detectLinkFactor,
  detectSliceFactor,
  detectReBroadcast,
  detectRunningSum,
  detectSliceSources,
  detectUncentred,
  detectAdditiveTerm,
  detectConstantError,
  detectOwnMultiple,
  detectScaleBesideTerm,
  detectReorderedBesideTerm,
  detectBranchSign,
  detectPartialScale,
  detectCombined,
  detectProcessed,
  detectPermuted,
  detectRounded,
  // Traits: where the wrong entries are, or what they are like.
  detectWrongSlices,
  detectSingleEntry,
  detectConstantAlong,
  detectMissingMask,
  detectWrongBranch,
  detectMissingDamping,
  detectUnsummedBias,
];
