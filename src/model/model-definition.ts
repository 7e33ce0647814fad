import { GradcheckError } from '../errors.js';
import { asUserError } from './read-user-value.js';
import { describeValue } from './tree-layout.js';
import type { WriteParams } from './write-tree.js';

/** Names under which a module exports its parts, where they are not the usual ones. */
export interface ExportNames {
  readonly loss?: string;
  readonly gradient?: string;
  readonly params?: string;
  /** `out`: the gradient is written into the function's second argument. */
  readonly gradientStyle?: 'return' | 'out';
}

type UserFunction = (...args: unknown[]) => unknown;

/** A model as found in a module: its functions are there and are functions; nothing has been called yet. */
export interface ModelDefinition {
  readonly name: string;
  /** The tree, or a function that makes it. */
  readonly params: unknown;
  readonly data: unknown;
  /** Further points: trees, or functions of a source of random numbers that draw one. */
  readonly points?: unknown;
  /** How a point is written where this model stands; as an export where absent. */
  readonly writeParams?: WriteParams;
  readonly loss?: UserFunction;
  readonly gradient?: UserFunction;
  readonly lossAndGradient?: UserFunction;
  /** A matrix over the flat parameters, or a function that makes it. */
  readonly hessian?: unknown;
  /** The product of the Hessian with a direction, which is its second argument. */
  readonly hvp?: UserFunction;
  readonly gradientStyle: 'return' | 'out';
  readonly bounds?: unknown;
  readonly scale?: unknown;
  readonly frozen?: unknown;
  readonly dtype?: unknown;
  readonly lossAccuracy?: unknown;
  readonly tolerance?: unknown;
}

/** Whether a gradient must be there, is taken where it is, or is not looked for. */
export type GradientNeed = boolean | 'optional';

/** A model, or why there is none. A suite can hold both. */
export type DefinedModel =
  | { readonly name: string; readonly definition: ModelDefinition }
  | { readonly name: string; readonly error: GradcheckError };

const KNOWN = new Set([
  'params',
  'loss',
  'gradient',
  'lossAndGradient',
  'hessian',
  'hvp',
  'data',
  'points',
  'bounds',
  'scale',
  'lossAccuracy',
  'jvp',
  'vjp',
  'frozen',
  'dtype',
  'name',
  'tolerance',
]);

const EXAMPLE = `a model looks like this:
  export const params = { w: [0.5, -1] };
  export const loss = (p) => p.w[0] ** 2 + 3 * p.w[1];
  export const gradient = (p) => ({ w: [2 * p.w[0], 3] });`;

const NO_GRADIENT = '`gradcheck diff` on the same file prints the exact gradient at the point, to start from';

/**
 * Finds the models of a module: on its named exports, on its default export, or several in a default array.
 * @param needsGradient false where nothing is to be compared: no derivative is looked for then
 */
export function findModels(
  module: Record<string, unknown>,
  fileName: string,
  names: ExportNames = {},
  needsGradient: GradientNeed = true,
): DefinedModel[] {
  const fallback = module.default;
  if (Array.isArray(fallback) && !('params' in module) && !names.params) {
    if (fallback.length === 0)
      return [
        {
          name: fileName,
          error: new GradcheckError('missing-export', 'the default export is an empty array: there is no model in it', {
            hint: EXAMPLE,
          }),
        },
      ];
    // A hole in the array is no model either.
    return Array.from(fallback, (item: unknown, i) => defineFrom([item], `${fileName} [${i}]`, names, needsGradient));
  }
  return [defineFrom([module, fallback], fileName, names, needsGradient)];
}

function defineFrom(
  sources: readonly unknown[],
  defaultName: string,
  names: ExportNames,
  needsGradient: GradientNeed,
): DefinedModel {
  const holders = sources.filter(
    (source) => (typeof source === 'object' && source !== null) || typeof source === 'function',
  ) as Record<string, unknown>[];
  // Methods on a default-exported object may use `this`, so functions are bound to their holder.
  const find = (key: string): { value: unknown; holder?: object } => {
    for (const holder of holders) if (holder[key] !== undefined) return { value: holder[key], holder };
    return { value: undefined };
  };
  let name = defaultName;
  try {
    const given = find('name').value;
    if (typeof given === 'string' && given !== '') name = given;
    if (holders.length === 0)
      throw new GradcheckError('missing-export', `expected a model, found ${describeValue(sources[0])}`, {
        hint: EXAMPLE,
      });
    const functionOf = (key: string): UserFunction | undefined => {
      const { value, holder } = find(key);
      if (value === undefined) return undefined;
      if (typeof value !== 'function')
        throw new GradcheckError('missing-export', `\`${key}\` is ${describeValue(value)}, not a function`, {
          hint: EXAMPLE,
        });
      return (value as UserFunction).bind(holder);
    };
    const params = valueOrMethod(find(names.params ?? 'params'));
    if (params === undefined) throw missing('params', names.params, 'the point at which to check', holders);
    const lossAndGradient = belongsToLoss(names) ? functionOf('lossAndGradient') : undefined;
    const loss = functionOf(names.loss ?? 'loss');
    const gradient = needsGradient ? functionOf(names.gradient ?? 'gradient') : undefined;
    if (!loss && !lossAndGradient) throw missing('loss', names.loss, 'the function that is differentiated', holders);
    if (needsGradient === true && !gradient && !lossAndGradient)
      throw missing('gradient', names.gradient, 'the function to check', holders);
    const definition: ModelDefinition = {
      name,
      params,
      data: valueOrMethod(find('data')),
      points: valueOrMethod(find('points')),
      loss,
      gradient,
      lossAndGradient,
      ...(needsGradient && belongsToLoss(names)
        ? { hessian: valueOrMethod(find('hessian')), hvp: functionOf('hvp') }
        : {}),
      gradientStyle: names.gradientStyle ?? 'return',
      bounds: find('bounds').value,
      scale: find('scale').value,
      frozen: find('frozen').value,
      dtype: find('dtype').value,
      lossAccuracy: find('lossAccuracy').value,
      tolerance: find('tolerance').value,
    };
    return { name, definition };
  } catch (error) {
    return { name, error: asUserError(error, 'the model threw while it was read') };
  }
}

/** Other functions of the module are about the loss of the usual name, not about one that was named. */
function belongsToLoss({ loss, gradient }: ExportNames): boolean {
  return !loss && !gradient;
}

function undefinedExport(key: string): GradcheckError {
  return new GradcheckError('missing-export', `\`${key}\` is exported, but undefined`, {
    hint: 'is a `return` missing, or do two files import each other, so that it is not there yet?',
  });
}

function missing(
  option: 'params' | 'loss' | 'gradient',
  name: string | undefined,
  what: string,
  holders: readonly Record<string, unknown>[],
): GradcheckError {
  const key = name ?? option;
  const found = [...new Set(holders.flatMap((holder) => Object.keys(holder)))].filter((name) => name !== 'default');
  const close = closestName(
    key,
    found.filter((candidate) => name !== undefined || !KNOWN.has(candidate)),
  );
  if (found.includes(key)) throw undefinedExport(key);
  const seen = found.length
    ? `found: ${found.slice(0, 12).join(', ')}${found.length > 12 ? ', …' : ''}`
    : 'found no exports at all';
  const suggestion = close
    ? `did you mean \`${close}\`? ${name === undefined ? 'rename it, or pass' : 'pass'} --${option} ${close}`
    : option === 'gradient'
      ? `${NO_GRADIENT}\n${EXAMPLE}`
      : EXAMPLE;
  return new GradcheckError('missing-export', `no export \`${key}\` (${what}); ${seen}`, { hint: suggestion });
}

/** Methods on a default-exported object may use `this`. */
function valueOrMethod({ value, holder }: { value: unknown; holder?: object }): unknown {
  return typeof value === 'function' ? (value as UserFunction).bind(holder) : value;
}

/** The name that differs least from the wanted one, if it differs little or is its beginning. */
export function closestName(wanted: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const isBeginning = candidate.length >= 3 && wanted.toLowerCase().startsWith(candidate.toLowerCase());
    const distance = isBeginning ? 1 : editDistance(wanted.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    previous = row;
  }
  return previous[b.length];
}
