import { GradcheckError } from '../../errors.js';
import type { FormulaModel } from '../../formula/formula-model.js';
import type { ModelDefinition } from '../../model/model-definition.js';

/**
 * A model of formulas with the gradient to go by.
 * @throws GradcheckError `missing-export` where it has none
 */
export function withGradient(model: FormulaModel): ModelDefinition {
  const definition = model.readDefinition();
  if (definition.gradient) return definition;
  throw new GradcheckError('missing-export', 'there are no formulas of the gradient to train with', {
    hint: 'gradcheck diff derives them from the loss',
  });
}
