import { createRandom } from '../../src/numdiff/random.js';

/** Draws of random numbers of many distributions, all from one seed. */
export class Honest {
  readonly uniform: () => number;

  constructor(seed: number) {
    this.uniform = createRandom(seed);
  }

  /** Box and Muller. */
  normal = (): number => Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());

  exponential = (): number => -Math.log(1 - this.uniform());

  /** Of half whole shapes: a sum of exponential numbers, and half the square of a normal one. */
  gamma = (shape: number): number => {
    let sum = shape % 1 === 0 ? 0 : this.normal() ** 2 / 2;
    for (let i = 0; i < Math.floor(shape); i++) sum += this.exponential();
    return sum;
  };

  sign = (): number => (this.uniform() < 0.5 ? -1 : 1);

  /** Counts the exponential waits within a time. */
  poisson = (mean: number): number => {
    let count = -1;
    for (let time = 0; time < mean; time += this.exponential()) count++;
    return count;
  };
}

export type Draw = (honest: Honest) => number;

/** Distributions of numbers in which nothing is wrong. */
export const DISTRIBUTIONS: Readonly<Record<string, Draw>> = {
  normal: ({ normal }) => normal(),
  uniform: ({ uniform }) => uniform(),
  exponential: ({ exponential }) => exponential(),
  'lognormal, sd 0.5': ({ normal }) => Math.exp(0.5 * normal()),
  'lognormal, sd 1': ({ normal }) => Math.exp(normal()),
  Laplace: ({ exponential, sign }) => sign() * exponential(),
  't, 5 degrees': ({ normal, gamma }) => normal() / Math.sqrt(gamma(2.5) / 2.5),
  'beta(2, 5)': ({ gamma }) => {
    const [a, b] = [gamma(2), gamma(5)];
    return a / (a + b);
  },
  'beta(0.5, 0.5)': ({ uniform }) => Math.sin((Math.PI / 2) * uniform()) ** 2,
  'Poisson, mean 1': ({ poisson }) => poisson(1),
  'Poisson, mean 5': ({ poisson }) => poisson(5),
  'yes or no': ({ uniform }) => (uniform() < 0.3 ? 1 : 0),
  'whole numbers to 10': ({ uniform }) => Math.floor(11 * uniform()),
  'two humps': ({ normal, sign }) => normal() + 4 * sign(),
};

/** Of which it may be told that their tails are heavy. */
export const TRULY_HEAVY: ReadonlySet<string> = new Set(['lognormal, sd 1', 'Laplace', 't, 5 degrees']);
