import type { Model } from './types.js';

/**
 * Types a model while it is written: the tree of `params` is inferred and `loss` and `gradient` are held to it.
 * Returns its argument unchanged.
 */
export function defineModel<const P, D = undefined>(model: Model<P, D>): Model<P, D> {
  return model;
}

/** Several models in one file: `export default defineSuite([a, b])`. Returns its argument unchanged. */
// eslint-disable-next-line typescript/no-explicit-any -- models of different trees in one list: no type holds them all
export function defineSuite<const S extends readonly Model<any, any>[]>(models: S): S {
  return models;
}
