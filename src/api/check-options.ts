import { FLAG, type Kind } from '../config/kinds.js';
import { OPTION_NAMES, OPTIONS } from '../config/options.js';
import type { ModelOptions } from '../config/types.js';
import { GradcheckError } from '../errors.js';
import { closestName, type ExportNames } from '../model/model-definition.js';
import { describeValue } from '../model/tree-layout.js';
import type { RunOptions } from '../run/run-options.js';

/** What holds for models in files, which run apart from the code that checks them. */
export type FileOptions = Pick<ModelOptions, 'timeout' | 'maxMemory' | 'isolate'>;

/** Options of a check from code: those of the command, in camelCase. */
export interface CheckOptions extends Partial<Omit<RunOptions, 'names'>>, ExportNames, FileOptions {
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
  const { loss, gradient, params, gradientStyle, timeout: _t, maxMemory: _m, isolate: _i, ...others } = options;
  const { strict: _s, allowInconclusive: _a, ...rest } = others;
  return { ...rest, seed: options.seed ?? DEFAULT_SEED, names: { loss, gradient, params, gradientStyle } };
}

/** What an object cannot have, by the option that asks for it. */
const OF_FILES = {
  instrumentDeps: 'follows the source code of a model, and an object has none',
  reference: 'follows the source code of a model, and an object has none',
  workers: 'has other threads load a model again, and an object is here alone',
  timeout: 'ends a model that runs apart, and an object runs in this process',
  maxMemory: 'ends a model that runs apart, and an object runs in this process',
  isolate: 'says what a model runs in, and an object runs in this process',
} as const satisfies Partial<Record<keyof CheckOptions, string>>;

/**
 * Holds options against a model that is an object, of which there is no source code to follow, and which runs where it is.
 * @throws GradcheckError `usage` for options that ask for it.
 */
export function refuseFileOptions(options: CheckOptions): void {
  const asked: CheckOptions = { ...options, reference: options.reference === 'fd' ? undefined : options.reference };
  for (const [name, why] of Object.entries(OF_FILES)) {
    if (!asked[name as keyof typeof OF_FILES]) continue;
    const hint = "hand over the path of the model's file";
    throw new GradcheckError('usage', `the option \`${name}\` ${why}`, { hint });
  }
}

function unknownOption(name: string): GradcheckError {
  const names = Object.keys(KINDS);
  const close = closestName(name, names);
  const hint = close ? `did you mean \`${close}\`?` : `the options are ${names.join(', ')}`;
  return new GradcheckError('usage', `there is no option \`${name}\``, { hint });
}
