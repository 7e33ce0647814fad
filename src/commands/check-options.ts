/** Options as the command line gives them. */
export interface CheckOptions {
  readonly reporter: readonly string[];
  readonly rtol?: number;
  readonly atol?: number;
  readonly steps?: readonly number[];
  readonly only?: string;
  readonly points?: number;
  readonly edgeCases?: boolean;
  readonly reference?: 'fd' | 'ad' | 'both';
  readonly instrumentDeps?: boolean;
  readonly dtype?: 'float64' | 'float32';
  readonly lossAccuracy?: number;
  readonly average?: number;
  readonly seed: number;
  readonly loss?: string;
  readonly gradient?: string;
  readonly params?: string;
  readonly expr?: string;
  readonly at?: string;
  readonly gradientExpr?: string;
  readonly gradientStyle: 'return' | 'out';
  readonly diagnose: boolean;
  readonly color: boolean;
  readonly strict?: boolean;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}
