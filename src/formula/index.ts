export { defineExpression } from './define-expression.js';
export { readModels } from './read-models.js';
