import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { analyzeTable } from '../../src/data/analyze-table.js';
import { TableBuilder } from '../../src/data/table-builder.js';
import { SpillingBlockStore } from '../../src/load-data/spilling-block-store.js';
import { Draws } from '../data/tables.js';

const folders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('gradcheck-data-'));

function analyzeIn(store: SpillingBlockStore): unknown {
  const draws = new Draws(8);
  const names = Array.from({ length: 60 }, (_, j) => (j === 0 ? 'label' : `x${j}`));
  const builder = new TableBuilder(names, { cells: 'typed', store });
  for (let row = 0; row < 20_000; row++)
    builder.push(
      names.map((name, j) => (name === 'label' ? `c${row % 3}` : row === 19_999 && j === 5 ? null : draws.normal())),
    );
  const table = builder.finish();
  expect(table.blocks).toBeGreaterThan(1);
  return analyzeTable(table, 'label');
}

describe('a table that does not fit in memory', () => {
  it('is analysed like one that does, and leaves no file', () => {
    const before = folders();
    const memory = analyzeIn(new SpillingBlockStore());
    expect(folders()).toEqual(before);
    const store = new SpillingBlockStore(100_000);
    const spilled = analyzeIn(store);
    expect(folders().length).toBeGreaterThanOrEqual(before.length + 1);
    store.close();
    expect(spilled).toEqual(memory);
    expect(folders()).toEqual(before);
  }, 120_000);
});
