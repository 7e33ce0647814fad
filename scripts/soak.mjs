// Checks some hundred hostile models in one call, three times in the same process, and looks for what is left:
// memory, threads, open files, listeners, processes, files of bundles. Everything follows from the seed.
//   npm run soak [-- models a call, default 120] [seed, default 1] [isolation, default worker]
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { check } from '../dist/index.js';

const count = Number(process.argv[2] ?? 120);
const seed = Number(process.argv[3] ?? 1);
const LIMITS = { timeout: 0.5, maxMemory: 200, isolate: process.argv[4] ?? 'worker' };
const CALLS = 3;

/** What may be left of it: memory that the allocator keeps, and caches that fill once. */
const MOST_GROWTH_MB = { rss: 60, heap: 3 };

/** Statements of a loss; what is right follows them. Several are more likely than others. */
const DEEDS = [
  '',
  '',
  'for (;;);',
  'process.exit(3);',
  'process.kill(process.pid);',
  'throw null;',
  'throw new Error("x".repeat(1e5));',
  'void Promise.reject(new Error("unheard"));',
  'return new Promise(() => {});',
  'setInterval(() => {}, 1);',
  'process.on("exit", () => { for (;;); });',
  'globalThis.kept = (globalThis.kept ?? []).concat(new Float64Array(1e6).fill(1));',
  'globalThis.all ??= []; for (;;) globalThis.all.push(new Float64Array(1e5).fill(1));',
  'globalThis.all ??= []; for (;;) globalThis.all.push({ x: [1, 2, 3] });',
  'console.log("flood".repeat(1000));',
  'Array.prototype.map = () => [];',
  'return (function deeper() { return deeper() + 1; })();',
  'spawn("sleep", ["60"]).unref();',
  'openSync(import.meta.filename);',
  'new Worker("setInterval(() => {}, 1)", { eval: true });',
  'return { item: () => BigInt(1) };',
  'p.w.length = 0;',
];

const folder = mkdtempSync(join(tmpdir(), 'gradcheck-soak-'));
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
try {
  writeModels();
  const states = [];
  for (let call = 1; call <= CALLS; call++) {
    const started = performance.now();
    const { report, printed } = await checkQuietly();
    const { summary, models } = report;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (models.length !== count) throw new Error(`${models.length} of ${count} models have a report`);
    states.push(await takeStock());
    console.log(`call ${call}: ${summary.verdict}, ${countCodes(models)}; ${printed} characters printed; ${seconds} s`);
  }
  console.table(states);
  const problems = compare(states[0], states.at(-1));
  for (const problem of problems) console.log(`LEFT: ${problem}`);
  if (problems.length === 0) console.log('stable: nothing is left');
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What models print goes to stderr; here it is counted. */
async function checkQuietly() {
  const { write } = process.stderr;
  let printed = 0;
  process.stderr.write = (text) => ((printed += text.length), true);
  try {
    const report = await check(join(folder, '*.mjs'), { ...LIMITS, seed });
    return { report, printed };
  } finally {
    process.stderr.write = write;
  }
}

function writeModels() {
  const random = createRandom(seed);
  mkdirSync(join(folder, 'node_modules'));
  for (let i = 0; i < count; i++) {
    const deed = DEEDS[Math.floor(random() * DEEDS.length)];
    const when = ['', `if (++calls > ${Math.floor(random() * 20)}) `, ''][Math.floor(random() * 3)];
    const isAtImport = random() < 0.1 && !/return|p\.w/.test(deed);
    const text = `import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
let calls = 0;
${isAtImport ? deed : ''}
export const params = { w: [0.5, -1.5], b: 2 };
export const loss = (p) => {
  ${when}{ ${isAtImport ? '' : deed} }
  return p.w[0] ** 2 * p.b + Math.sin(p.w[1]);
};
export const gradient = (p) => ({ w: [2 * p.w[0] * p.b, ${random() < 0.3 ? '-' : ''}Math.cos(p.w[1])], b: p.w[0] ** 2 });
`;
    writeFileSync(join(folder, `model-${String(i).padStart(4, '0')}.mjs`), text);
  }
}

async function takeStock() {
  // Streams and ports close in their own time.
  await new Promise((resolve) => setTimeout(resolve, 500));
  collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  const megabytes = (bytes) => Math.round(bytes / 2 ** 20);
  return {
    rss: megabytes(rss),
    heap: Math.round(heapUsed / 2 ** 18) / 4,
    threads: countIn('/proc/self/task'),
    files: countFiles(),
    processes: listStrays().length,
    dead: countDead(),
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    resources: process.getActiveResourcesInfo().filter((name) => name !== 'TTYWrap' && name !== 'PipeWrap').length,
    bundles: readdirSync(folder, { recursive: true }).filter((name) => name.includes('.gradcheck-')).length,
  };
}

function compare(first, last) {
  // Of processes that a model started whose thread was hanging, or is gone, the system keeps the number until this one
  // ends: Node has no means to take note of their end.
  const { rss, heap, dead: _, ...counts } = last;
  return [
    ...(rss - first.rss > MOST_GROWTH_MB.rss ? [`${rss - first.rss} MB of memory`] : []),
    ...(heap - first.heap > MOST_GROWTH_MB.heap ? [`${heap - first.heap} MB of heap`] : []),
    ...Object.entries(counts).flatMap(([name, value]) =>
      value > first[name] ? [`${value - first[name]} ${name}`] : [],
    ),
    ...(last.bundles > 0 ? [`${last.bundles} bundles`] : []),
    ...(last.processes > 0 ? [`${last.processes} processes`] : []),
  ];
}

/** Entries of a folder; 0 where the system has no such folder. */
function countIn(path) {
  try {
    return readdirSync(path).length;
  } catch {
    return 0;
  }
}

/**
 * Open files, but for modules of gradcheck's own: one that is being opened while its thread is ended stays open (a fault
 * of Node, 20 to 24), however the thread is ended.
 */
function countFiles() {
  if (countIn('/proc/self/fd') === 0) return 0;
  return readdirSync('/proc/self/fd').filter((file) => !isOwnModule(`/proc/self/fd/${file}`)).length;
}

function isOwnModule(link) {
  try {
    return /\/dist\/[^/]+\.js$|\/\.gradcheck-[^/]+$/.test(readlinkSync(link));
  } catch {
    // The folder itself, closed by now.
    return true;
  }
}

/** Processes that carry the mark of models of this one, whoever their parent is by now. */
function listStrays() {
  const mark = `GRADCHECK_ISOLATE=${process.pid}-`;
  return listProcesses().filter((id) =>
    read(`/proc/${id}/environ`)
      .split('\0')
      .some((text) => text.startsWith(mark)),
  );
}

/** Children that have ended, and wait for this process to take note of it. */
function countDead() {
  const stats = listProcesses().map((id) => read(`/proc/${id}/stat`).split(') ').at(-1).split(' '));
  return stats.filter(([state, parent]) => state === 'Z' && parent === String(process.pid)).length;
}

function listProcesses() {
  return countIn('/proc') === 0 ? [] : readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

/** Empty where there is none, or no longer, or another user's. */
function read(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function countCodes(models) {
  const codes = new Map();
  for (const { verdict, error } of models) {
    const code = error?.code ?? verdict;
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  return [...codes]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([code, n]) => `${n} ${code}`)
    .join(', ');
}

/** mulberry32 */
function createRandom(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
