/** A kind of value that an option takes. */
export interface Kind<Value> {
  /** What is expected of text, as on the command line. */
  readonly expected: string;
  /** What is expected of a value, as in a configuration, where that is another thing. */
  readonly expectedValue?: string;
  /** The value that a text stands for; undefined where it stands for none. */
  readonly parse: (text: string) => Value | undefined;
  readonly holds: (value: unknown) => boolean;
  readonly choices?: readonly string[];
  /** A flag: on the command line it is there, or it is not. */
  readonly isFlag?: true;
  /** May be given several times on the command line; elsewhere it is a list. */
  readonly isList?: true;
}

export function numberKind(expected: string, isRight: (value: number) => boolean): Kind<number> {
  const holds = (value: unknown): boolean => typeof value === 'number' && isRight(value);
  const parse = (text: string): number | undefined => {
    const value = Number(text);
    return text.trim() !== '' && isRight(value) ? value : undefined;
  };
  return { expected, parse, holds };
}

export const NOT_NEGATIVE = numberKind('a number ≥ 0, such as 1e-4', (value) => value >= 0 && value !== Infinity);
export const WHOLE = numberKind('a whole number ≥ 0', (value) => Number.isSafeInteger(value) && value >= 0);
export const COUNT = numberKind('a whole number ≥ 1', (value) => Number.isSafeInteger(value) && value >= 1);

/** Each thread loads the model once more: beyond, the machine would be busy with that alone. */
const MOST_THREADS = 256;
export const THREADS = numberKind(
  `a whole number from 1 to ${MOST_THREADS}`,
  (value) => Number.isSafeInteger(value) && value >= 1 && value <= MOST_THREADS,
);

/** A timer of Node can wait no longer. */
const LONGEST_SECONDS = 2_000_000;
export const SECONDS = numberKind(
  `seconds, more than 0 and at most ${LONGEST_SECONDS}`,
  (value) => value > 0 && value <= LONGEST_SECONDS,
);

/** In less than this the thread itself does not start. */
const LEAST_MEGABYTES = 32;
export const MEGABYTES = numberKind(
  `a number of megabytes, at least ${LEAST_MEGABYTES}`,
  (value) => value >= LEAST_MEGABYTES && value !== Infinity,
);

export const TEXT: Kind<string> = {
  expected: 'a text',
  parse: (text) => (text === '' ? undefined : text),
  holds: (value) => typeof value === 'string' && value !== '',
};

const YES = /^(?:1|true|yes|on)$/i;
const NO = /^(?:0|false|no|off)$/i;

/** As text it comes from the environment only. */
export const FLAG: Kind<boolean> = {
  expected: 'true or false',
  parse: (text) => (YES.test(text) ? true : NO.test(text) ? false : undefined),
  holds: (value) => typeof value === 'boolean',
  isFlag: true,
};

export function oneOf<Choice extends string>(...choices: readonly Choice[]): Kind<Choice> {
  return {
    expected: `one of ${choices.join(', ')}`,
    expectedValue: choices.map((choice) => `'${choice}'`).join(' or '),
    parse: (text) => choices.find((choice) => choice === text),
    holds: (value) => (choices as readonly unknown[]).includes(value),
    choices,
  };
}

const isStep = (step: unknown): boolean => typeof step === 'number' && step > 0 && step !== Infinity;

export const STEPS: Kind<readonly number[]> = {
  expected: 'positive numbers with commas between, such as 1e-3,1e-5',
  expectedValue: 'an array of positive numbers, such as [1e-3, 1e-5]',
  parse: (text) => {
    const steps = text.split(',').map(Number);
    return steps.every(isStep) ? steps : undefined;
  },
  holds: (value) => Array.isArray(value) && value.every(isStep),
};

/** Names, separated by commas where they come as one text. */
export const NAMES: Kind<string | readonly string[]> = {
  expected: 'names with commas between',
  expectedValue: 'a text, or an array of texts',
  parse: (text) => text.split(',').map((name) => name.trim()),
  holds: (value) => TEXT.holds(value) || (Array.isArray(value) && value.every(TEXT.holds)),
  isList: true,
};

/** `2/5`: the second of five parts. */
export const SHARD: Kind<{ readonly index: number; readonly count: number }> = {
  expected: 'which part of how many, such as 2/5',
  parse: (text) => {
    const [, index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
    return index >= 1 && index <= count ? { index, count } : undefined;
  },
  holds: () => false,
};
