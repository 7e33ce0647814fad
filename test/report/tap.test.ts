import { Parser } from 'tap-parser';
import { describe, expect, it } from 'vitest';
import { CONTROL, makeHostileReport, makeMixedReport, makeModel, makeReport, render } from './fixtures.js';

interface Point {
  ok: boolean;
  name: string;
  skip?: string | boolean;
  todo?: string | boolean;
  diag?: Record<string, unknown>;
}

/** What a parser makes of the text: every test point with the names of the tests around it, and all it complains of. */
function parse(text: string) {
  const points: (Point & { path: string[] })[] = [];
  const complaints: unknown[] = [];
  const watch = (parser: Parser, path: string[]): void => {
    parser.on('assert', (point: Point) => points.push({ ...point, path }));
    parser.on('extra', (line: string) => complaints.push(line));
    parser.on('bailout', (reason: string) => complaints.push(reason));
    parser.on('child', (child: Parser) => watch(child, [...path, child.name]));
  };
  const parser = new Parser({ strict: true });
  watch(parser, []);
  let results: { ok: boolean; failures: { tapError?: unknown }[] } | undefined;
  parser.on('complete', (found: typeof results) => (results = found));
  parser.end(text);
  complaints.push(...results!.failures.flatMap(({ tapError }) => tapError ?? []));
  return { points, complaints, ok: results!.ok };
}

describe('tap', () => {
  it('has a test a model and a subtest a parameter', async () => {
    const text = await render('tap', makeMixedReport());
    expect(text.startsWith('TAP version 14\n1..4\n')).toBe(true);
    const { points, complaints, ok } = parse(text);
    expect(complaints).toEqual([]);
    expect(ok).toBe(false);
    expect(points.filter(({ path }) => path.length === 0).map((point) => [point.ok, point.name])).toEqual([
      [true, 'two-layer perceptron (examples/perceptron.ts)'],
      [false, 'two-layer perceptron (examples/perceptron.ts)'],
      [false, 'vae (examples/vae.ts)'],
      [true, 'monte carlo (examples/monte-carlo.ts)'],
    ]);
    const wrong = points.find(({ path, ok }) => path.length === 1 && !ok)!;
    expect(wrong).toMatchObject({
      name: 'layers[1].b',
      diag: { message: 'wrong gradient: layers[1].b', rule: 'sign-flip', file: 'examples/perceptron.ts', line: 41 },
    });
  });

  it('skips what could not be decided, and says why', async () => {
    const { points } = parse(await render('tap', makeMixedReport()));
    const sigma = points.find(({ name }) => name === 'sigma')!;
    expect(sigma).toMatchObject({ ok: true, skip: 'undecided: sigma: the noise of the loss hides the derivative' });
    expect(points.at(-1)).toMatchObject({ ok: true, skip: 'undecided' });
  });

  it('of a run that passes is ok', async () => {
    expect(parse(await render('tap', makeReport([makeModel()])))).toMatchObject({ ok: true, complaints: [] });
  });

  it('stays valid whatever names and messages hold', async () => {
    const text = await render('tap', makeHostileReport());
    expect(text).not.toMatch(CONTROL);
    const { points, complaints } = parse(text);
    expect(complaints).toEqual([]);
    expect(points.filter(({ todo }) => todo)).toEqual([]);
    expect(points.filter(({ path }) => path.length === 0).map(({ ok }) => ok)).toEqual([false, true, false, false]);
    expect(points[0].name).toContain('# TODO later');
  });
});
