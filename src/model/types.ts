/** What a user writes: the parameter tree and the model module. */

import type { MatrixLike } from './matrix.js';

/** A number, a typed array, or arrays and plain objects of trees, nested at will. Float32Array leaves mark float32 parameters. */
export type ParameterTree =
  | number
  | Float64Array
  | Float32Array
  | MatrixLike
  | readonly ParameterTree[]
  | { readonly [key: string]: ParameterTree };

export type Awaitable<T> = T | PromiseLike<T>;

/** The tree as the loss sees it: literal types widened, so that `params: { w: [0.5] }` gives `w: number[]`. */
export type Widen<T> = T extends number
  ? number
  : T extends Float64Array | Float32Array | MatrixLike
    ? T
    : T extends readonly (infer E)[]
      ? Widen<E>[]
      : T extends object
        ? { -readonly [K in keyof T]: Widen<T[K]> }
        : T;

/** A gradient of the same shape as the tree `T`; typed and plain arrays are interchangeable. */
export type GradientOf<T> = T extends number
  ? number
  : T extends Float64Array | Float32Array
    ? ArrayLike<number>
    : T extends MatrixLike
      ? MatrixLike | readonly unknown[]
      : T extends readonly number[]
        ? ArrayLike<number>
        : T extends readonly (infer E)[]
          ? readonly GradientOf<E>[]
          : T extends object
            ? { readonly [K in keyof T]?: GradientOf<T[K]> }
            : never;

/** A loss: a number, or something that holds exactly one (a one-element array or tensor). */
export type LossValue = number | ArrayLike<number> | { item(): number } | { dataSync(): ArrayLike<number> };

export type LossAndGradient<T> =
  | { readonly loss: LossValue; readonly gradient: GradientOf<T> }
  | readonly [loss: LossValue, gradient: GradientOf<T>];

/** Draws a point; `random` gives seeded numbers in [0, 1). */
export type PointSampler<P> = (random: () => number) => Awaitable<Widen<P>>;

/** A model: a point, a loss and the gradient to check. */
export interface Model<P = ParameterTree, D = unknown> {
  /** Title in reports; the file name where absent. */
  readonly name?: string;
  /** The point at which to check. */
  readonly params: P | (() => Awaitable<P>);
  /** What is differentiated. */
  readonly loss?: (params: Widen<P>, data: D) => Awaitable<LossValue>;
  /** What is being checked. */
  readonly gradient?: (params: Widen<P>, data: D) => Awaitable<GradientOf<Widen<P>>>;
  /** Instead of, or beside, `loss` and `gradient`. Where both exist the two losses must agree. */
  readonly lossAndGradient?: (params: Widen<P>, data: D) => Awaitable<LossAndGradient<Widen<P>>>;
  /** Second derivatives over the flat parameters, in tree order: rows of numbers. Checked where it is there. */
  readonly hessian?:
    | readonly ArrayLike<number>[]
    | ((params: Widen<P>, data: D) => Awaitable<readonly ArrayLike<number>[]>);
  /** The product of the Hessian with a direction of the shape of the parameters. Checked where it is there. */
  readonly hvp?: (params: Widen<P>, direction: Widen<P>, data: D) => Awaitable<GradientOf<Widen<P>>>;
  /** Handed to the functions as second argument. */
  readonly data?: D | (() => Awaitable<D>);
  /** Further points to check at: trees like `params`, or functions that draw one. */
  readonly points?: readonly (Widen<P> | PointSampler<P>)[] | PointSampler<P>;
  /** No evaluation leaves these bounds: path → [lower, upper]. */
  readonly bounds?: { readonly [path: string]: readonly [lower: number, upper: number] };
  /** Typical size of a parameter, where its value (0, say) does not tell: path → size. */
  readonly scale?: { readonly [path: string]: number };
  /** Paths of parameters that are not differentiated. */
  readonly frozen?: readonly string[];
  /** Relative accuracy of the loss itself, for example the tolerance of an inner solver. */
  readonly lossAccuracy?: number;
  /** The arithmetic the loss runs in, where the leaves do not say. */
  readonly dtype?: 'float64' | 'float32';
  /** Overrides the calibrated rule for this model; the report says so. */
  readonly tolerance?: { readonly rtol?: number; readonly atol?: number };
}
