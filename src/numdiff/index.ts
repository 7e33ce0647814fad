export * from './constants.js';
export * from './floating-point.js';
export * from './ladder.js';
export * from './noise.js';
export * from './probe.js';
export * from './random.js';
export * from './gradient-noise.js';
