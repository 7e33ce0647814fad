export { defineExpression } from './define-expression.js';
export { checkDerived, deriveGradient } from './derive-gradient.js';
export { readModels } from './read-models.js';
