import { drawPoint } from '../check/draw-point.js';
import { edgeCases } from '../check/edge-cases.js';
import type { PointDomain } from '../check/point-domain.js';
import { GradcheckError } from '../errors.js';
import { refuseOutside } from '../model/entry-settings.js';
import { readPoint } from '../model/read-point.js';
import { describeValue } from '../model/tree-layout.js';
import { createRandom, type SeededRandom } from '../numdiff/index.js';
import type { RunOptions } from './run-options.js';

/** A point other than `params`. */
export interface FurtherPoint {
  /** As reports call it: `points[0]`, `drawn 3 (seed 1)`, `edge case: zeros`. */
  readonly name: string;
  readonly point: Float64Array;
  /** Whether the user named this very point: then what cannot be evaluated there is an error. */
  readonly isGiven: boolean;
}

/** A function in `points` is asked this often where `--points` does not say. */
const DEFAULT_DRAWS = 3;

type Sampler = (random: () => number) => unknown;

/**
 * The points that the model lists or its functions draw (all of them now, so that what is wrong with them is told before
 * anything is checked); then those that gradcheck draws, where the model has no function that does, and the edge cases.
 * @throws GradcheckError `bad-params`, `user-error`
 */
export async function listPoints(
  points: unknown,
  domain: PointDomain,
  options: RunOptions,
  userRandom: SeededRandom,
): Promise<Iterable<FurtherPoint>> {
  // Whatever was evaluated before, functions that use Math.random see the same numbers.
  userRandom.restart();
  const own = await readPoints(points, domain, options);
  return followUp(own, domain, options, hasSampler(points) ? 0 : (options.points ?? 0));
}

function* followUp(
  own: readonly FurtherPoint[],
  domain: PointDomain,
  options: RunOptions,
  draws: number,
): Generator<FurtherPoint> {
  yield* own;
  const { seed } = options;
  const random = createRandom(seed);
  for (let k = 1; k <= draws; k++) yield { name: drawnName(k, seed), point: drawPoint(domain, random), isGiven: false };
  if (!options.edgeCases) return;
  for (const edgeCase of edgeCases(domain, createRandom(seed))) yield { ...edgeCase, isGiven: false };
}

async function readPoints(points: unknown, domain: PointDomain, options: RunOptions): Promise<FurtherPoint[]> {
  if (points === undefined || points === null) return [];
  const random = createRandom(options.seed);
  if (typeof points === 'function') return drawFrom(points as Sampler, random, '', domain, options);
  if (!Array.isArray(points))
    throw new GradcheckError(
      'bad-params',
      `\`points\` should be an array of parameter trees, or a function that draws one, found ${describeValue(points)}`,
      { hint: 'for example `export const points = [{ w: [1, 2] }, { w: [0, 0] }]`' },
    );
  const read: FurtherPoint[] = [];
  for (const [i, item] of (points as unknown[]).entries()) {
    const name = `points[${i}]`;
    if (typeof item === 'function')
      read.push(...(await drawFrom(item as Sampler, random, `${name} `, domain, options)));
    else read.push({ name, point: readInside(item, name, domain), isGiven: true });
  }
  return read;
}

function hasSampler(points: unknown): boolean {
  return typeof points === 'function' || (Array.isArray(points) && points.some((item) => typeof item === 'function'));
}

async function drawFrom(
  sampler: Sampler,
  random: () => number,
  prefix: string,
  domain: PointDomain,
  { seed, points = DEFAULT_DRAWS }: RunOptions,
): Promise<FurtherPoint[]> {
  const drawn: FurtherPoint[] = [];
  for (let k = 1; k <= points; k++) {
    const name = `${prefix}${drawnName(k, seed)}`;
    let tree: unknown;
    try {
      tree = await sampler(random);
    } catch (error) {
      throw new GradcheckError('user-error', `points() threw at ${name}`, { cause: error });
    }
    drawn.push({ name, point: readInside(tree, name, domain), isGiven: false });
  }
  return drawn;
}

function readInside(tree: unknown, name: string, { layout, settings }: PointDomain): Float64Array {
  const point = readPoint(layout, tree, name);
  refuseOutside(layout, point, settings, name);
  return point;
}

function drawnName(k: number, seed: number): string {
  return `drawn ${k} (seed ${seed})`;
}
