import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingIn, foundIn, inspect } from './data-report.js';
import { gradcheck, ROOT } from './gradcheck.js';
import { userFiles } from './user-files.js';

/** A folder with one file in it. */
const folderWith = (name: string, text: string | Buffer): string => userFiles({ [name]: text as string });
const csv = (text: string): string => folderWith('data.csv', text);

describe('gradcheck data on a CSV file', () => {
  it('describes its columns', async () => {
    const run = await inspect(csv('a,b\n1,x\n2,y\n3,x\n6,x\n'), 'data.csv');
    expect(run.exitCode).toBe(0);
    expect(run.data).toMatchObject({ format: 'csv', rows: 4, completeRows: 4, target: null });
    const [a, b] = run.data.columns;
    expect(a).toMatchObject({ name: 'a', type: 'number', min: 1, max: 6, mean: 3, median: 2.5, mad: 1, distinct: 4 });
    expect(a.sd).toBeCloseTo(Math.sqrt(14 / 4), 14);
    expect(a.histogram!.counts.reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(b).toMatchObject({
      name: 'b',
      type: 'text',
      mean: null,
      distinct: 2,
      categories: [
        { name: 'x', count: 3 },
        { name: 'y', count: 1 },
      ],
    });
  });

  it('keeps whole numbers apart that float64 does not, and every digit of them', async () => {
    const rows = ['9007199254740993,1', '9007199254740992,1', '1212092628029698049,2', '9007199254740995,2'];
    const folder = csv(`id,v\n${rows.join('\n')}\n`);
    const run = await inspect(folder, 'data.csv');
    expect(foundIn(run)).toEqual([]);
    expect(run.data.columns[0]).toMatchObject({ type: 'text', distinct: 4 });
    expect(run.data.limits.join()).toMatch(/identifiers.*id/);
    const json = folderWith(
      'd.json',
      `[{"id":9007199254740993,"t":"12345678901234567890"},{"id":9007199254740995,"t":"x"}]`,
    );
    expect((await inspect(json, 'd.json')).data.columns[0]).toMatchObject({ type: 'text', distinct: 2 });
    await gradcheck(['data', 'd.json', '--fix', 'drop:t', '--out', 'o.jsonl'], { cwd: json });
    expect(readFileSync(join(json, 'o.jsonl'), 'utf8')).toBe('{"id":9007199254740993}\n{"id":9007199254740995}\n');
  });

  it('takes digits that a program writes for a float64 for numbers', async () => {
    const run = await inspect(csv('a\n123456789012345680000\n9007199254740994\n1e22\n3\n'), 'data.csv');
    expect(run.data.columns[0]).toMatchObject({ type: 'number', distinct: 4, max: 1e22 });
  });

  it('takes an empty line of a single column for a cell that holds nothing', async () => {
    const run = await inspect(csv('\na\n1\n\n3\n'), 'data.csv');
    expect(run.data.rows).toBe(3);
    expect(findingIn(run, 'missing')).toMatchObject({ rows: [1], lines: [4] });
  });

  it('finds cells that hold nothing, are not finite, or of another kind, with rows and columns', async () => {
    const run = await inspect(csv('a,b,c\n1,NaN,u\n,2,v\n3,-inf,u\n4,?,\nfive,6,v\n'), 'data.csv');
    expect(run.exitCode).toBe(1);
    expect(foundIn(run)).toEqual([
      ['missing', ['a', 'b', 'c'], [1, 3]],
      ['non-finite', ['b'], [0, 2]],
      ['mixed-type', ['a'], [4]],
    ]);
    expect(findingIn(run, 'missing')).toMatchObject({
      count: 2,
      lines: [3, 5],
      cells: [
        { row: 1, column: 'a', value: '' },
        { row: 3, column: 'b', value: '' },
        { row: 3, column: 'c', value: '' },
      ],
    });
    expect(run.data.columns.map(({ missing, nonFinite }) => [missing, nonFinite])).toEqual([
      [1, 0],
      [1, 2],
      [1, 0],
    ]);
  });

  it.each([
    ['1e16', 'number'],
    ['-1.5E-3', 'number'],
    ['.5', 'number'],
    ['+7', 'number'],
    [' 8 ', 'number'],
    ['0x10', 'mixed-type'],
    ['1_000', 'mixed-type'],
    ['1,5', 'mixed-type'],
    ['1 000', 'mixed-type'],
    ['12px', 'mixed-type'],
    ['١٢', 'mixed-type'],
    ['true', 'mixed-type'],
    ['-', 'mixed-type'],
    ['NaN', 'non-finite'],
    ['-Infinity', 'non-finite'],
    ['1e999', 'non-finite'],
    ['NA', 'missing'],
    ['null', 'missing'],
  ])('reads "%s" among numbers as %s', async (cell, expected) => {
    const run = await inspect(csv(`a,b\n1,2\n2,4\n3,1\n"${cell}",3\n`), 'data.csv');
    const codes = run.data.findings.filter(({ level }) => level === 'error').map(({ code, rows }) => [code, ...rows]);
    expect(codes).toEqual(expected === 'number' ? [] : [[expected, 3]]);
    if (expected === 'number') expect([run.data.columns[0].min, run.data.columns[0].max]).toContain(Number(cell));
  });

  it('reports decimal commas, and reads them only when asked to', async () => {
    const folder = csv('a;b\n1,5;x\n2,25;y\n-0,5;z\n');
    const run = await inspect(folder, 'data.csv');
    expect(run.exitCode).toBe(1);
    expect(findingIn(run, 'mixed-type')).toMatchObject({ columns: ['a'], rows: [0, 1, 2] });
    expect(findingIn(run, 'mixed-type')!.advice).toContain('--decimal ,');
    const { data, exitCode } = await inspect(folder, 'data.csv', '--decimal', ',');
    expect([exitCode, data.columns[0].min, data.columns[0].max]).toEqual([0, -0.5, 2.25]);
  });

  it('leaves numbers among names alone, and reports them among categories', async () => {
    const names = await inspect(csv('film,x\nAlien,1\n300,2\nBrazil,4\n1984,3\nHeat,7\n'), 'data.csv');
    expect(names.exitCode).toBe(0);
    const categories = await inspect(csv('size,x\nS,1\nM,2\nS,4\n38,3\nM,7\nS,9\n'), 'data.csv');
    expect(findingIn(categories, 'mixed-type')).toMatchObject({ columns: ['size'], rows: [3] });
  });

  it.each([
    ['a tab', 'a\tb\n1\t2\n3\t5\n', 'data.tsv'],
    ['a semicolon', 'a;b\n1;2\n3;5\n', 'data.csv'],
    ['a bar', 'a|b\n1|2\n3|5\n', 'data.csv'],
    ['a mark of the byte order', '\ufeffa,b\n1,2\n3,5\n', 'data.csv'],
    ['line breaks of Windows', 'a,b\r\n1,2\r\n3,5\r\n', 'data.csv'],
    ['quotes', '"a","b"\n"1","2"\n3,5', 'data.csv'],
  ])('reads text with %s', async (_, text, name) => {
    const { data } = await inspect(folderWith(name, text), name);
    expect(data.columns.map((column) => [column.name, column.mean])).toEqual([
      ['a', 2],
      ['b', 3.5],
    ]);
  });

  it('reads UTF-16, as spreadsheets write it', async () => {
    const folder = folderWith('data.csv', Buffer.from('\ufeffa,b\n1,2\n3,5\n', 'utf16le'));
    expect((await inspect(folder, 'data.csv')).data.columns[1]).toMatchObject({ name: 'b', mean: 3.5 });
  });

  it('counts lines, not rows, where a cell goes over several', async () => {
    const run = await inspect(csv('a,b\n"one\ntwo",1\n\n"three",2\n"four",x\n"five",3\n'), 'data.csv');
    expect(findingIn(run, 'mixed-type')).toMatchObject({ rows: [2], lines: [6] });
  });

  it('takes a first line of numbers for data, and says so', async () => {
    const folder = csv('1,2\n3,5\n');
    const { data } = await inspect(folder, 'data.csv');
    expect([data.rows, data.columns[1].name, data.columns[1].mean]).toEqual([2, '1', 3.5]);
    expect(data.notes.join()).toContain('first line');
    expect((await inspect(folder, 'data.csv', '--header')).data.rows).toBe(1);
  });
});

describe('what cannot be read is exit 2, and told with the place', () => {
  it.each([
    [
      'ragged rows',
      'data.csv',
      'a,b,c\n1,2,3\n4,5\n',
      [],
      /line 3 of data\.csv has 2 cells, where the first line has 3/,
    ],
    ['a row too long', 'data.csv', 'a,b\n1,2\n3,4,5\n', [], /line 3 of data\.csv has 3 cells/],
    ['equal names', 'data.csv', 'x,y,x\n1,2,3\n', [], /"x" \(columns 0, 2\)/],
    ['quotes left open', 'data.csv', 'a,b\n1,"2\n3,4\n', [], /line \d of data\.csv: the quotes do not match/],
    ['nothing', 'data.csv', '', [], /data\.csv is empty/],
    ['no rows', 'data.csv', 'a,b\n', [], /has a header and no rows/],
    ['no text', 'data.csv', 'a,b\n\0\0', [], /is no text/],
    ['no such column', 'data.csv', 'age,y\n1,2\n', ['--target', 'agee'], /no column "agee"[^]*did you mean age\?/],
    ['JSON that is none', 'data.json', '[{"a":1},', [], /data\.json is not valid JSON/],
    ['JSON that is no table', 'data.json', '{"a":1}', [], /holds neither rows nor columns/],
    ['rows without cells', 'data.json', '[{},{}]', [], /the rows of data\.json hold nothing/],
    ['columns of different length', 'data.json', '{"a":[1,2],"b":[1]}', [], /a has 2 rows, b 1/],
    ['rows of different length', 'data.json', '[[1,2],[3]]', [], /row 1 of data\.json has 1 cells/],
    ['a line that is no JSON', 'data.jsonl', '{"a":1}\n{"a":}\n', [], /line 2 of data\.jsonl/],
    ['what is no Parquet', 'data.parquet', 'PAR1 and no more', [], /cannot be read as Parquet/],
  ])('%s', async (_, name, text, args, message) => {
    const { report, exitCode, stderr } = await inspect(folderWith(name, text), name, ...args);
    expect(exitCode).toBe(2);
    expect(report.error!.code).toMatch(/^(?:bad-data|usage)$/);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  it('a file that is not there', async () => {
    const { report, stderr } = await inspect(csv('a\n1\n'), 'dta.csv');
    expect(report.error!.code).toBe('file-not-found');
    expect(stderr).toContain('did you mean data.csv?');
  });

  it.each([
    ['--fail-on', 'sometimes'],
    ['--decimal', ';'],
    ['--delimiter', 'ab'],
    ['--fix', 'standardise', '--out', 'o.csv'],
    ['--fix', 'standardize'],
    ['--out', 'o.csv'],
    ['--invert'],
    ['--fix', 'standardize', '--out', 'data.csv'],
    ['--fix', 'standardize', '--out', './data.csv'],
    ['--fix', 'standardize', '--out', 'o.parquet'],
    ['--fix', 'standardize', '--out', 'no/such/folder/o.csv'],
    ['--fix', 'drop:nothing', '--out', 'o.csv'],
    ['--fix', 'impute', '--apply', 's.json', '--out', 'o.csv'],
    ['--apply', 's.json', '--out', 'o.csv'],
    ['--reporter', 'junit'],
  ])('%s %s %s %s', async (...args) => {
    const folder = csv('a,b\n1,2\n3,5\n');
    const { exitCode, stderr } = await gradcheck(['data', 'data.csv', ...args.filter(Boolean)], { cwd: folder });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^error: .*\((?:usage|file-not-found)\)\n/)]);
  });
});

describe('gradcheck data on other files', () => {
  const rows = [
    { id: 1, x: [0.5, 2], tag: 'a' },
    { id: 2, x: [1.5, null], tag: 'b' },
    { id: 3, x: [2.5, 4], tag: 'a', late: true },
  ];
  const expected = [
    ['id', 'number', 0],
    ['x[0]', 'number', 0],
    ['x[1]', 'number', 1],
    ['tag', 'text', 0],
    ['late', 'text', 2],
  ];

  it.each([
    ['data.json', JSON.stringify(rows)],
    ['data.jsonl', `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`],
  ])('reads nested rows of %s', async (name, text) => {
    const run = await inspect(folderWith(name, text), name);
    expect(run.data.columns.map(({ name: column, type, missing }) => [column, type, missing])).toEqual(expected);
    expect(findingIn(run, 'missing')).toMatchObject({ columns: ['x[1]', 'late'], rows: [0, 1] });
  });

  it('reads columns, and rows that are arrays', async () => {
    const columns = await inspect(folderWith('data.json', '{"a":[1,2,4],"b":["x","y","x"]}'), 'data.json');
    expect(columns.data.columns.map(({ name, type }) => [name, type])).toEqual([
      ['a', 'number'],
      ['b', 'text'],
    ]);
    const arrays = await inspect(folderWith('data.json', '[[1,2],[3,5],[4,4]]'), 'data.json');
    expect(arrays.data.columns.map(({ name, max }) => [name, max])).toEqual([
      ['0', 4],
      ['1', 5],
    ]);
  });

  it('takes no number in quotes for one, and knows bare NaN', async () => {
    const run = await inspect(
      folderWith('data.jsonl', '{"a":1}\n{"a":"2"}\n{"a":NaN}\n{"a":-Infinity}\n{"a":5}\n'),
      'data.jsonl',
    );
    expect(foundIn(run).slice(0, 2)).toEqual([
      ['non-finite', ['a'], [2, 3]],
      ['mixed-type', ['a'], [1]],
    ]);
    expect(findingIn(run, 'mixed-type')!.lines).toEqual([2]);
  });
});

describe('labels', () => {
  it('that contradict each other are an error', async () => {
    const others = Array.from({ length: 12 }, (_, i) => `${10 + i},${30 + i},${i % 2}\n`).join('');
    const text = `a,b,y\n1,2,0\n3,4,1\n1,2,1\n5,6,0\n7,8,1\n3,4,1\n${others}`;
    const run = await inspect(csv(text), 'data.csv', '--target', 'y');
    expect(run.exitCode).toBe(1);
    expect(findingIn(run, 'contradicting-labels')).toMatchObject({ columns: ['y'], rows: [0, 2], level: 'error' });
    expect(findingIn(run, 'duplicate-rows')).toMatchObject({ rows: [5], count: 1 });
    expect((await inspect(csv(text), 'data.csv', '--target', 'y', '--fail-on', 'never')).exitCode).toBe(0);
    expect((await inspect(csv(text), 'data.csv')).exitCode).toBe(0);
    expect((await inspect(csv(text), 'data.csv', '--fail-on', 'warn')).exitCode).toBe(1);
  });

  it('that are numbers may differ at equal features', async () => {
    const run = await inspect(csv('a,y\n1,0.5\n1,0.7\n2,1.1\n2,1.4\n3,2.5\n'), 'data.csv', '--target', 'y');
    expect(findingIn(run, 'contradicting-labels')).toBeUndefined();
  });
});

describe('gradcheck data for people', () => {
  it('shows columns, findings with lines, and condition numbers', async () => {
    const { stdout, exitCode } = await gradcheck(['data', 'examples/data/iris.csv', '--target', 'species'], {
      cwd: ROOT,
      env: { LC_ALL: 'C.UTF-8' },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/150 rows · 5 columns · target species/);
    expect(stdout).toMatch(/sepal_length {2}number .*[▁▂▃▄▅▆▇█]/);
    expect(stdout).toMatch(/duplicate-rows\n.*\n {4}rows 142 \(line 144\)/);
    expect(stdout).toMatch(/as it is {2,}8443/);
  });

  it.each([40, 60, 80, 200])('keeps to a width of %d', async (columns) => {
    const { stdout } = await gradcheck(['data', 'examples/data/breast-cancer.csv', '--target', 'benign'], {
      cwd: ROOT,
      env: { COLUMNS: String(columns) },
    });
    expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([]);
  });

  it('gives the same bytes again, durations aside', async () => {
    const still = async (): Promise<string> =>
      (await inspect(ROOT, 'examples/data/breast-cancer.csv', '--target', 'benign')).stdout.replace(
        /"durationMs": [\d.]+/,
        '',
      );
    expect(await still()).toBe(await still());
  });
});
