import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createLeastSquares, createManyLeaves, createMlp, createRosenbrock } from './models.js';
import { consumed, measureOverhead, type Overhead } from './overhead.js';
import { measurePeers } from './peers.js';
import { measureStartUp } from './start-up.js';

/** Start-up at most this many times `node -e 0`. */
const START_UP_LIMIT = 3.3;

const startUp = measureStartUp(resolve('bin/gradcheck.js'));
const models = [createMlp(20, 32, 5, 64), createRosenbrock(100), createLeastSquares(500, 40), createManyLeaves(40)];
const overheads: Overhead[] = [];
for (const model of models) overheads.push(await measureOverhead(model));
const peers = measurePeers();

const micro = (seconds: number): string => `${(seconds * 1e6).toPrecision(3)} µs`;
const lines = [
  '# Performance',
  '',
  'Written by `npm run bench`. These are ratios within one run on one machine; absolute times mean little elsewhere.',
  '',
  '## Start-up',
  '',
  `Checking a one-parameter TypeScript model as a whole process takes ${startUp.ratio.toFixed(2)} times as long as \`node -e 0\``,
  `(median of 11 pairs; ${(startUp.check * 1000).toFixed(0)} ms against ${(startUp.node * 1000).toFixed(0)} ms). Limit: ${START_UP_LIMIT}.`,
  '',
  '## What a check costs beside the loss',
  '',
  'Time of the check phase per evaluation of the loss (copying the parameters, calling, judging), less the plain loss on',
  'the same tree; both warmed, best of five. Allowed: max(5 %, 2 µs + 10 ns · n).',
  '',
  '| loss | n | evaluations | plain loss | with gradcheck | ratio | excess | allowed |',
  '|---|---|---|---|---|---|---|---|',
  ...overheads.map(
    (o) =>
      `| ${o.name} | ${o.entries} | ${o.evaluations} | ${micro(o.plain)} | ${micro(o.perEvaluation)} | ${(o.perEvaluation / o.plain).toFixed(2)} | ${micro(o.excess)} | ${micro(o.allowed)} |`,
  ),
  '',
  '## Peers',
  '',
  ...peers,
  '',
];
writeFileSync('docs/performance.md', lines.join('\n'));
process.stdout.write(lines.join('\n'));

const missed = overheads.filter((o) => o.excess > o.allowed).map((o) => o.name);
if (startUp.ratio > START_UP_LIMIT) missed.push('start-up');
process.stdout.write(missed.length > 0 ? `\nmissed: ${missed.join('; ')}\n` : '\nall goals met\n');
if (missed.length > 0 || Number.isNaN(consumed())) process.exitCode = 1;
