import { GradcheckError } from '../errors.js';
import { OPTION_NAMES, OPTIONS } from './options.js';
import type { CheckOptions, OptionName } from './types.js';

/** The variable of an option: `GRADCHECK_LOSS_ACCURACY` of lossAccuracy. */
export function variableOf(name: OptionName): string {
  return `GRADCHECK_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}

/**
 * Options from the environment. An empty variable counts as not set.
 * @throws GradcheckError `usage` for a value that is none
 */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): CheckOptions {
  const given = OPTION_NAMES.flatMap((name) => {
    const text = env[variableOf(name)];
    if (text === undefined || text === '') return [];
    const { parse, expected } = OPTIONS[name].kind;
    const value = parse(text);
    if (value !== undefined) return [[name, value]];
    throw new GradcheckError('usage', `the environment has ${variableOf(name)}=${text}, expected ${expected}`);
  });
  return Object.fromEntries(given) as CheckOptions;
}
