import { childPath, displayPath } from './path.js';

/** A block of memory inside a tree: an array, or the part of a buffer that a typed array shows. */
interface Block {
  readonly path: string;
  readonly owner: object;
  readonly start: number;
  readonly end: number;
}

const MOST_BLOCKS = 100_000;

/** The arrays and typed arrays of a tree. Never throws: what cannot be read is left out. */
function listBlocks(tree: unknown): Block[] {
  const blocks: Block[] = [];
  const seen = new Set<object>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null || blocks.length > MOST_BLOCKS) return;
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value;
      blocks.push({ path, owner: buffer, start: byteOffset, end: byteOffset + byteLength });
      return;
    }
    if (Array.isArray(value)) {
      blocks.push({ path, owner: value, start: 0, end: 1 });
      // Rows of numbers hold no further blocks, and an array met twice needs no second look.
      if (seen.has(value) || typeof value[0] === 'number') return;
      seen.add(value);
      value.forEach((item, i) => walk(item, childPath(path, i)));
      return;
    }
    if (seen.has(value)) return;
    seen.add(value);
    for (const key of Object.keys(value)) walk((value as Record<string, unknown>)[key], childPath(path, key));
  };
  try {
    walk(tree, '');
  } catch {
    // A getter that throws: what was found so far will do.
  }
  return blocks;
}

/** Two places of one tree that share memory, or null. */
export function findSharedStorage(tree: unknown): [string, string] | null {
  const byOwner = new Map<object, Block[]>();
  for (const block of listBlocks(tree)) {
    const others = byOwner.get(block.owner) ?? [];
    const other = others.find(({ start, end }) => block.start < end && start < block.end);
    if (other) return [displayPath(other.path), displayPath(block.path)];
    byOwner.set(block.owner, [...others, block]);
  }
  return null;
}

/** A place in `tree` whose memory is also part of `other`, or null. */
export function findCommonStorage(tree: unknown, other: unknown): string | null {
  const owners = new Map<object, Block[]>();
  for (const block of listBlocks(other)) owners.set(block.owner, [...(owners.get(block.owner) ?? []), block]);
  const shared = listBlocks(tree).find((block) =>
    owners.get(block.owner)?.some(({ start, end }) => block.start < end && start < block.end),
  );
  return shared ? displayPath(shared.path) : null;
}
