import { GradcheckError } from '../errors.js';
import { closestName, type ExportNames } from '../model/model-definition.js';
import { describeValue } from '../model/tree-layout.js';
import type { RunOptions } from '../run/run-options.js';

/** Options of a check from code: those of the command, in camelCase. */
export interface CheckOptions extends Partial<Omit<RunOptions, 'names'>>, ExportNames {
  /** Single undecided entries make the verdict `inconclusive`. */
  readonly strict?: boolean;
}

/** Options of a check that has to come out well. */
export interface GradientOptions extends CheckOptions {
  /** What could not be decided is let pass. */
  readonly allowInconclusive?: boolean;
}

interface Rule {
  readonly holds: (value: unknown) => boolean;
  /** What is expected, after "should be". */
  readonly expected: string;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isOneOf = (...values: string[]): Rule => ({
  holds: (value) => values.includes(value as string),
  expected: values.map((value) => `'${value}'`).join(' or '),
});

const NOT_NEGATIVE: Rule = { holds: (value) => isNumber(value) && value >= 0, expected: 'a number ≥ 0, such as 1e-4' };
const TEXT: Rule = { holds: (value) => typeof value === 'string' && value !== '', expected: 'a text' };
const YES_OR_NO: Rule = { holds: (value) => typeof value === 'boolean', expected: 'true or false' };
const WHOLE: Rule = {
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  expected: 'a whole number ≥ 0',
};
const STEPS: Rule = {
  holds: (value) => Array.isArray(value) && value.every((step) => isNumber(step) && step > 0),
  expected: 'an array of positive numbers, such as [1e-3, 1e-5]',
};

const RULES: Readonly<Record<keyof GradientOptions, Rule>> = {
  seed: WHOLE,
  points: WHOLE,
  edgeCases: YES_OR_NO,
  rtol: NOT_NEGATIVE,
  atol: NOT_NEGATIVE,
  steps: STEPS,
  only: TEXT,
  dtype: isOneOf('float64', 'float32'),
  lossAccuracy: NOT_NEGATIVE,
  average: WHOLE,
  diagnose: YES_OR_NO,
  reference: isOneOf('fd', 'ad', 'both'),
  instrumentDeps: YES_OR_NO,
  loss: TEXT,
  gradient: TEXT,
  params: TEXT,
  gradientStyle: isOneOf('return', 'out'),
  strict: YES_OR_NO,
  allowInconclusive: YES_OR_NO,
};

/** The seed where none is given, as on the command line. */
const DEFAULT_SEED = 1;

/**
 * Options as a run takes them. One that is `undefined` counts as not given.
 * @throws GradcheckError `usage` for an option that does not exist, or a value of the wrong kind.
 */
export function readCheckOptions(options: GradientOptions): RunOptions {
  if (typeof options !== 'object' || options === null)
    throw new GradcheckError('usage', `options should be an object, found ${describeValue(options)}`);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(RULES, name)) throw unknownOption(name);
    const { holds, expected } = RULES[name as keyof GradientOptions];
    if (value !== undefined && !holds(value))
      throw new GradcheckError('usage', `the option \`${name}\` should be ${expected}, found ${describeValue(value)}`);
  }
  const { loss, gradient, params, gradientStyle, strict: _, allowInconclusive: __, ...rest } = options;
  return { ...rest, seed: options.seed ?? DEFAULT_SEED, names: { loss, gradient, params, gradientStyle } };
}

/**
 * Holds options against a model that is an object, of which there is no source code to follow.
 * @throws GradcheckError `usage` for options that ask for it.
 */
export function refuseSourceOptions({ reference = 'fd', instrumentDeps = false }: RunOptions): void {
  if (reference === 'fd' && !instrumentDeps) return;
  const name = instrumentDeps ? 'instrumentDeps' : 'reference';
  throw new GradcheckError(
    'usage',
    `the option \`${name}\` follows the source code of a model, and an object has none`,
    {
      hint: "hand over the path of the model's file",
    },
  );
}

function unknownOption(name: string): GradcheckError {
  const names = Object.keys(RULES);
  const close = closestName(name, names);
  const hint = close ? `did you mean \`${close}\`?` : `the options are ${names.join(', ')}`;
  return new GradcheckError('usage', `there is no option \`${name}\``, { hint });
}
