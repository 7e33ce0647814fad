import { FLAG, type Kind } from '../config/kinds.js';
import { OPTION_NAMES, OPTIONS } from '../config/options.js';
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

const TAKEN = OPTION_NAMES.filter((name) => OPTIONS[name].scope === 'model' || name === 'seed' || name === 'strict');

const KINDS: Readonly<Record<string, Kind<unknown>>> = {
  ...Object.fromEntries(TAKEN.map((name) => [name, OPTIONS[name].kind])),
  allowInconclusive: FLAG,
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
    if (!Object.hasOwn(KINDS, name)) throw unknownOption(name);
    const { holds, expected, expectedValue = expected } = KINDS[name];
    if (value !== undefined && !holds(value))
      throw new GradcheckError(
        'usage',
        `the option \`${name}\` should be ${expectedValue}, found ${describeValue(value)}`,
      );
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
  const names = Object.keys(KINDS);
  const close = closestName(name, names);
  const hint = close ? `did you mean \`${close}\`?` : `the options are ${names.join(', ')}`;
  return new GradcheckError('usage', `there is no option \`${name}\``, { hint });
}
