import type { Diagnosis, EntryReport, ModelError, ModelVerdict, Warning } from './report.js';

/** The report of curvature as plain data: what `gradcheck hessian --reporter json` prints. */
export interface HessianReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'gradcheck'; readonly version: string };
  readonly seed: number;
  readonly summary: {
    readonly verdict: ModelVerdict;
    readonly exitCode: number;
    readonly models: number;
    readonly durationMs: number;
  };
  readonly models: readonly HessianModel[];
}

/** What is known of one model's curvature at its `params`. */
export interface HessianModel {
  readonly name: string;
  readonly file: string;
  /** Of the gradient and of the exports `hessian` and `hvp`; what the point is stands in `hessian`. */
  readonly verdict: ModelVerdict;
  readonly error?: ModelError;
  /** How the gradient's own check came out; null where there is none. */
  readonly gradient: GradientStanding | null;
  /** Absent where nothing could be computed. */
  readonly hessian?: Curvature;
  readonly diagnoses: readonly Diagnosis[];
  readonly warnings: readonly Warning[];
}

export interface GradientStanding {
  readonly verdict: Exclude<ModelVerdict, 'error'>;
  /** Entries checked, and those that fail. */
  readonly checked: number;
  readonly fail: number;
  /** The worst entry, with its parameter. */
  readonly worst?: EntryReport & { readonly path: string };
}

export type CurvatureVerdict = 'minimum' | 'saddle' | 'maximum' | 'flat' | 'not-stationary';

/** How products of the Hessian, or the whole of it, came about. */
export type HessianSource = 'instrumented' | 'gradient-differences' | 'loss-differences';

export type Condition = number | 'singular';

export interface Curvature {
  /** Parameters that vary: rows of the Hessian. */
  readonly size: number;
  /** null: the gradient is wrong, and so would be what it says. */
  readonly verdict: CurvatureVerdict | null;
  readonly check: ExportChecks;
  /** Absent where the gradient is wrong. */
  readonly spectrum?: Spectrum;
}

export interface Spectrum {
  readonly method: 'dense' | 'lanczos';
  readonly source: HessianSource;
  /** Why the Hessian is not that of instrumented execution. */
  readonly sourceReason?: string;
  readonly loss: number;
  readonly lambdaMin: number;
  readonly lambdaMax: number;
  /** How far from an eigenvalue the two may be; of Lanczos's method only. */
  readonly residuals?: { readonly lambdaMin: number; readonly lambdaMax: number };
  readonly conditionNumber: Condition;
  /** The condition number is at least this large, not this large. */
  readonly isLowerBound: boolean;
  readonly negative: number;
  readonly zero: number;
  readonly positive: number;
  /** The counts are estimated from a random sample. */
  readonly areEstimated: boolean;
  /** No eigenvalue is farther off than this. */
  readonly errorBar: number;
  readonly asymmetry: number;
  /** Entries whose value differs from side to side: the point lies on a kink of the gradient. */
  readonly kinks: number;
  readonly gradientNorm: number;
  /** What the loss would gain by a step to the stationary point, and what counts as nothing. */
  readonly gain: number;
  readonly negligibleGain: number;
  readonly stableStep: number | null;
  readonly stepsPerDigit: number | null;
  readonly momentumStepsPerDigit: number | null;
  /** All of them, smallest first; of the dense method only. */
  readonly eigenvalues?: readonly number[];
  /** Share of the eigenvalues near each node; of Lanczos's method only. */
  readonly density?: readonly { readonly value: number; readonly weight: number }[];
  /** How the directions of the largest, the smallest absolute and the most negative eigenvalue are spread. */
  readonly directions: {
    readonly sharpest: readonly Share[];
    readonly flattest?: readonly Share[];
    readonly mostNegative?: readonly Share[];
  };
  readonly escape?: EscapeReport;
  readonly blocks: readonly BlockReport[];
  readonly rescaling?: RescalingReport;
  readonly lossEvaluations: number;
  readonly gradientEvaluations: number;
}

/** The part of a direction that lies in one parameter. */
export interface Share {
  readonly path: string;
  readonly share: number;
  /** The entry that moves most, and by how much of one unit along the direction. */
  readonly index: readonly number[];
  readonly component: number;
}

/** The way off a saddle or a maximum. */
export interface EscapeReport {
  readonly eigenvalue: number;
  readonly direction: readonly Share[];
  /** Distance along it at which the loss has fallen by `fall`; null where it does not. */
  readonly distance: number | null;
  /** What the curvature alone foresees. */
  readonly foreseenDistance: number;
  readonly fall: number;
  /** Loss at that distance. */
  readonly loss: number | null;
}

export interface BlockReport {
  readonly path: string;
  readonly size: number;
  readonly lambdaMin: number;
  readonly lambdaMax: number;
  readonly conditionNumber: Condition;
  readonly isLowerBound: boolean;
}

/** A change of units, x = factor·z, and the condition number in z. */
export interface RescalingReport {
  readonly conditionNumber: Condition;
  /** By parameter: a number, or a nest of arrays of its shape. */
  readonly parameters: readonly { readonly path: string; readonly factor: unknown }[];
}

export interface ExportChecks {
  readonly hessian?: ExportCheck;
  readonly hvp?: ExportCheck;
  /** How fast Taylor's remainders vanish along a random direction: 2, and 3 with the Hessian. */
  readonly taylor?: { readonly gradient: number | null; readonly hessian: number | null };
}

/** An entry [i, j] of a matrix, or [i] of a product with a random direction, and the parameters that row and column belong to. */
export type NamedEntry = EntryReport & { readonly parameters: readonly string[] };

export interface ExportCheck {
  readonly verdict: Exclude<ModelVerdict, 'error'>;
  readonly checked: number;
  readonly pass: number;
  readonly fail: number;
  readonly kink: number;
  readonly inconclusive: number;
  readonly worst: NamedEntry | null;
  readonly failures: readonly NamedEntry[];
  /** max |Hᵢⱼ − Hⱼᵢ| of what is claimed; null where only products were looked at. */
  readonly asymmetry: number | null;
  /** Of `hvp`: whether the product is linear in its direction. */
  readonly isLinear?: boolean;
  /** Any larger relative error would have been seen. */
  readonly detectionLimit: number | null;
}
