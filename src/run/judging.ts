import type { Tolerance } from '../check/apply-tolerance.js';
import { GradcheckError } from '../errors.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { pathMatcher } from '../model/path.js';
import { describeValue, type TreeLayout } from '../model/tree-layout.js';
import type { RunOptions } from './run-options.js';

/** What options and model say of how claims are judged: the same at every point. */
export interface Judging {
  readonly seed: number;
  readonly tolerance?: Tolerance;
  readonly lossAccuracy?: number;
  /** Which leaves to check; all where absent. */
  readonly selects?: (path: string) => boolean;
  readonly declaredFloat32: boolean;
  /** Relative steps evaluated for the table alone. */
  readonly steps?: readonly number[];
}

/** @throws GradcheckError `usage`, `bad-model` */
export function readJudging(model: ModelDefinition, options: RunOptions, layout: TreeLayout): Judging {
  return {
    seed: options.seed,
    tolerance: readTolerance(model, options),
    lossAccuracy: options.lossAccuracy ?? readLossAccuracy(model),
    selects: options.only === undefined ? undefined : selector(options.only, layout),
    declaredFloat32: (options.dtype ?? model.dtype) === 'float32',
    steps: options.steps,
  };
}

function readLossAccuracy({ lossAccuracy }: ModelDefinition): number | undefined {
  if (lossAccuracy === undefined) return undefined;
  if (typeof lossAccuracy === 'number' && lossAccuracy >= 0 && lossAccuracy < 1) return lossAccuracy;
  throw new GradcheckError(
    'bad-model',
    `lossAccuracy should be a number from 0 to 1, found ${describeValue(lossAccuracy)}`,
    {
      hint: 'it is the relative accuracy of the loss, for example the tolerance of an inner solver: 1e-8',
    },
  );
}

function selector(glob: string, layout: TreeLayout): (path: string) => boolean {
  const matches = pathMatcher(glob);
  if (!layout.leaves.some((leaf) => matches(leaf.path))) {
    throw new GradcheckError('usage', `--only ${glob} matches no parameter`, {
      hint: `the parameters are ${layout.leaves
        .slice(0, 12)
        .map((leaf) => leaf.path)
        .join(', ')}${layout.leaves.length > 12 ? ', …' : ''}`,
    });
  }
  return matches;
}

function readTolerance(model: ModelDefinition, options: RunOptions): Tolerance | undefined {
  if (options.rtol !== undefined || options.atol !== undefined)
    return { rtol: options.rtol ?? 0, atol: options.atol ?? 0 };
  if (model.tolerance === undefined) return undefined;
  const { rtol = 0, atol = 0 } = (
    typeof model.tolerance === 'object' && model.tolerance !== null ? model.tolerance : {}
  ) as { rtol?: unknown; atol?: unknown };
  if (
    typeof rtol !== 'number' ||
    typeof atol !== 'number' ||
    !(rtol >= 0) ||
    !(atol >= 0) ||
    typeof model.tolerance !== 'object'
  ) {
    throw new GradcheckError(
      'bad-model',
      `tolerance should be { rtol?, atol? } with numbers ≥ 0, found ${describeValue(model.tolerance)}`,
    );
  }
  return { rtol, atol };
}
