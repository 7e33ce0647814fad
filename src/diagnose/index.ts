export { diagnoseNumbers } from './diagnose-numbers.js';
export { rankDiagnoses } from './rank-diagnoses.js';
export { sizesInSight } from './sizes-in-sight.js';
export { nameFactor } from './name-factor.js';
export { readEvidence, type ModelEvidence } from './parameter-evidence.js';
