import { InvalidArgumentError } from 'commander';

/** Values of options, read from their text. They throw InvalidArgumentError for what commander says with the option's name. */

export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0) || value === Infinity)
    throw new InvalidArgumentError('expected a number ≥ 0, such as 1e-4');
  return value;
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError('expected a whole number ≥ 0');
  return value;
}

export function sampleCount(text: string): number {
  const count = wholeNumber(text);
  if (count < 1) throw new InvalidArgumentError('expected a whole number ≥ 1');
  return count;
}

export function stepList(text: string): number[] {
  const steps = text.split(',').map(Number);
  if (steps.some((step) => !(step > 0) || step === Infinity))
    throw new InvalidArgumentError('expected positive numbers with commas between, such as 1e-3,1e-5');
  return steps;
}

export function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}
