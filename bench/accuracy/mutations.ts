/** Mistakes of hand-written gradients, as changes of the gradient vector. */
export interface Mutation {
  readonly name: string;
  /** Returns the wrong gradient, or null where the mistake makes no difference. */
  apply(context: MutationContext): Float64Array | null;
}

export interface MutationContext {
  readonly gradient: Float64Array;
  readonly point: Float64Array;
  /** Rows of the first parameter as a matrix, if it is one. */
  readonly rows?: number;
  /** Index of the entry to spoil. */
  readonly entry: number;
}

function mapped(name: string, change: (g: number, i: number, context: MutationContext) => number): Mutation {
  return { name, apply: (context) => context.gradient.map((g, i) => change(g, i, context)) };
}

function oneEntry(name: string, change: (g: number, context: MutationContext) => number): Mutation {
  return mapped(name, (g, i, context) => (i === context.entry ? change(g, context) : g));
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((total, value) => total + value * value, 0));
}

/** Index of the neighbour of the spoilt entry. */
function neighbour({ entry, gradient }: MutationContext): number {
  return (entry + 1) % gradient.length;
}

export const MUTATIONS: readonly Mutation[] = [
  mapped('all × 2', (g) => 2 * g),
  mapped('all × ½', (g) => g / 2),
  mapped('all × −1', (g) => -g),
  mapped('all × 12 (sum for mean)', (g) => 12 * g),
  mapped('all × (1 + 1e-3)', (g) => g * (1 + 1e-3)),
  mapped('all × (1 − 2e-4)', (g) => g * (1 - 2e-4)),
  ...[1e-1, 1e-2, 1e-3, 1e-4, 1e-5].map((size) => oneEntry(`one × (1 + 1.5·${size})`, (g) => g * (1 + 1.5 * size))),
  oneEntry('one × 2', (g) => 2 * g),
  oneEntry('one zeroed', () => 0),
  oneEntry('one of other sign', (g) => -g),
  oneEntry('one + 1e-2 norm', (g, { gradient }) => g + 1e-2 * norm(gradient)),
  oneEntry('one − 1e-4 norm', (g, { gradient }) => g - 1e-4 * norm(gradient)),
  mapped('swapped with its neighbour', (g, i, context) => {
    const other = neighbour(context);
    return i === context.entry ? context.gradient[other] : i === other ? context.gradient[context.entry] : g;
  }),
  oneEntry('copied from its neighbour', (_, context) => context.gradient[neighbour(context)]),
  mapped('shifted by one', (_, i, { gradient }) => gradient[(i + 1) % gradient.length]),
  mapped('reversed', (_, i, { gradient }) => gradient[gradient.length - 1 - i]),
  mapped('second half zeroed', (g, i, { gradient }) => (i >= gradient.length / 2 ? 0 : g)),
  mapped('penalty 0.1·x left out', (g, i, { point }) => g - 0.1 * point[i]),
  mapped('penalty 1e-3·x counted twice', (g, i, { point }) => g + 1e-3 * point[i]),
  mapped('clipped at half the largest', (g, _, { gradient }) => {
    const limit = Math.max(...gradient.map(Math.abs)) / 2;
    return Math.min(Math.max(g, -limit), limit);
  }),
  mapped('rounded to 3 digits', (g) => Number(g.toPrecision(3))),
  mapped('every entry + 1e-3 norm', (g, _, { gradient }) => g + 1e-3 * norm(gradient)),
  mapped('absolute values', (g) => Math.abs(g)),
  {
    name: 'first parameter transposed',
    apply: ({ gradient, rows }) => {
      if (rows === undefined) return null;
      const columns = Math.floor(gradient.length / rows);
      const result = gradient.slice();
      for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) result[r * columns + c] = gradient[c * rows + r];
      return result;
    },
  },
];
