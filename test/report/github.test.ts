import { describe, expect, it } from 'vitest';
import type { ModelReport } from '../../src/check/report.js';
import {
  CONTROL,
  makeFailingModel,
  makeFailingParameter,
  makeHostileReport,
  makeMixedReport,
  makeModel,
  makePoint,
  makeReport,
  render,
} from './fixtures.js';

const COMMAND = /^::(error|warning|notice)(?: ((?:[a-z]+=[^,:]*)(?:,[a-z]+=[^,:]*)*))?::(.*)$/;

/** The commands as the runner reads them: it decodes what was escaped. */
function parseCommands(text: string): Record<string, string>[] {
  const decode = (part: string) =>
    part
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%25', '%');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      expect(line).toMatch(COMMAND);
      const [, command, properties = '', message] = COMMAND.exec(line)!;
      const pairs = properties.split(',').map((pair) => pair.split(/=(.*)/s).slice(0, 2).map(decode));
      return { command, message: decode(message), ...Object.fromEntries(pairs) };
    });
}

describe('github', () => {
  it('annotates the line of the mistake or the error, else the first line of the file', async () => {
    const found = parseCommands(await render('github', makeMixedReport()));
    expect(found).toMatchObject([
      { command: 'error', file: 'examples/perceptron.ts', line: '41', col: '7' },
      { command: 'error', file: 'examples/vae.ts', line: '12', col: '24', title: 'not checked: user-error (vae)' },
      { command: 'warning', file: 'examples/monte-carlo.ts', line: '1', title: 'undecided: sigma (monte carlo)' },
    ]);
    expect(found[0].title).toBe('wrong gradient: layers[1].b (two-layer perceptron)');
    expect(found[0].message).toMatch(/^layers\[1\]\.b: all 5 entries are wrong; .*\n.*\nsign-flip \(certain\): /);
  });

  it('shows the nine worst, and tells how many more there are', async () => {
    const withError = (relativeError: number): ModelReport => {
      const { failures } = makeFailingParameter();
      const parameter = makeFailingParameter({ failures: failures.map((entry) => ({ ...entry, relativeError })) });
      return makeModel({
        name: `error ${relativeError}`,
        verdict: 'fail',
        points: [makePoint({ parameters: [parameter] })],
      });
    };
    const errors = Array.from({ length: 12 }, (_, i) => (i + 1) / 10);
    const found = parseCommands(await render('github', makeReport(errors.map(withError))));
    expect(found).toHaveLength(10);
    expect(found[0].title).toContain('(error 1.2)');
    expect(found[8].title).toContain('(error 0.4)');
    expect(found[9].message).toMatch(/^and 3 more problems/);
  });

  it('cannot be made to give other commands by names and messages', async () => {
    const text = await render('github', makeHostileReport());
    expect(text).not.toMatch(CONTROL);
    const found = parseCommands(text);
    expect(found.map(({ command }) => command)).toEqual(['error', 'error', 'error', 'warning']);
    expect(found[1].file).toContain('%0A::add-mask::x,y:z');
  });

  it('says nothing where nothing is wrong', async () => {
    expect(await render('github', makeReport([makeModel()]))).toBe('');
  });

  it('names files from the root of the repository', async () => {
    const text = await render('github', makeReport([makeFailingModel()]), {
      nameFromRoot: (file) => `packages/a/${file}`,
    });
    expect(parseCommands(text)[0].file).toBe('packages/a/examples/perceptron.ts');
  });

  it('adds the report to the summary of the job', async () => {
    let summary = '';
    const report = makeMixedReport();
    await render('github', report, { appendSummary: (markdown) => (summary += markdown) });
    expect(summary).toBe(await render('markdown', report));
  });
});
