import type { CommanderError } from 'commander';
import { GradcheckError } from '../errors.js';

const HELP = 'gradcheck --help lists the options';

/** What commander says of a command line, as an error of ours: what is wrong, and what to do. */
export function toUsageError({ message }: CommanderError): GradcheckError {
  const [first, ...rest] = message.replace(/^error: /, '').split('\n');
  // "option '--rtol <x>' argument 'abc' is invalid. expected a number"
  const [what, expected] = first.split(/\. (?=expected )/);
  const suggestion = /^\(Did you mean (.*)\?\)$/.exec(rest.join(' '))?.[1];
  const hint = expected ?? (suggestion === undefined ? HELP : `did you mean ${suggestion}? ${HELP}`);
  return new GradcheckError('usage', what, { hint });
}
