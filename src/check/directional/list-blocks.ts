import type { Leaf } from '../../model/tree-layout.js';
import type { Range } from './range-tester.js';

/** More parameters than this are looked at in groups first. */
const MOST_BLOCKS = 64;

/** Leaves whose entries move along one direction together. */
export interface Block extends Range {
  readonly leaves: readonly Leaf[];
}

/** Each leaf a block; of many leaves, neighbours together, as many in each. */
export function listBlocks(leaves: readonly Leaf[]): Block[] {
  const perBlock = Math.ceil(leaves.length / MOST_BLOCKS);
  const blocks: Block[] = [];
  for (let k = 0; k < leaves.length; k += perBlock) {
    const group = leaves.slice(k, k + perBlock);
    blocks.push({ leaves: group, from: group[0].offset, to: rangeOf(group[group.length - 1]).to });
  }
  return blocks;
}

export function rangeOf({ offset, size }: Leaf): Range {
  return { from: offset, to: offset + size };
}
