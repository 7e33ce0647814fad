import fc from 'fast-check';

/** Values that a module may hold, as text; some do something when they are read. */
const VALUE = fc.oneof(
  fc.constantFrom(
    '[0.5, -1.5]',
    '{ w: [0.5, -1.5], b: 2 }',
    'new Float32Array([0.5, 2])',
    '({ get w() { throw new Error("read") } })',
    'new Proxy({ w: 1 }, { ownKeys() { throw new Error("trapped") } })',
    'Object.freeze({ w: Object.freeze([1, 2]) })',
    '(() => { const a = {}; a.a = a; return a; })()',
    '[1, , 3]',
    '[[1, 2], [3]]',
    '{ [Symbol("s")]: 1, w: 1 }',
    'new Map([["w", 1]])',
    '1n',
    'NaN',
    'Promise.resolve([1, 2])',
    'new Promise(() => {})',
    'Promise.reject(new Error("rejected"))',
    '(function* () { yield 1; })()',
    'Object.create(null)',
    '[]',
    'null',
    'undefined',
    '() => { throw null; }',
    'class { constructor() { throw 1; } }',
  ),
  fc.anything({ maxDepth: 2, withNullPrototype: true, withSparseArray: true }).map((value) => fc.stringify(value)),
);

const PARAMS = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('[0.5, -1.5]', '{ w: [0.5, -1.5], b: 2 }', '3') },
  VALUE,
);

/** What may stand for a loss or a gradient. */
const FUNCTION = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('sum', 'slopes', 'wrongSlopes') },
  VALUE.map((text) => `() => (${text})`),
  fc.constantFrom(
    'async (p) => sum(p)',
    'function* () { yield 1; }',
    'async function* () { yield 1; }',
    '() => { for (;;); }',
    '() => process.exit(0)',
    '() => process.kill(process.pid, "SIGTERM")',
    '() => { process.exitCode = 9; return 1; }',
    '() => { queueMicrotask(() => { throw new Error("later"); }); return 1; }',
    '(p) => { delete p.w; return 1; }',
    '(p) => { console.log(p); console.error("\\u001b[2J"); return 1; }',
    '() => { throw Object.assign(new Error("\\u001b[31m::error::<b>"), { stack: 3 }); }',
    '() => globalThis.nothing.there',
    'eval',
    'Symbol',
  ),
);

const KEY = fc.constantFrom('params', 'data', 'points', 'bounds', 'scale', 'frozen', 'dtype', 'name', 'tolerance');

const HELPERS = `
const leaves = (tree) => (typeof tree === 'number' ? [tree] : Object.values(tree ?? {}).flatMap(leaves));
const map = (tree, f) => typeof tree === 'number' ? f(tree) : ArrayBuffer.isView(tree) ? tree.map(f) : Array.isArray(tree)
  ? tree.map((item) => map(item, f)) : Object.fromEntries(Object.entries(tree ?? {}).map(([key, item]) => [key, map(item, f)]));
const sum = (tree) => leaves(tree).reduce((total, x) => total + x ** 2, 0);
const slopes = (tree) => map(tree, (x) => 2 * x);
const wrongSlopes = (tree) => map(tree, (x) => -2 * x);
`;

/** The text of a module, most of which have parameters, a loss and a gradient of some kind. */
export const SOURCE = fc
  .record({
    params: fc.option(PARAMS, { freq: 24 }),
    loss: fc.option(fc.oneof({ weight: 2, arbitrary: fc.constant('sum') }, FUNCTION), { freq: 24 }),
    gradient: fc.option(fc.oneof({ weight: 2, arbitrary: fc.constant('slopes') }, FUNCTION), { freq: 24 }),
    others: fc.dictionary(KEY, fc.oneof(VALUE, FUNCTION), { maxKeys: 1, noNullPrototype: true }),
    isDefault: fc.boolean(),
    ending: fc.oneof(
      { weight: 16, arbitrary: fc.constant('') },
      fc.constantFrom('throw 7;', 'await 0;', 'process.exit(0);', 'export const', 'import "./nowhere.js";', '%'),
    ),
  })
  .map(({ isDefault, ending, others, ...own }) => {
    const parts = Object.entries({ ...others, ...own }).filter(([, text]) => text !== null);
    const exported = isDefault
      ? `export default { ${parts.map(([key, text]) => `${key}: ${text}`).join(', ')} };`
      : parts.map(([key, text]) => `export const ${key} = ${text};`).join('\n');
    return `${HELPERS}${exported}\n${ending}\n`;
  });
