import type { ModelReport } from '../check/report.js';
import { GradcheckError, type ErrorCode } from '../errors.js';
import { closestName, type ExportNames, type ModelDefinition } from '../model/model-definition.js';
import { describeValue, readTree } from '../model/tree-layout.js';
import { plainTree, type WriteParams } from '../model/write-tree.js';
import { compileFormula } from './compile-formula.js';
import { compileGradient, compileHessian, type LocateFormula } from './compile-gradient.js';
import { explainMismatch } from './explain-mismatch.js';
import type { CheckDefinition, FormulaLoss } from './formula-loss.js';
import type { FormulaSource } from './formula-source.js';
import { FormulaScope, isRecord } from './formula-scope.js';
import { parseFormula } from './parse-formula.js';
import { suggestGradient } from './suggest-gradient.js';

/** A model of formulas; nothing of it has been looked at before something is done with it. */
export interface FormulaModel {
  readonly name: string;
  /** @throws GradcheckError for what keeps it from being checked */
  check(run: CheckDefinition): Promise<ModelReport>;
  /** Its loss, and all but the gradient. @throws GradcheckError for what is wrong with it */
  readLoss(): FormulaLoss;
  /** Its functions, the gradient among them where formulas give it. @throws GradcheckError for what is wrong with it */
  readDefinition(): ModelDefinition;
}

export interface FormulaContext {
  /** Its name where it has none of its own. */
  readonly name: string;
  readonly names: ExportNames;
  readonly locate?: LocateFormula;
  /** How a point is written where the model stands. */
  readonly writeParams?: WriteParams;
  /** How to ask for a gradient that was left out, and how to write one. */
  readonly ask?: { code: ErrorCode; message: string; write: (tree: unknown) => string };
}

const EXAMPLE = `a model of formulas looks like this:
  { "params": { "x": 1 }, "loss": "x^2 + sin(x)", "gradient": { "x": "2x + cos(x)" } }`;

export function defineFormulaModel(value: unknown, context: FormulaContext): FormulaModel {
  const given = isRecord(value) ? value.name : undefined;
  const name = typeof given === 'string' && given !== '' ? given : context.name;
  const readLoss = (): FormulaLoss => readFormulas(name, value, context);
  return {
    name,
    readLoss,
    readDefinition: () => {
      const loss = readLoss();
      return withGradient(loss, value as Record<string, unknown>, context) ?? loss.definition;
    },
    check: async (run) => checkFormulas(readLoss(), value as Record<string, unknown>, context, run),
  };
}

function readFormulas(name: string, value: unknown, context: FormulaContext): FormulaLoss {
  if (!isRecord(value))
    throw new GradcheckError('missing-export', `expected a model, found ${describeValue(value)}`, { hint: EXAMPLE });
  const keys = keysOf(context);
  const params = value[keys.params] ?? missing(keys.params, 'the point at which to check', value);
  const text = value[keys.loss] ?? missing(keys.loss, 'the formula that is differentiated', value);
  if (typeof text !== 'string')
    throw new GradcheckError('missing-export', `\`${keys.loss}\` is ${describeValue(text)}, not a formula`, {
      hint: EXAMPLE,
    });
  const { layout } = readTree(params);
  const scope = new FormulaScope(params, value.data);
  const source: FormulaSource = { what: 'the loss', text, locate: context.locate?.([keys.loss]) };
  const expression = parseFormula(source, scope);
  const evaluate = compileFormula(source, scope);
  const definition: ModelDefinition = {
    name,
    params,
    data: undefined,
    points: value.points,
    writeParams: context.writeParams ?? writeKey(keys.params),
    loss: (tree) => {
      scope.assign(tree);
      return evaluate();
    },
    gradientStyle: 'return',
    ...readHessian(value, scope, context),
    bounds: openBounds(value.bounds),
    scale: value.scale,
    frozen: value.frozen,
    dtype: value.dtype,
    lossAccuracy: value.lossAccuracy,
    tolerance: value.tolerance,
  };
  const writeGradient = context.ask?.write ?? ((tree) => `"${keys.gradient}": ${JSON.stringify(tree)}`);
  return { expression, layout, scope, definition, writeGradient };
}

/** The Hessian, where formulas give it. */
function readHessian(
  { hessian, hvp }: { readonly [key: string]: unknown },
  scope: FormulaScope,
  context: FormulaContext,
): Pick<ModelDefinition, 'hessian'> {
  if (hvp !== undefined)
    throw new GradcheckError('bad-model', '`hvp` is a function of a direction, for which formulas have no name', {
      hint: 'give the matrix, "hessian": [["2y", "2x"], ["2x", "0"]], or the model as a module',
    });
  if (hessian === undefined || hessian === null) return {};
  const evaluate = compileHessian(hessian, scope, (inner) => context.locate?.(['hessian', ...inner]));
  return {
    hessian: (tree: unknown) => {
      scope.assign(tree);
      return evaluate();
    },
  };
}

async function checkFormulas(
  loss: FormulaLoss,
  value: { readonly [key: string]: unknown },
  context: FormulaContext,
  run: CheckDefinition,
): Promise<ModelReport> {
  const { expression, layout, scope, definition } = loss;
  const key = keysOf(context).gradient;
  const claimed = withGradient(loss, value, context);
  if (!claimed) {
    const { code, message } = context.ask ?? describeMissing(key, 'the formulas to check', value);
    throw new GradcheckError(code, message + (await suggestGradient(loss, run)));
  }
  const report = await run(claimed);
  scope.assign(definition.params);
  const explained = explainMismatch(report, expression, layout, scope);
  return explained.length > 0 ? { ...report, formulas: explained } : report;
}

/** The model with its gradient; null where it has no formulas for one. */
function withGradient(
  { scope, definition }: FormulaLoss,
  value: { readonly [key: string]: unknown },
  context: FormulaContext,
): ModelDefinition | null {
  const key = keysOf(context).gradient;
  const formulas = value[key];
  if (formulas === undefined || formulas === null) return null;
  const gradient = compileGradient(formulas, scope, (inner) => context.locate?.([key, ...inner]));
  return {
    ...definition,
    gradient: (tree) => {
      scope.assign(tree);
      return gradient();
    },
  };
}

function keysOf({ names }: FormulaContext): Record<'loss' | 'gradient' | 'params', string> {
  return { loss: 'loss', gradient: 'gradient', params: 'params', ...defined(names) };
}

function defined({ loss, gradient, params }: ExportNames): Partial<Record<'loss' | 'gradient' | 'params', string>> {
  return { ...(loss && { loss }), ...(gradient && { gradient }), ...(params && { params }) };
}

function writeKey(key: string): WriteParams {
  return (layout, point) => `"${key}": ${JSON.stringify(plainTree(layout, point))}`;
}

function missing(key: string, what: string, model: Record<string, unknown>): never {
  throw describeMissing(key, what, model);
}

function describeMissing(key: string, what: string, model: object): GradcheckError {
  const found = Object.keys(model);
  const close = closestName(key, found);
  return new GradcheckError('missing-export', `no \`${key}\` (${what}); found: ${found.join(', ') || 'nothing'}`, {
    hint: close ? `did you mean \`${close}\`?` : EXAMPLE,
  });
}

/** JSON has no infinity: an open side is null, or the word. */
function openBounds(bounds: unknown): unknown {
  if (!isRecord(bounds)) return bounds;
  const open = (side: unknown, i: number): unknown =>
    side === null
      ? i === 0
        ? -Infinity
        : Infinity
      : side === 'Infinity' || side === '-Infinity'
        ? Number(side)
        : side;
  return Object.fromEntries(
    Object.entries(bounds).map(([path, pair]) => [path, Array.isArray(pair) ? pair.map(open) : pair]),
  );
}
