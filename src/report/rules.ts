import type { Regression } from '../check/report.js';
import { formatNumber } from '../terminal/number-format.js';
import { printable } from '../terminal/sanitize.js';
import { breadcrumb } from './breadcrumb.js';

/** What a problem can be: stable names, for services that keep track of them. Any other rule is the code of an error. */
const RULES: Readonly<Record<string, string>> = {
  'wrong-gradient': 'the gradient is wrong',
  undecided: 'the gradient could not be decided',
  'worse-than-baseline': 'worse than the baseline says',
  'sign-flip': 'the gradient has the wrong sign',
  scale: 'the gradient is a constant multiple of what it should be',
  'missing-term': 'the gradient of a term of the loss is missing',
  'extra-term': 'the gradient has a term too much',
  'missing-factor': 'a factor of the chain rule is missing',
  'wrong-derivative': 'the derivative of a function is replaced by another',
  transposed: 'entries of the gradient are transposed',
  permuted: 'entries of the gradient stand in the place of others',
  'off-by-one': 'entries of the gradient are shifted',
  'zero-gradient': 'the gradient was never filled in',
  'single-entry': 'single entries of the gradient are wrong',
  'non-finite': 'the gradient is not finite',
  'stale-gradient': 'the gradient belongs to another point',
  accumulated: 'the gradient grows from call to call',
  broadcast: 'the gradient is not summed over a broadcast axis, or over a wrong one',
  overwritten: 'a contribution to the gradient is replaced where it should be added',
  copied: 'the gradient of another parameter stands here',
  'loss-mismatch': 'the gradient belongs to another loss',
};

/** What a rule is about, in a few words. */
export function nameRule(rule: string): string {
  return Object.hasOwn(RULES, rule) ? RULES[rule] : 'the model could not be checked';
}

/** In what a parameter is worse than the baseline says. */
export function describeRegression({ kind, point, path, index = [], was, now }: Regression): string {
  const where = point === 'params' ? '' : ` at ${printable(point)}`;
  const place = `${breadcrumb(printable(path), index)}${where}`;
  const change = `, where the baseline has ${formatSize(was)}`;
  if (kind === 'larger-error') return `${place}: the relative error is ${formatSize(now)}${change}`;
  if (now === null) return `${place}: errors of no size relative to the gradient would be seen any more${change}`;
  const sizes = kind === 'absolute-limit' ? 'absolute errors' : 'errors';
  return `${place}: only ${sizes} above ${formatSize(now)} would be seen${change}`;
}

function formatSize(size: number | null): string {
  return size === null ? 'none' : formatNumber(size, 3);
}
