import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeDocument } from './document.js';
import { measureHessian, measureHessianApart, missedByHessian, writeHessian } from './hessian.js';
import { measureRecorded, measureRecordedLoss } from './instrumented.js';
import { createLeastSquares, createManyLeaves, createMlp, createRosenbrock, type BenchModel } from './models.js';
import { consumed, measureOverhead, type Overhead } from './overhead.js';
import { measurePeers } from './peers.js';
import { missedByRecorded, writeRecorded } from './recorded-document.js';
import { measureStartUp } from './start-up.js';

/** Start-up at most this many times `node -e 0`. */
const START_UP_LIMIT = 3.3;

const LOSSES: readonly (() => BenchModel)[] = [
  () => createMlp(20, 32, 5, 64),
  () => createRosenbrock(100),
  () => createLeastSquares(500, 40),
  () => createManyLeaves(40),
];

/** Measures, writes docs/performance.md and tells whether the goals are met; or measures one loss, with `--loss i`, `--recorded i` or
 * `--hessian`. */
export async function main([option, index]: readonly string[]): Promise<number> {
  if (option === '--loss') {
    const overhead = await measureOverhead(LOSSES[Number(index)]());
    process.stdout.write(JSON.stringify({ ...overhead, consumed: consumed() }));
    return 0;
  }
  if (option === '--recorded') {
    process.stdout.write(JSON.stringify(await measureRecordedLoss(Number(index))));
    return 0;
  }
  if (option === '--hessian') {
    process.stdout.write(JSON.stringify(await measureHessian()));
    return 0;
  }
  const startUp = { ...measureStartUp(resolve('bin/gradcheck.js')), limit: START_UP_LIMIT };
  const overheads = LOSSES.map((_, i) => measureApart(i));
  const recorded = measureRecorded();
  const hessian = measureHessianApart();
  const sections = [writeDocument(startUp, overheads, measurePeers()), writeRecorded(recorded), writeHessian(hessian)];
  const document = sections.join('\n');
  writeFileSync('docs/performance.md', document);
  process.stdout.write(document);

  const missed = [
    ...overheads.filter((o) => o.excess > o.allowed).map((o) => o.name),
    ...missedByRecorded(recorded),
    ...missedByHessian(hessian),
  ];
  if (startUp.ratio > START_UP_LIMIT) missed.push('start-up');
  process.stdout.write(missed.length > 0 ? `\nmissed: ${missed.join('; ')}\n` : '\nall goals met\n');
  return missed.length > 0 ? 1 : 0;
}

/** In a process of its own: what V8 learned from one loss would help or hinder the next. */
function measureApart(index: number): Overhead {
  const args = ['bench/run.mjs', 'speed', '--loss', String(index)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Overhead;
}
