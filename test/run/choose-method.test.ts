import { describe, expect, it } from 'vitest';
import { readEntrySettings } from '../../src/model/entry-settings.js';
import { readTree } from '../../src/model/tree-layout.js';
import { chooseMethod } from '../../src/run/choose-method.js';
import type { Judging } from '../../src/run/judging.js';

function chosenFor(entries: number, options: Partial<Parameters<typeof chooseMethod>[0]> = {}) {
  const { layout } = readTree(new Float64Array(entries));
  const settings = readEntrySettings(layout, {});
  const { kind, reference } = chooseMethod(
    { seed: 1, names: {}, ...options },
    { layout, settings, judging: {} as Judging },
  );
  return [kind, reference];
}

describe('chooseMethod', () => {
  it.each<[number, string, string]>([
    [10, 'full', 'fd'],
    [12_500, 'full', 'fd'],
    [12_501, 'directional', 'ad'],
    [250_000, 'directional', 'ad'],
    // Its tape would take many times the memory of the parameters.
    [250_001, 'directional', 'fd'],
  ])('looks at %d entries in the way %s, by %s', (entries, kind, reference) => {
    expect(chosenFor(entries)).toEqual([kind, reference]);
  });

  it('does what it is told', () => {
    expect(chosenFor(1_000_000, { reference: 'ad' })).toEqual(['directional', 'ad']);
    expect(chosenFor(20_000, { method: 'directional' })).toEqual(['directional', 'fd']);
    expect(chosenFor(10, { maxEvaluations: 20 })).toEqual(['directional', 'ad']);
  });
});
