/** How the learning rate changes over a run. */
export interface Schedule {
  readonly kind: 'constant' | 'step' | 'cosine';
  /** The highest learning rate. */
  readonly rate: number;
  /** Steps in which it rises from 0. */
  readonly warmup: number;
  /** Steps of the run. */
  readonly steps: number;
}

const DECAY = 0.1;
const STAGES = 3;

/** The learning rate of a step, counted from 0. Cosine as of Loshchilov and Hutter (2017), without restarts. */
export function rateAt({ kind, rate, warmup, steps }: Schedule, step: number): number {
  if (step < warmup) return (rate * (step + 1)) / (warmup + 1);
  const share = (step - warmup) / Math.max(1, steps - warmup);
  if (kind === 'step') return rate * DECAY ** Math.min(STAGES - 1, Math.floor(STAGES * share));
  return kind === 'cosine' ? (rate * (1 + Math.cos(Math.PI * share))) / 2 : rate;
}
