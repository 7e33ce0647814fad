import { GradcheckError } from '../errors.js';
import { OPTIONS, type OptionSpec } from './options.js';

/** The variable of an option: `GRADCHECK_LOSS_ACCURACY` of lossAccuracy. */
export function variableOf(name: string): string {
  return `GRADCHECK_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}

/**
 * Options from the environment: those of a check, with which other commands may share them. An empty variable counts
 * as not set.
 * @param specs the options of the command
 * @throws GradcheckError `usage` for a value that is none
 */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  specs: Readonly<Record<string, OptionSpec>>,
): Record<string, unknown> {
  const names = Object.keys(specs).filter((name) => Object.hasOwn(OPTIONS, name) && specs[name].scope !== 'section');
  const given = names.flatMap((name) => {
    const text = env[variableOf(name)];
    if (text === undefined || text === '') return [];
    const { parse, expected } = specs[name].kind;
    const value = parse(text);
    if (value !== undefined) return [[name, value]];
    throw new GradcheckError('usage', `the environment has ${variableOf(name)}=${text}, expected ${expected}`);
  });
  return Object.fromEntries(given);
}
