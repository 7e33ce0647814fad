import fc from 'fast-check';

/** Anything that JavaScript can hold. */
const ANYTHING = fc.anything({
  maxDepth: 3,
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

const NUMBER = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
  { weight: 1, arbitrary: fc.double() },
);
const KEY = fc.oneof(fc.constantFrom('w', 'b', 'x y', '__proto__', 'constructor', 'length', '0', ''), fc.string());

/** Parameter trees, most of which are right. */
const { tree: TREE } = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(
    NUMBER,
    fc.array(NUMBER, { maxLength: 4 }),
    fc.float64Array({ maxLength: 4 }),
    fc.float32Array({ maxLength: 4 }),
    fc.array(fc.array(NUMBER, { minLength: 2, maxLength: 2 }), { maxLength: 3 }),
  ),
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(KEY, tie('tree'), { maxKeys: 3 }),
  ),
}));

type Numbers = (value: number) => number;

/** A tree of the same shape with a function applied to its numbers; what is no tree is left as it is. */
export function mapTree(value: unknown, change: Numbers): unknown {
  if (typeof value === 'number') return change(value);
  if (value instanceof Float64Array || value instanceof Float32Array) return value.map(change);
  if (Array.isArray(value)) return value.map((item) => mapTree(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTree(item, change)]));
}

function sumTree(value: unknown, change: Numbers): number {
  let sum = 0;
  mapTree(value, (item) => ((sum += change(item)), item));
  return sum;
}

/** Does something that a model should not, in a call that it picks. */
const MISCHIEF = fc.record({
  call: fc.nat({ max: 30 }),
  deed: fc.oneof(
    fc.record({ kind: fc.constant('throw' as const), value: ANYTHING }),
    fc.record({ kind: fc.constant('return' as const), value: ANYTHING }),
    fc.record({ kind: fc.constant('promise' as const), value: ANYTHING }),
    fc.record({ kind: fc.constant('empty' as const), value: fc.constant(undefined) }),
  ),
});

interface Mischief {
  call: number;
  deed: { kind: 'throw' | 'return' | 'promise' | 'empty'; value: unknown };
}

/** A function as it should be, but for one call. */
function spoil(call: (tree: unknown) => unknown, mischief: Mischief | null): (tree: unknown) => unknown {
  let calls = 0;
  return (tree) => {
    if (!mischief || calls++ !== mischief.call) return call(tree);
    const { kind, value } = mischief.deed;
    if (kind === 'throw') throw value;
    if (kind === 'promise') return Promise.resolve(value);
    if (kind === 'empty' && typeof tree === 'object' && tree !== null)
      for (const key of Object.keys(tree)) Reflect.deleteProperty(tree, key);
    return kind === 'return' ? value : call(tree);
  };
}

const LOSSES: readonly { loss: Numbers; slope: Numbers }[] = [
  { loss: (x) => x * x, slope: (x) => 2 * x },
  { loss: Math.sin, slope: Math.cos },
  { loss: Math.abs, slope: Math.sign },
  { loss: Math.log, slope: (x) => 1 / x },
  { loss: Math.round, slope: () => 0 },
  { loss: (x) => Math.exp(40 * x), slope: (x) => 40 * Math.exp(40 * x) },
  { loss: () => 0, slope: () => 0 },
];

/** Models that are right, wrong, or misbehave in some call. */
export const MODEL = fc
  .record({
    params: fc.oneof({ weight: 6, arbitrary: TREE }, { weight: 1, arbitrary: ANYTHING }),
    shape: fc.constantFrom(...LOSSES),
    factor: fc.constantFrom(1, 1, 1, -1, 2, 0, NaN, Infinity),
    lossMischief: fc.option(MISCHIEF, { freq: 3 }),
    gradientMischief: fc.option(MISCHIEF, { freq: 3 }),
    isPair: fc.boolean(),
  })
  .map(({ params, shape, factor, lossMischief, gradientMischief, isPair }) => {
    const loss = (tree: unknown): number => sumTree(tree, shape.loss);
    const slopes = (tree: unknown): unknown => mapTree(tree, (x) => factor * shape.slope(x));
    const gradient = spoil(slopes, gradientMischief);
    const both = (tree: unknown) => ({ loss: loss(tree), gradient: gradient(tree) });
    return { params, loss: spoil(loss, lossMischief), ...(isPair ? { lossAndGradient: both } : { gradient }) };
  });

const NAMES =
  'params loss gradient lossAndGradient data points bounds scale frozen dtype lossAccuracy tolerance name default';
const EXPORT = fc.constantFrom(...NAMES.split(' '));

/** Modules whose exports are anything, some of them functions that return anything. */
export const MODULE = fc.dictionary(
  EXPORT,
  fc.oneof(
    ANYTHING,
    ANYTHING.map((value) => () => value),
    TREE,
  ),
  { maxKeys: 8 },
);

/** A right model with settings that are anything. */
export const SETTINGS = fc
  .dictionary(
    fc.constantFrom('bounds', 'scale', 'frozen', 'dtype', 'lossAccuracy', 'tolerance', 'name', 'data', 'points'),
    fc.oneof(
      ANYTHING,
      fc.dictionary(fc.constantFrom('w', 'b', 'params'), fc.oneof(ANYTHING, fc.tuple(NUMBER, NUMBER), NUMBER)),
      fc.array(fc.constantFrom('w', 'b', 'v')),
    ),
  )
  .map((settings) => ({
    params: { w: [0.5, -1.5], b: 2 },
    loss: (tree: unknown) => sumTree(tree, Math.sin),
    gradient: (tree: unknown) => mapTree(tree, Math.cos),
    ...settings,
  }));
