import { GradcheckError } from '../errors.js';
import { createTreeBuilder } from './compile-builder.js';
import { DataGuard } from './data-guard.js';
import type { ModelDefinition } from './model-definition.js';
import { readLike, type Subject } from './read-gradient.js';
import { readMatrix } from './read-matrix.js';
import { asUserError, readUserValue } from './read-user-value.js';
import type { TreeLayout } from './tree-layout.js';

const PRODUCT: Subject = {
  name: 'the product of hvp',
  partAt: (path) => `what hvp returns for ${path}`,
  code: 'shape-mismatch',
  hint: 'hvp(params, v) must return a tree of the same shape as params',
};

/** The user's `hessian` and `hvp` as functions of flat vectors. Every call gets fresh trees. */
export class SecondDerivatives {
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
  async hessian(point: Float64Array): Promise<Float64Array> {
    const { hessian } = this.model;
    const value = await this.call('hessian', () =>
      typeof hessian === 'function' ? hessian(this.build(point), this.data.forCall()) : hessian,
    );
    return readMatrix(value, this.layout.size, 'the Hessian');
  }

  /**
   * The claimed product of the Hessian at a point with a direction.
   * @throws GradcheckError `shape-mismatch`, `user-error`
   */
  async product(point: Float64Array, direction: Float64Array): Promise<Float64Array> {
    const value = await this.call('hvp', () =>
      this.model.hvp!(this.build(point), this.build(direction), this.data.forCall()),
    );
    return this.readProduct(value);
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

  private async call(name: string, run: () => unknown): Promise<unknown> {
    this.restartRandom();
    try {
      return await run();
    } catch (error) {
      throw asUserError(error, `${name} threw`);
    } finally {
      this.data.inspect();
    }
  }
}
