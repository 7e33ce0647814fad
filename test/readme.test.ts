import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renewOutputs, withoutDurations } from '../scripts/readme-outputs.mjs';

describe('README', () => {
  it('shows what the commands print', () => {
    const readme = readFileSync('README.md', 'utf8');
    expect(withoutDurations(renewOutputs(readme))).toBe(withoutDurations(readme));
  });
});
