import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PAGES, renewOutputs, withoutDurations } from '../scripts/readme-outputs.mjs';

it.each(PAGES)('%s shows what the commands print', (page) => {
  const text = readFileSync(page, 'utf8');
  expect(withoutDurations(renewOutputs(text))).toBe(withoutDurations(text));
});
