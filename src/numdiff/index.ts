export * from './bound-ladder.js';
export * from './constants.js';
export * from './floating-point.js';
export * from './ladder.js';
export type { NoiseProblem } from './line-sampler.js';
export * from './noise.js';
export * from './probe.js';
export * from './random.js';
export * from './gradient-noise.js';
