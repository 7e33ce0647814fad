import { GradcheckError } from '../errors.js';
import { closestName } from './model-definition.js';
import { selectBelow } from './path.js';
import { describeValue, type Leaf, type TreeLayout } from './tree-layout.js';

/** What a model says of single entries: bounds, scales, frozen leaves. Arrays are flat, in tree order. */
export interface EntrySettings {
  readonly lower?: Float64Array;
  readonly upper?: Float64Array;
  /** 0 where nothing was declared. */
  readonly scale?: Float64Array;
  /** Paths of frozen leaves. */
  readonly frozen: ReadonlySet<string>;
}

/** @throws GradcheckError `bad-params` for a path that names nothing, or a value that is none. */
export function readEntrySettings(
  layout: TreeLayout,
  model: { bounds?: unknown; scale?: unknown; frozen?: unknown },
): EntrySettings {
  return {
    ...readBounds(layout, model.bounds),
    scale: readScale(layout, model.scale),
    frozen: readFrozen(layout, model.frozen),
  };
}

/**
 * Refuses a point outside its bounds.
 * @param name how the message calls the point, where it is not `params`
 * @throws GradcheckError `bad-params`
 */
export function refuseOutside(
  layout: TreeLayout,
  point: Float64Array,
  { lower, upper }: EntrySettings,
  name?: string,
): void {
  for (const leaf of layout.leaves) {
    for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) {
      if (point[i] >= (lower?.[i] ?? -Infinity) && point[i] <= (upper?.[i] ?? Infinity)) continue;
      throw new GradcheckError(
        'bad-params',
        `${name === undefined ? '' : `${name}: `}${leaf.path} is ${point[i]}, outside its bounds [${lower?.[i]}, ${upper?.[i]}]`,
        { hint: 'move the point inside, or correct `bounds`' },
      );
    }
  }
}

function readBounds(layout: TreeLayout, bounds: unknown): { lower?: Float64Array; upper?: Float64Array } {
  if (bounds === undefined) return {};
  const lower = new Float64Array(layout.size).fill(-Infinity);
  const upper = new Float64Array(layout.size).fill(Infinity);
  for (const [path, value] of entriesOf(bounds, 'bounds')) {
    const pair = Array.isArray(value) ? value : [];
    if (
      pair.length !== 2 ||
      pair.some((bound) => typeof bound !== 'number' || Number.isNaN(bound)) ||
      pair[0] > pair[1]
    ) {
      throw new GradcheckError(
        'bad-params',
        `bounds of ${path}: expected [lower, upper] with lower ≤ upper, found ${describeValue(value)}`,
        {
          hint: 'for example `export const bounds = { rate: [0, 1] }`; use -Infinity or Infinity for an open side',
        },
      );
    }
    for (const [start, end] of rangesOf(layout, path, 'bounds')) {
      lower.fill(pair[0], start, end);
      upper.fill(pair[1], start, end);
    }
  }
  return { lower, upper };
}

function readScale(layout: TreeLayout, scale: unknown): Float64Array | undefined {
  if (scale === undefined) return undefined;
  const result = new Float64Array(layout.size);
  for (const [path, value] of entriesOf(scale, 'scale')) {
    if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) {
      throw new GradcheckError(
        'bad-params',
        `scale of ${path}: expected a positive number, found ${describeValue(value)}`,
      );
    }
    for (const [start, end] of rangesOf(layout, path, 'scale')) result.fill(value, start, end);
  }
  return result;
}

function readFrozen(layout: TreeLayout, frozen: unknown): Set<string> {
  if (frozen === undefined) return new Set();
  if (!Array.isArray(frozen))
    throw new GradcheckError(
      'bad-params',
      `\`frozen\` should be an array of parameter paths, found ${describeValue(frozen)}`,
    );
  const paths = new Set<string>();
  for (const path of frozen as unknown[]) {
    const leaves = typeof path === 'string' ? selectBelow(layout.leaves, path) : [];
    if (leaves.length === 0) throw unknownPath(String(path), 'frozen', layout);
    for (const leaf of leaves) paths.add(leaf.path);
  }
  return paths;
}

function entriesOf(value: unknown, name: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GradcheckError(
      'bad-params',
      `\`${name}\` should be an object { path: … }, found ${describeValue(value)}`,
    );
  }
  return Object.entries(value);
}

/** The flat ranges that a path names: a leaf, all leaves below it, or one entry of a leaf (`W[0][3]`, `W[0,3]`). */
function rangesOf(layout: TreeLayout, path: string, name: string): [number, number][] {
  const leaves = selectBelow(layout.leaves, path);
  if (leaves.length > 0) return leaves.map((leaf) => [leaf.offset, leaf.offset + leaf.size]);
  for (const leaf of layout.leaves) {
    const range = rangeInside(leaf, path);
    if (range) return [range];
  }
  throw unknownPath(path, name, layout);
}

function rangeInside(leaf: Leaf, path: string): [number, number] | null {
  const prefix = path.startsWith(leaf.path) ? leaf.path : leaf.path === 'params' && path.startsWith('[') ? '' : null;
  if (prefix === null || leaf.shape.length === 0) return null;
  const rest = path.slice(prefix.length);
  if (!/^(\[\d+(,\s*\d+)*\])+$/.test(rest)) return null;
  const index = rest.match(/\d+/g)!.map(Number);
  if (index.length > leaf.shape.length || index.some((i, k) => i >= leaf.shape[k])) return null;
  const stride = leaf.shape.slice(index.length).reduce((product, extent) => product * extent, 1);
  const position = index.reduce((at, i, k) => at * leaf.shape[k] + i, 0);
  return [leaf.offset + position * stride, leaf.offset + (position + 1) * stride];
}

function unknownPath(path: string, name: string, layout: TreeLayout): GradcheckError {
  const paths = layout.leaves.map((leaf) => leaf.path);
  const close = closestName(path, paths);
  return new GradcheckError('bad-params', `\`${name}\` names ${JSON.stringify(path)}, but there is no such parameter`, {
    hint: close
      ? `did you mean ${close}?`
      : `the parameters are ${paths.slice(0, 12).join(', ')}${paths.length > 12 ? ', …' : ''}`,
  });
}
