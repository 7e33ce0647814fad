import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Scaler } from '../../src/data/fix/scaler.js';
import { inspect } from './data-report.js';
import { gradcheck, ROOT } from './gradcheck.js';
import { userFiles } from './user-files.js';

const TEXT = 'age,city,pay,y\n1,a,10,0\n2,b,,1\nNaN,a,1000,0\n4,,30,1\n5,b,40,1\n5,b,40,1\nx,a,20,0\n';

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');
const lines = (folder: string, name: string): string[] => read(folder, name).trimEnd().split('\n');
const scalerIn = (folder: string, name: string): Scaler => JSON.parse(read(folder, name));

async function fix(steps: string, text = TEXT, ...args: string[]): Promise<{ folder: string; rows: string[] }> {
  const folder = userFiles({ 'in.csv': text });
  const { exitCode, stderr } = await gradcheck(
    ['data', 'in.csv', '--fix', steps, '--out', 'out.csv', '--fail-on', 'never', ...args],
    { cwd: folder },
  );
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(read(folder, 'in.csv')).toBe(text);
  return { folder, rows: lines(folder, 'out.csv') };
}

describe('remedies', () => {
  it('impute the median, and of texts the most frequent one', async () => {
    const { folder, rows } = await fix('impute', TEXT, '--target', 'y');
    expect(rows).toEqual([
      'age,city,pay,y',
      '1,a,10,0',
      '2,b,35,1',
      '4,a,1000,0',
      '4,a,30,1',
      '5,b,40,1',
      '5,b,40,1',
      '4,a,20,0',
    ]);
    expect(lines(folder, 'out.csv.changes.jsonl').map((line) => JSON.parse(line))).toEqual([
      { row: 1, column: 'pay', from: '', to: 35, by: 'impute' },
      { row: 2, column: 'age', from: 'NaN', to: 4, by: 'impute' },
      { row: 3, column: 'city', from: '', to: 'a', by: 'impute' },
      { row: 6, column: 'age', from: 'x', to: 4, by: 'impute' },
    ]);
  });

  it('drop rows with cells that cannot be used, and repeats, and columns', async () => {
    const dropped = await fix('drop');
    expect(dropped.rows).toEqual(['age,city,pay,y', '1,a,10,0', '5,b,40,1', '5,b,40,1']);
    expect(lines(dropped.folder, 'out.csv.changes.jsonl').map((line) => JSON.parse(line))).toEqual(
      [1, 2, 3, 6].map((row) => ({ row, by: 'drop' })),
    );
    expect((await fix('drop,dedupe')).rows).toEqual(['age,city,pay,y', '1,a,10,0', '5,b,40,1']);
    expect((await fix('drop:pay')).rows[1]).toBe('1,a,0');
  });

  it('clip at the outer fences', async () => {
    const { folder, rows } = await fix('clip:pay');
    // Quartiles 22.5 and 40: the upper fence is 40 + 3 · 17.5.
    const { columns } = scalerIn(folder, 'out.csv.scaler.json').steps[0] as { columns: Record<string, unknown> };
    expect(columns).toEqual({ pay: { lower: -30, upper: 92.5 } });
    expect(rows[3]).toBe('NaN,a,92.5,0');
    expect(lines(folder, 'out.csv.changes.jsonl')).toEqual([
      '{"row":2,"column":"pay","from":1000,"to":92.5,"by":"clip"}',
    ]);
  });

  it('take logarithms of positive numbers, log1p where there are zeros, and leave negative ones', async () => {
    const { rows } = await fix('log', 'a,b,c\n1,0,-1\n10,1,2\n100,5,3\n');
    const cells = rows.slice(1).map((row) => row.split(',').map(Number));
    expect(cells.map(([a]) => a)).toEqual([0, Math.log(10), Math.log(100)]);
    expect(cells.map(([, b]) => b)).toEqual([0, Math.log1p(1), Math.log1p(5)]);
    expect(cells.map(([, , c]) => c)).toEqual([-1, 2, 3]);
  });

  it('see the data as the steps before leave them', async () => {
    const { folder } = await fix('impute,clip,standardize', TEXT, '--target', 'y');
    const [, clip, standardize] = scalerIn(folder, 'out.csv.scaler.json').steps as readonly {
      columns: Record<string, Record<string, number>>;
    }[];
    const pay = [10, 35, Math.min(1000, clip.columns.pay.upper), 30, 40, 40, 20];
    const mean = pay.reduce((sum, value) => sum + value, 0) / 7;
    expect(standardize.columns.pay.centre).toBeCloseTo(mean, 12);
    expect(standardize.columns.pay.scale).toBeCloseTo(
      Math.sqrt(pay.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 7),
      12,
    );
  });

  it('never touch the target, unless it is named', async () => {
    const { rows } = await fix('standardize', 'a,y\n1,10\n3,30\n', '--target', 'y');
    expect(rows).toEqual(['a,y', '-1,10', '1,30']);
    expect((await fix('standardize:y', 'a,y\n1,10\n3,30\n', '--target', 'y')).rows).toEqual(['a,y', '1,-1', '3,1']);
  });

  it('may be for a column with commas in its name', async () => {
    const { folder, rows } = await fix('minmax:"b,c",drop:a', 'a,"b,c",\n1,2,3\n4,6,7\n');
    expect(rows).toEqual(['"b,c",2', '0,3', '1,7']);
    const { steps } = (await inspect(folder, 'in.csv', '--fix', 'minmax:"b,c"', '--dry-run')).data.fix!;
    expect(steps).toEqual(['minmax:"b,c"']);
  });

  it('keep what they do not change digit for digit, with the delimiter and quotes', async () => {
    const text = 'a;b;c\n1.50;"x;y";007\n2.50;"say ""hi""";1e3\n';
    expect((await fix('minmax:a', text)).rows).toEqual(['a;b;c', '0;"x;y";007', '1;"say ""hi""";1e3']);
  });

  it('write other formats, too', async () => {
    const folder = userFiles({ 'in.csv': 'a,b\n1,x\n,y\n3,x\n' });
    for (const out of ['out.json', 'out.jsonl'])
      await gradcheck(['data', 'in.csv', '--fix', 'impute', '--out', out], { cwd: folder });
    const rows = [
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
      { a: 3, b: 'x' },
    ];
    expect(JSON.parse(read(folder, 'out.json'))).toEqual(rows);
    expect(lines(folder, 'out.jsonl').map((line) => JSON.parse(line))).toEqual(rows);
  });

  it('write nothing in a dry run, and tell what they would do', async () => {
    const folder = userFiles({ 'in.csv': TEXT });
    const { data } = await inspect(
      folder,
      'in.csv',
      '--target',
      'y',
      '--fix',
      'dedupe,impute,standardize',
      '--dry-run',
    );
    expect(data.fix).toMatchObject({ isDryRun: true, rowsBefore: 7, rowsAfter: 6, out: null });
    expect(data.fix!.conditionNumberAfter).toBeLessThan(10);
    expect(readdirSync(folder)).toEqual(['in.csv']);
  });

  it('leave nothing half written where they fail', async () => {
    const folder = userFiles({ 'in.csv': TEXT });
    await gradcheck(['data', 'in.csv', '--fix', 'drop:nothing', '--out', 'out.csv'], { cwd: folder });
    expect(readdirSync(folder)).toEqual(['in.csv']);
  });

  it('stand in the exit code as the findings of the input do', async () => {
    const folder = userFiles({ 'in.csv': TEXT });
    expect((await inspect(folder, 'in.csv', '--fix', 'drop', '--out', 'out.csv')).exitCode).toBe(1);
    expect((await inspect(folder, 'out.csv')).exitCode).toBe(0);
  });
});

describe('a scaler', () => {
  it('does to other data what was done to the first, and takes it back', async () => {
    const { folder } = await fix('drop,log:pay,standardize', TEXT, '--target', 'y');
    await gradcheck(['data', 'out.csv', '--apply', 'out.csv.scaler.json', '--invert', '--out', 'back.csv'], {
      cwd: folder,
    });
    const kept = TEXT.trimEnd()
      .split('\n')
      .filter((_, i) => [0, 1, 5, 6].includes(i));
    const [header, ...rows] = lines(folder, 'back.csv');
    expect(header).toBe(kept[0]);
    rows.forEach((row, i) => {
      const [was, is] = [kept[i + 1], row].map((line) => line.split(','));
      expect([is[1], is[3]]).toEqual([was[1], was[3]]);
      expect(Number(is[0])).toBeCloseTo(Number(was[0]), 12);
      expect(Number(is[2])).toBeCloseTo(Number(was[2]), 12);
    });
  });

  it('leaves cells empty that a step has no number for, and tells so', async () => {
    const { folder } = await fix('log,standardize', 'a,b\n1,2\n2,3\n3,5\n10,8\n');
    const other = userFiles({ 'test.csv': 'b,a\n2,-1\n3,0\n4,1\n', 's.json': read(folder, 'out.csv.scaler.json') });
    const apply = ['test.csv', '--apply', 's.json', '--out', 'o.csv'];
    const { data, exitCode } = await inspect(other, ...apply);
    expect([exitCode, data.fix!.lostCells]).toEqual([1, 2]);
    expect(data.fix!.notes.join()).toMatch(/2 numbers .* no.*a 2.*left empty/s);
    expect(
      lines(other, 'o.csv')
        .map((line) => line.split(',')[1])
        .slice(0, 3),
    ).toEqual(['a', '', '']);
    expect(read(other, 'o.csv.changes.jsonl')).toContain('{"row":1,"column":"a","from":0,"to":null,"by":"log"}');
    expect((await inspect(other, ...apply, '--fail-on', 'never')).exitCode).toBe(0);
  });

  it('that fills gaps after a logarithm fills those, too, and one that drops leaves these rows out', async () => {
    const data = 'a,b\n1,2\n2,3\n3,5\n10,8\n';
    for (const [steps, expected] of [
      ['log,impute', 3],
      ['log,drop', 1],
    ] as const) {
      const { folder } = await fix(steps, data);
      const other = userFiles({ 't.csv': 'a,b\n-1,2\n0,3\n4,1\n', 's.json': read(folder, 'out.csv.scaler.json') });
      await inspect(other, 't.csv', '--apply', 's.json', '--out', 'o.csv');
      const rows = lines(other, 'o.csv').slice(1);
      expect(rows.length).toBe(expected);
      expect(rows.every((row) => row.split(',').every((cell) => cell !== ''))).toBe(true);
    }
  });

  it('is applied with its own numbers, not those of the new data', async () => {
    const { folder } = await fix('impute,standardize', 'a,b\n1,x\n3,y\n,y\n');
    const other = userFiles({ 'test.csv': 'b,a\nz,7\n,\n', 's.json': read(folder, 'out.csv.scaler.json') });
    const { data, exitCode } = await inspect(
      other,
      'test.csv',
      '--apply',
      's.json',
      '--out',
      'o.csv',
      '--fail-on',
      'never',
    );
    expect([exitCode, data.fix!.scaler, existsSync(join(other, 'o.csv.scaler.json'))]).toEqual([0, null, false]);
    const sd = Math.sqrt(2 / 3);
    expect(lines(other, 'o.csv')).toEqual(['b,a', `z,${5 / sd}`, 'y,0']);
  });

  it.each([
    ['{"a":1}', /is no scaler/],
    ['{', /not valid JSON/],
    [
      '{"kind":"gradcheck-scaler","schemaVersion":1,"columns":[],"steps":[{"name":"standardize","columns":{"a":{"centre":1,"scale":0}}}]}',
      /step 0/,
    ],
    ['{"kind":"gradcheck-scaler","schemaVersion":2}', /version is 2/],
    [
      '{"kind":"gradcheck-scaler","schemaVersion":1,"columns":[],"steps":[{"name":"log","columns":{"zz":{"offset":0}}}]}',
      /lacks columns that the scaler is for: zz/,
    ],
  ])('that is none is refused: %s', async (text, message) => {
    const folder = userFiles({ 'in.csv': 'a,b\n1,2\n2,1\n', 's.json': text });
    const { report, exitCode } = await inspect(folder, 'in.csv', '--apply', 's.json', '--out', 'o.csv');
    expect([exitCode, report.error!.code]).toEqual([2, 'bad-data']);
    expect(report.error!.message).toMatch(message);
  });
});

describe('the same numbers as scikit-learn', () => {
  const reference = JSON.parse(readFileSync(join(ROOT, 'test/fixtures/data/scikit-learn.json'), 'utf8'));

  const inputOf = ({ name, columns, rows }: { name: string; columns: string[]; rows?: (number | null)[][] }): string =>
    rows
      ? `${columns.join(',')}\n${rows.map((row) => row.map((cell) => cell ?? '').join(',')).join('\n')}\n`
      : readFileSync(join(ROOT, `examples/data/${name}.csv`), 'utf8');

  const close = (actual: number, expected: number): void =>
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));

  describe.each<{
    name: string;
    columns: string[];
    scalers: Record<string, { centre: number[]; scale: number[]; rows: (number | null)[][] }>;
    transformedRows: number[];
  }>(reference.tables)('on $name', (table) => {
    it.each(Object.keys(table.scalers))('%s', async (scaler) => {
      const { centre, scale, rows } = table.scalers[scaler];
      const { folder, rows: written } = await fix(scaler, inputOf(table));
      const [step] = scalerIn(folder, 'out.csv.scaler.json').steps as readonly {
        columns: Record<string, { centre: number; scale: number }>;
      }[];
      table.columns.forEach((name, j) => {
        close(step.columns[name].centre, centre[j]);
        close(step.columns[name].scale, scale[j]);
      });
      table.transformedRows.forEach((row, i) => {
        const cells = written[row + 1].split(',');
        rows[i].forEach((value, j) => (value === null ? expect(cells[j]).toBe('') : close(Number(cells[j]), value)));
      });
    });
  });
});
