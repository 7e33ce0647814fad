import type { Piece } from './measure-block.js';

/** The gradient before, as far as it is kept. Plain data. */
export interface Direction {
  values: Float64Array;
  /** Whether there has been one. */
  isKnown: boolean;
}

/** Entries that are kept: of more, an even sample stands for the whole, so that the monitor stays cheap. */
const MOST_ENTRIES = 16_384;

export function createDirection(): Direction {
  return { values: new Float64Array(0), isKnown: false };
}

/**
 * The cosine of the angle between a gradient and the one given before; undefined for the first, or where one of them is
 * 0 or not finite. Over more than 16384 entries it is that of a sample.
 */
export function turnTo(direction: Direction, blocks: readonly (readonly Piece[])[]): number | undefined {
  const total = blocks.reduce((sum, pieces) => sum + pieces.reduce((part, { from, to }) => part + to - from, 0), 0);
  const stride = Math.ceil(total / MOST_ENTRIES);
  const count = stride === 0 ? 0 : Math.ceil(total / stride);
  if (direction.values.length !== count) {
    direction.values = new Float64Array(count);
    direction.isKnown = false;
  }
  const products = { own: 0, before: 0, cross: 0, place: 0, skip: 0 };
  for (const pieces of blocks) for (const piece of pieces) compare(direction.values, piece, stride, products);
  const cosine = products.cross / Math.sqrt(products.own * products.before);
  const wasKnown = direction.isKnown;
  direction.isKnown = true;
  return wasKnown && Number.isFinite(cosine) ? Math.max(-1, Math.min(1, cosine)) : undefined;
}

interface Products {
  own: number;
  before: number;
  cross: number;
  /** Where the next entry is kept. */
  place: number;
  /** Entries of the next piece to pass over. */
  skip: number;
}

function compare(kept: Float64Array, { values, from, to }: Piece, stride: number, products: Products): void {
  let { own, before, cross, place } = products;
  let i = from + products.skip;
  for (; i < to; i += stride) {
    const value = values[i];
    const last = kept[place];
    own += value * value;
    before += last * last;
    cross += value * last;
    kept[place++] = value;
  }
  products.skip = i - to;
  products.own = own;
  products.before = before;
  products.cross = cross;
  products.place = place;
}
