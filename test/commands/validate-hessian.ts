import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'vitest';

const schema = JSON.parse(readFileSync(new URL('../../schema/hessian.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(schema);

/** What the JSON report of `gradcheck hessian` holds, as far as the tests look at it. */
export interface HessianJson {
  readonly summary: { readonly verdict: string; readonly exitCode: number; readonly models: number };
  readonly name: string;
  readonly verdict: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly gradient: { readonly verdict: string } | null;
  readonly hessian?: HessianFields;
  readonly diagnoses: readonly { readonly code: string; readonly path: string; readonly message: string }[];
  readonly warnings: readonly { readonly code: string }[];
  readonly others?: readonly Omit<HessianJson, 'summary' | 'others'>[];
}

interface HessianFields {
  readonly size: number;
  readonly verdict: string | null;
  readonly method: string;
  readonly source: string;
  readonly sourceReason?: string;
  readonly lambdaMin: number;
  readonly lambdaMax: number;
  readonly conditionNumber: number | 'singular';
  readonly negative: number;
  readonly zero: number;
  readonly positive: number;
  readonly errorBar: number;
  readonly asymmetry: number;
  readonly gradientNorm: number;
  readonly kinks: number;
  readonly stableStep: number | null;
  readonly stepsPerDigit: number | null;
  readonly residuals?: { readonly lambdaMin: number; readonly lambdaMax: number };
  readonly eigenvalues: readonly number[];
  readonly blocks: readonly {
    readonly path: string;
    readonly conditionNumber: number | 'singular';
    readonly lambdaMax: number;
  }[];
  readonly escape?: {
    readonly direction: readonly { readonly path: string; readonly share: number }[];
    readonly distance: number | null;
    readonly foreseenDistance: number;
    readonly fall: number;
    readonly loss: number | null;
  };
  readonly rescaling?: { readonly conditionNumber: number | 'singular' };
  readonly check: {
    readonly hessian?: ExportFields;
    readonly hvp?: ExportFields;
    readonly taylor?: { readonly gradient: number | null; readonly hessian: number | null };
  };
}

interface ExportFields {
  readonly verdict: string;
  readonly checked: number;
  readonly fail: number;
  readonly kink: number;
  readonly linear?: boolean;
  readonly worst: {
    readonly index: readonly number[];
    readonly parameters: readonly string[];
    readonly analytic: number;
    readonly numeric: number;
    readonly verdict: string;
  };
}

/** Reads a JSON report of curvature and holds it to the schema and to what the schema cannot say. */
export function validateHessian(text: string, exitCode: number): HessianJson {
  const report = JSON.parse(text) as HessianJson;
  validate(report);
  expect(validate.errors).toBeNull();
  expect(report.summary.exitCode).toBe(exitCode);
  const models = [report, ...(report.others ?? [])];
  expect(report.summary.models).toBe(models.length);
  for (const { hessian } of models) {
    if (!hessian?.verdict) continue;
    expect(hessian.negative + hessian.zero + hessian.positive).toBe(hessian.size);
    if (hessian.method === 'dense') expect(hessian.eigenvalues).toHaveLength(hessian.size);
  }
  return report;
}
