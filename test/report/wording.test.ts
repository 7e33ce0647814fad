import { expect, it } from 'vitest';
import { breadcrumb } from '../../src/report/breadcrumb.js';
import { describeDetectionLimit } from '../../src/report/pretty/detection-limit.js';
import { adviseOnReason, describeReason } from '../../src/report/wording.js';
import type { EntryReason } from '../../src/check/report.js';
import { makeParameter } from './fixtures.js';

it.each([
  ['layers[2].W', [0, 3], 'layers[2].W[0,3]'],
  ['params', [7], 'params[7]'],
  ['b', [], 'b'],
  ['["odd key"]', [1], '["odd key"][1]'],
])('places %s at %o', (path, index, expected) => {
  expect(breadcrumb(path, index)).toBe(expected);
});

it('advises on every reason that leaves an entry undecided', () => {
  const undecided: EntryReason[] = [
    'noise',
    'nondeterministic',
    'discontinuity',
    'singular',
    'multi-scale',
    'no-plateau',
    'no-room',
    'non-finite-around',
  ];
  for (const reason of undecided) {
    expect(describeReason(reason)).not.toBe(reason);
    expect(adviseOnReason(reason, 1)).toBeTruthy();
  }
  expect(adviseOnReason('match', 0)).toBeUndefined();
  expect(adviseOnReason('mismatch', 0.5)).toBeUndefined();
  expect(adviseOnReason('mismatch', 1e-4)).toMatch(/--loss-accuracy/);
});

it('says how small an error would have been seen', () => {
  const parameters = [
    makeParameter({ path: 'W', detectionLimit: 2e-6 }),
    makeParameter({ path: 'b', detectionLimit: 3e-9 }),
    makeParameter({ path: 'c', detectionLimit: null, absoluteDetectionLimit: 4e-5 }),
    makeParameter({ path: 'd', detectionLimit: Infinity }),
    makeParameter({ path: 'e', verdict: 'none', detectionLimit: null }),
  ];
  expect(describeDetectionLimit(parameters)).toEqual([
    'Errors above 2e-6 of an entry would have been seen (in W; smaller ones elsewhere).',
    'Where the gradient is below the noise (c), absolute errors above 4e-5 would have been seen.',
    'No error at all can be ruled out in d.',
  ]);
});
