import { needsEntries, type Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { be, formatValue, gradientsOf } from '../words.js';

/** Number formats by the bits of their significand. */
const FORMATS: readonly (readonly [number, string])[] = [
  [8, 'bfloat16'],
  [11, 'half precision (float16)'],
];

/**
 * Claims that lost digits: a = trunc(n) or round(n) as in an integer array, a = n rounded to 8 or 11 bits as in a
 * half-precision buffer, or a = ±L wherever |n| > L, clipped by value. None of the codes means that: it is told in words.
 */
export function detectRounded(parameter: ParameterEvidence): Finding | null {
  return asIntegers(parameter) ?? asShort(parameter) ?? asDecimals(parameter) ?? asClipped(parameter);
}

function asIntegers(parameter: ParameterEvidence): Finding | null {
  const { known, claimed, numeric, bound } = parameter;
  const isVaried = known.some((i) => claimed[i] !== claimed[known[0]]);
  if (!isVaried || !known.every((i) => Number.isInteger(claimed[i]))) return null;
  for (const [round, name] of [
    [Math.trunc, 'cut'],
    [Math.round, 'rounded'],
    [Math.floor, 'rounded down'],
  ] as const) {
    // On either side of a jump of the rounding function both whole numbers may come out.
    const support = matchClaims(parameter, {
      value: (i) =>
        round(numeric[i] - bound[i]) === claimed[i] || round(numeric[i] + bound[i]) === claimed[i]
          ? claimed[i]
          : Infinity,
      error: () => 0,
    });
    if (!support) continue;
    return {
      code: 'unknown',
      parameter,
      key: 'integers',
      support,
      accepts: needsEntries(3),
      describe: ({ paths }) =>
        `${gradientsOf(paths)} ${be(paths)} right but for the digits behind the point, which are ${name}: an integer array (as Int32Array) or a rounding function on the way`,
    };
  }
  return null;
}

function asShort(parameter: ParameterEvidence): Finding | null {
  const { known, claimed, numeric, bound } = parameter;
  for (const [digits, name] of FORMATS) {
    if (!known.every((i) => isShort(claimed[i], digits))) continue;
    const support = matchClaims(parameter, {
      value: (i) =>
        Math.abs(claimed[i] - numeric[i]) <= bound[i] + halfUnit(numeric[i], digits) ? claimed[i] : Infinity,
      error: () => 0,
    });
    if (!support) continue;
    return {
      code: 'unknown',
      parameter,
      key: `short ${digits}`,
      support,
      accepts: needsEntries(3),
      describe: ({ paths }) =>
        `${gradientsOf(paths)} ${be(paths)} right to ${digits} binary digits and end there: stored in ${name} on the way, and too coarse to be told from wrong`,
    };
  }
  return null;
}

const MOST_DECIMALS = 6;

/** a = n to so many places behind the point, as `toFixed` gives them. */
function asDecimals(parameter: ParameterEvidence): Finding | null {
  const { known, claimed, numeric, bound } = parameter;
  const isDecimal = (value: number, places: number): boolean => Number(value.toFixed(places)) === value;
  for (let places = 1; places <= MOST_DECIMALS; places++) {
    if (!known.every((i) => isDecimal(claimed[i], places))) continue;
    const unit = 10 ** -places;
    const support = matchClaims(parameter, {
      value: (i) => (Math.abs(claimed[i] - numeric[i]) <= bound[i] + unit ? claimed[i] : Infinity),
      error: () => 0,
    });
    if (!support) continue;
    return {
      code: 'unknown',
      parameter,
      key: `decimals ${places}`,
      support,
      accepts: needsEntries(3),
      describe: ({ paths }) =>
        `${gradientsOf(paths)} ${be(paths)} right to ${places} decimal${places > 1 ? 's' : ''} and end${paths.length > 1 ? '' : 's'} there: rounded on the way, as by toFixed, and too coarse to be told from wrong`,
    };
  }
  return null;
}

function isShort(value: number, digits: number): boolean {
  return value === 0 || Number.isInteger(value / unit(value, digits));
}

function unit(value: number, digits: number): number {
  return 2 ** (Math.floor(Math.log2(Math.abs(value))) - digits + 1);
}

function halfUnit(value: number, digits: number): number {
  // A value next to a power of two may be rounded in the coarser unit beyond it.
  return value === 0 ? 0 : unit(value, digits);
}

function asClipped(parameter: ParameterEvidence): Finding | null {
  const { wrong, claimed, numeric, bound, right } = parameter;
  if (wrong.length < 2) return null;
  const limit = Math.abs(claimed[wrong[0]]);
  const isClipped = wrong.every(
    (i) => Math.abs(claimed[i]) === limit && Math.sign(claimed[i]) * numeric[i] > limit - bound[i],
  );
  if (limit === 0 || !isClipped || right.length === 0 || right.some((i) => Math.abs(claimed[i]) > limit)) return null;
  const support = matchClaims(parameter, {
    value: (i) => (parameter.isWrong(i) ? Math.sign(numeric[i]) * limit : numeric[i]),
    error: (i) => (parameter.isWrong(i) ? 0 : bound[i]),
    constants: 1,
  });
  return (
    support && {
      code: 'unknown',
      parameter,
      key: `clipped ${limit}`,
      support,
      accepts: needsEntries(2),
      describe: ({ paths }) =>
        `${gradientsOf(paths)} ${be(paths)} right up to ±${formatValue(limit)} and cut off there: clipped by value; check the gradient before it is clipped`,
    }
  );
}
