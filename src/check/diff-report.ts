import type { ModelError } from './report.js';

/** The report of exact gradients as plain data: what `gradcheck diff --reporter json` prints. */
export interface DiffReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'gradcheck'; readonly version: string };
  readonly seed: number;
  readonly summary: {
    readonly verdict: 'pass' | 'error';
    readonly exitCode: 0 | 2;
    readonly models: number;
    readonly durationMs: number;
  };
  readonly diff: { readonly models: readonly DiffModel[] };
}

/** The gradient of one model, or why there is none to be trusted. */
export type DiffModel = DiffFound | { readonly name: string; readonly file: string; readonly error: ModelError };

/** The gradient of one model at the point of its `params`, and at the points that it lists. */
export interface DiffFound extends DiffPlace {
  readonly name: string;
  readonly file: string;
  /** By following the loss operation by operation; or by mathjs's rules, for a formula. */
  readonly method: 'instrumented' | 'symbolic';
  /** Random directions along which finite differences agree with it, over all points. */
  readonly checkedDirections: number;
  /** Those along which they could not decide. */
  readonly undecidedDirections: number;
  /** Entries that finite differences were held against one by one, and agree with; of formulas only. */
  readonly checkedEntries?: number;
  readonly points?: readonly (DiffPlace & { readonly name: string })[];
  /** What to paste: the gradient's values, or its formulas. Absent where it would be too long to be of use. */
  readonly code?: string;
  readonly error?: undefined;
}

interface DiffPlace {
  readonly loss: number;
  readonly parameters: readonly DiffParameter[];
}

export interface DiffParameter {
  readonly path: string;
  readonly shape: readonly number[];
  /** A number, or a nest of arrays of the shape. */
  readonly gradient: unknown;
  /** The formula in the place of each number; of formulas only. */
  readonly formula?: unknown;
}
