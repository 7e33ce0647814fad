export { diagnoseNumbers } from './diagnose-numbers.js';
export { completeDiagnoses, unspokenFor } from './complete-diagnoses.js';
export type { Experiment, Experimenting, Outcome } from './experiments/experiment.js';
export { experimentOnMistake } from './experiments/experiment-on-mistake.js';
export { rankDiagnoses, spokenFor, withoutPaths, type NamedDiagnosis } from './rank-diagnoses.js';
export type { GradientEvidence } from './gradient-evidence.js';
export { sizesInSight } from './sizes-in-sight.js';
export { nameFactor } from './name-factor.js';
export { readEvidence, type ModelEvidence } from './parameter-evidence.js';
