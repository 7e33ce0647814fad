import { quantileOfSorted } from './sliding-window.js';

/** What the loss did, at the start of a run and lately. Plain data. */
export interface LossTrend {
  readonly first: number[];
  /** Oldest first. */
  readonly recent: number[];
}

const WINDOW = 100;
const AT_START = 5;
/** Fewer losses than this show no trend. */
const FEWEST = 20;
/** Changes below this share of the loss are none: at a minimum it moves by rounding. */
export const MATERIAL = 1e-3;
/** A loss that came down by this share of itself was trained. */
const TRAINED = 1e-2;

export function createLossTrend(): LossTrend {
  return { first: [], recent: [] };
}

export function pushLoss({ first, recent }: LossTrend, loss: number | undefined): void {
  if (loss === undefined || !Number.isFinite(loss)) return;
  if (first.length < AT_START) first.push(loss);
  if (recent.length === WINDOW) recent.shift();
  recent.push(loss);
}

/** Whether the loss comes down over the window, by the medians of its first and last third. */
export function isFalling(trend: LossTrend): boolean {
  if (trend.recent.length < FEWEST) return false;
  const { before, now } = thirds(trend.recent);
  return before - now > MATERIAL * Math.abs(before);
}

/** Whether the loss has come down since the start of the run and stays where it is. */
export function hasConverged(trend: LossTrend): boolean {
  if (trend.recent.length < FEWEST) return false;
  const { before, now } = thirds(trend.recent.slice(-FEWEST));
  const start = median(trend.first);
  // Against the whole descent: at a minimum of 0 the loss itself is rounding.
  return start - now > TRAINED * Math.abs(start) && Math.abs(before - now) <= MATERIAL * (start - now);
}

export function median(values: readonly number[]): number {
  return quantileOfSorted(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

function thirds(recent: readonly number[]): { before: number; now: number } {
  const third = Math.ceil(recent.length / 3);
  return { before: median(recent.slice(0, third)), now: median(recent.slice(-third)) };
}
