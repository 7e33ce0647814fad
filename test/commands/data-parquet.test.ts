import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { findingIn, inspect } from './data-report.js';
import { userFiles } from './user-files.js';

const ROWS = 25_000;

/** Three columns, in several groups of rows. */
const COLUMNS: ColumnSource[] = [
  { name: 'n', data: Array.from({ length: ROWS }, (_, i) => BigInt(i)), type: 'INT64' },
  {
    name: 'x',
    data: Array.from({ length: ROWS }, (_, i) => (i === 7 ? NaN : i === 20_001 ? null : Math.sin(i))),
    type: 'DOUBLE',
  },
  { name: 'tag', data: Array.from({ length: ROWS }, (_, i) => ['a', 'b', 'c'][i % 3]), type: 'STRING' },
];

type Options = Partial<Parameters<typeof parquetWriteBuffer>[0]>;

function parquetFile(columnData: ColumnSource[], options: Options = {}): string {
  const folder = userFiles({});
  const buffer = parquetWriteBuffer({ columnData, rowGroupSize: 10_000, ...options });
  writeFileSync(join(folder, 'data.parquet'), new Uint8Array(buffer));
  return folder;
}

describe('gradcheck data on Parquet', () => {
  it.each<[string, Options]>([
    ['uncompressed', { codec: 'UNCOMPRESSED' }],
    ['compressed by snappy', {}],
    ['compressed by gzip', { codec: 'GZIP', compressors: { GZIP: (bytes) => new Uint8Array(gzipSync(bytes)) } }],
  ])('%s, reads numbers, whole numbers and texts, over all groups of rows', async (_, options) => {
    const run = await inspect(parquetFile(COLUMNS, options), 'data.parquet');
    expect(run.data).toMatchObject({ format: 'parquet', rows: ROWS });
    const [n, x, tag] = run.data.columns;
    expect(n).toMatchObject({ type: 'number', min: 0, max: ROWS - 1, median: (ROWS - 1) / 2, distinct: ROWS });
    expect(x.mean).toBeCloseTo(
      Array.from({ length: ROWS }, (__, i) => (i === 7 || i === 20_001 ? 0 : Math.sin(i))).reduce((a, b) => a + b) /
        (ROWS - 2),
      12,
    );
    expect(tag).toMatchObject({ type: 'text', distinct: 3 });
    expect(findingIn(run, 'missing')).toMatchObject({ columns: ['x'], rows: [20_001] });
    expect(findingIn(run, 'non-finite')).toMatchObject({ columns: ['x'], rows: [7] });
  });

  it('takes a whole number that float64 does not hold for text, rather than round it', async () => {
    const data = [1n, 2n, 2n ** 53n + 1n, 4n];
    const run = await inspect(parquetFile([{ name: 'id', data, type: 'INT64' }]), 'data.parquet');
    expect(findingIn(run, 'mixed-type')).toMatchObject({ columns: ['id'], rows: [2] });
  });

  it('keeps long whole numbers digit for digit where other cells are mended', async () => {
    const id = [2n ** 60n + 1n, 2n ** 60n + 3n, null, 2n ** 60n + 5n];
    const folder = parquetFile([
      { name: 'id', data: id, type: 'INT64' },
      { name: 'x', data: [1, null, 5, 6], type: 'DOUBLE' },
    ]);
    const run = await inspect(folder, 'data.parquet', '--fix', 'impute', '--out', 'out.csv', '--fail-on', 'never');
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
    expect(run.data.columns[0].type).toBe('text');
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe(
      `id,x\n${2n ** 60n + 1n},1\n${2n ** 60n + 3n},5\n${2n ** 60n + 1n},5\n${2n ** 60n + 5n},6\n`,
    );
    const mixed = parquetFile([{ name: 'n', data: [1n, 2n, 2n ** 53n + 1n, 4n], type: 'INT64' }]);
    await inspect(mixed, 'data.parquet', '--fix', 'impute', '--out', 'out.csv');
    expect(readFileSync(join(mixed, 'out.csv'), 'utf8')).toBe('n\n1\n2\n2\n4\n');
    expect(readFileSync(join(mixed, 'out.csv.changes.jsonl'), 'utf8')).toContain('"from":"9007199254740993"');
  });

  it('is mended into CSV', async () => {
    const folder = parquetFile([{ name: 'x', data: [1, null, 5], type: 'DOUBLE' }]);
    const { data } = await inspect(folder, 'data.parquet', '--fix', 'impute', '--out', 'out.csv');
    expect(data.fix).toMatchObject({ changedCells: 1, rowsAfter: 3 });
    expect((await inspect(folder, 'out.csv')).data.columns[0]).toMatchObject({ missing: 0, mean: 3 });
  });
});
