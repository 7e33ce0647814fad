/** Exact derivatives for production code. Without anything of Node: this entry point runs in browsers as well. */
export type { ExactOptions, Loss } from './differentiate/exact-loss.js';
export { gradient, valueAndGradient, valueAndGradientAsync, type ValueAndGradient } from './differentiate/gradient.js';
export { hessianVectorProduct } from './differentiate/hessian-vector-product.js';
export { jvp, type ValueAndDerivative } from './differentiate/jvp.js';
export { GradcheckError, type ErrorCode } from './errors.js';
