/** Entries of one parameter in a row, by their places among the active ones. */
export interface Block {
  readonly path: string;
  readonly positions: readonly number[];
}

/** How a unit vector is spread over the parameters. */
export interface DirectionShare {
  readonly path: string;
  /** Σ v² over the parameter, of 1 in all. */
  readonly share: number;
  /** The entry that moves most: its place in the block, and how far. */
  readonly position: number;
  readonly component: number;
}

/** Parameters with less than this have no part in it worth telling. */
const LEAST_SHARE = 0.01;

/** The parameters a direction lives in, the largest share first. */
export function describeDirection(vector: ArrayLike<number>, blocks: readonly Block[]): DirectionShare[] {
  return blocks
    .map(({ path, positions }) => {
      let share = 0;
      let most = 0;
      positions.forEach((position, k) => {
        share += vector[position] ** 2;
        if (Math.abs(vector[position]) > Math.abs(vector[positions[most]])) most = k;
      });
      return { path, share, position: most, component: vector[positions[most]] };
    })
    .filter(({ share }) => share >= LEAST_SHARE)
    .sort((a, b) => b.share - a.share);
}
