import { GradcheckError } from '../errors.js';
import { createTreeBuilder } from './compile-builder.js';
import { DataGuard } from './data-guard.js';
import type { ModelDefinition } from './model-definition.js';
import { readLike, type Subject } from './read-gradient.js';
import { readMatrix } from './read-matrix.js';
import { asUserError, readUserValue } from './read-user-value.js';
import { findCommonStorage } from './storage.js';
import { treeHolds } from './tree-holds.js';
import type { TreeLayout } from './tree-layout.js';

const PRODUCT: Subject = {
  name: 'the product of hvp',
  partAt: (path) => `what hvp returns for ${path}`,
  code: 'shape-mismatch',
  hint: 'hvp(params, v) must return a tree of the same shape as params',
};

/** A claim about second derivatives, flat, and what the user's function returned, to see whether it is the same object next time. */
export interface SecondValue {
  readonly values: Float64Array;
  readonly returned: unknown;
}

/** What was noticed about a function while it ran. */
export interface SecondConduct {
  mutates: boolean;
  dataMutated: boolean;
  /** Where it returned memory that is also its argument's. */
  aliasesInput: string | null;
}

/** The user's `hessian` and `hvp` as functions of flat vectors. Every call gets fresh trees. */
export class SecondDerivatives {
  readonly conduct: Readonly<Record<'hessian' | 'hvp', SecondConduct>> = {
    hessian: { mutates: false, dataMutated: false, aliasesInput: null },
    hvp: { mutates: false, dataMutated: false, aliasesInput: null },
  };
  private readonly data: DataGuard;
  private readonly build: ReturnType<typeof createTreeBuilder>;

  constructor(
    private readonly model: Pick<ModelDefinition, 'hessian' | 'hvp'>,
    private readonly layout: TreeLayout,
    data: unknown,
    private readonly restartRandom: () => void,
    private readonly frozen: ReadonlySet<string>,
  ) {
    this.data = readUserValue('data', () => new DataGuard(data));
    this.build = createTreeBuilder(layout);
  }

  /**
   * The claimed Hessian at a point, row by row.
   * @throws GradcheckError `shape-mismatch`, `user-error`
   */
  async hessian(point: Float64Array): Promise<SecondValue> {
    const { hessian } = this.model;
    const tree = this.build(point);
    const returned = await this.call('hessian', () =>
      typeof hessian === 'function' ? hessian(tree, this.data.forCall()) : hessian,
    );
    this.note('hessian', returned, [[tree, point]]);
    return { values: readMatrix(returned, this.layout.size, 'the Hessian'), returned };
  }

  /**
   * The claimed product of the Hessian at a point with a direction.
   * @throws GradcheckError `shape-mismatch`, `user-error`
   */
  async product(point: Float64Array, direction: Float64Array): Promise<SecondValue> {
    const [tree, along] = [this.build(point), this.build(direction)];
    const returned = await this.call('hvp', () => this.model.hvp!(tree, along, this.data.forCall()));
    this.note('hvp', returned, [
      [tree, point],
      [along, direction],
    ]);
    return { values: this.readProduct(returned), returned };
  }

  /** Parameters that are not differentiated may be left out of it, or be there: nobody looks at them. */
  private readProduct(value: unknown): Float64Array {
    try {
      return readLike(this.layout, value, PRODUCT, this.frozen);
    } catch (error) {
      if (!(error instanceof GradcheckError) || error.code !== 'frozen-gradient') throw error;
      return readLike(this.layout, value, PRODUCT);
    }
  }

  private note(name: 'hessian' | 'hvp', returned: unknown, given: readonly (readonly [unknown, Float64Array])[]): void {
    const conduct = this.conduct[name];
    for (const [tree, values] of given) {
      conduct.mutates ||= !treeHolds(tree, this.layout, values);
      conduct.aliasesInput ??= findCommonStorage(returned, tree);
    }
  }

  private async call(name: 'hessian' | 'hvp', run: () => unknown): Promise<unknown> {
    this.restartRandom();
    try {
      return await run();
    } catch (error) {
      throw asUserError(error, `${name} threw`);
    } finally {
      this.conduct[name].dataMutated ||= this.data.inspect();
    }
  }
}
