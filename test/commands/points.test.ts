import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ModelReport } from '../../src/check/report.js';
import { codesOf, gradcheck, gradcheckJson, MODELS, modelOf } from './gradcheck.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'points-test-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const namesOf = (model: ModelReport) => model.points.map((point) => point.name);
const lossesOf = (model: ModelReport) => model.points.map((point) => point.loss);
const failing = (model: ModelReport) =>
  model.points.flatMap(({ name, parameters }) =>
    parameters.flatMap((p) => (p.failed > 0 ? [`${name}: ${p.path}`] : [])),
  );
const shrunkOf = (model: ModelReport) => model.points.flatMap(({ shrunk }) => shrunk ?? []);
const modelAt = async (args: readonly string[]) => modelOf((await gradcheckJson(args)).report);

describe('listed points', () => {
  it('find what params does not, and count', async () => {
    const { report, exitCode } = await gradcheckJson(['points-listed.ts']);
    const model = modelOf(report);
    expect(exitCode).toBe(1);
    expect(namesOf(model)).toEqual(['params', 'points[0]', 'points[1]']);
    expect(failing(model)).toEqual(['points[1]: w']);
    expect(model).toMatchObject({ parameters: 3, entries: 18, checked: 18, pass: 17, fail: 1 });
  });

  it('are shrunk to a point that fails by itself when it is pasted', async () => {
    const [shrunk] = shrunkOf(await modelAt(['points-listed.ts']));
    expect(shrunk).toMatchObject({ path: 'w', index: [1], reason: 'mismatch', isSimpler: true });
    expect(shrunk.params).toEqual({ w: [0, -1, 0], W: [[0, 0]], b: 0 });
    expect(shrunk.text).toBe('export const params = { w: new Float32Array([0, -1, 0]), W: [[0, 0]], b: 0 };');
    const source = readFileSync(join(MODELS, 'points-listed.ts'), 'utf8');
    const pasted = source.replace(/export const params = .*/, shrunk.text!).replace(/export const points = [^;]*;/, '');
    writeFileSync(join(folder, 'pasted.ts'), pasted);
    const model = modelOf((await gradcheckJson(['pasted.ts'], { cwd: folder })).report);
    expect(failing(model)).toEqual(['params: w']);
    const { worst } = model.points[0].parameters[0];
    expect(worst).toMatchObject({ index: [1], analytic: shrunk.analytic, numeric: shrunk.numeric });
  });

  it('are printed ready to paste, with the command that shows it again', async () => {
    const { stdout } = await gradcheck(['points-listed.ts', '--seed', '5']);
    expect(stdout).toContain('\n    export const params = { w: new Float32Array([0, -1, 0]), W: [[0, 0]], b: 0 };\n');
    expect(stdout).toMatch(/shrunk from points\[1\] in \d+ tries/);
    expect(stdout).toContain('replay: gradcheck points-listed.ts --seed 5\n');
  });

  it('of formulas are shrunk to JSON', async () => {
    const model = {
      params: { x: 1.5 },
      loss: 'abs(x)^3',
      gradient: { x: '3x^2' },
      points: [{ x: 2.25 }, { x: -3.125 }],
    };
    writeFileSync(join(folder, 'model.json'), JSON.stringify(model));
    const { report } = await gradcheckJson(['model.json'], { cwd: folder });
    expect(failing(modelOf(report))).toEqual(['points[1]: x']);
    expect(shrunkOf(modelOf(report))[0].text).toBe('"params": {"x":-1}');
  });
});

describe('drawn points', () => {
  it('come from the function of the model: three, or as many as asked for', async () => {
    const three = await modelAt(['points-drawn.ts']);
    expect(namesOf(three)).toEqual(['params', 'drawn 1 (seed 1)', 'drawn 2 (seed 1)', 'drawn 3 (seed 1)']);
    expect(three.verdict).toBe('pass');
    const five = await modelAt(['points-drawn.ts', '--points', '5']);
    expect(lossesOf(five)).toHaveLength(6);
    expect(lossesOf(five).slice(0, 4)).toEqual(lossesOf(three));
    expect(namesOf(await modelAt(['points-drawn.ts', '--points', '0']))).toEqual(['params']);
  });

  it('stand beside listed ones', async () => {
    const model = await modelAt(['points-mixed.ts', '--points', '2', '--seed', '7']);
    expect(namesOf(model)).toEqual([
      'params',
      'points[0]',
      'points[1] drawn 1 (seed 7)',
      'points[1] drawn 2 (seed 7)',
      'points[2]',
    ]);
    expect(new Set(lossesOf(model)).size).toBe(5);
    expect(model.verdict).toBe('pass');
  });

  it('lie around params where the model says nothing', async () => {
    const args = ['points-listed.ts', '--points', '4', '--edge-cases'];
    const model = await modelAt(args);
    expect(namesOf(model)).toEqual([
      'params',
      'points[0]',
      'points[1]',
      ...[1, 2, 3, 4].map((k) => `drawn ${k} (seed 1)`),
      ...['zeros', 'signs flipped', 'large (32x)', 'tiny (1/1024)', 'near-ties'].map((name) => `edge case: ${name}`),
    ]);
    expect(failing(model)).toEqual(['points[1]: w', 'edge case: signs flipped: w']);
    expect(shrunkOf(model)).toHaveLength(1);
  });

  it('never leave the bounds', async () => {
    const { exitCode, stderr } = await gradcheck(['bounds.ts', '--points', '20', '--edge-cases']);
    expect(stderr).not.toContain('OUTSIDE');
    expect(exitCode).toBe(0);
  });

  it('are the same for the same seed, and the replay command gives the same report', async () => {
    const options = ['--points', '3', '--edge-cases', '--seed', '11'];
    const { report } = await gradcheckJson(['points-listed.ts', ...options]);
    const again = await gradcheckJson(report.replay.split(' ').slice(1));
    const numbers = (model: ModelReport) => ({ ...model, durationMs: 0 });
    expect(numbers(modelOf(again.report))).toEqual(numbers(modelOf(report)));
    const other = await modelAt(['points-listed.ts', '--points', '3', '--seed', '12']);
    expect(lossesOf(other)[3]).not.toBe(lossesOf(modelOf(report))[3]);
  });
});

describe('edge cases', () => {
  it('raise no alarm for a right gradient with kinks, and tell what was skipped', async () => {
    const { report, exitCode } = await gradcheckJson(['rectifier.ts', '--edge-cases', '--points', '5']);
    const model = modelOf(report);
    expect(exitCode).toBe(0);
    expect(model.kink).toBeGreaterThan(0);
    expect(codesOf(model)).toEqual([]);
    expect(model.skippedPoints).toEqual([
      { name: 'edge case: signs flipped', reason: 'loss-threw', found: 'negative temperature' },
      { name: 'edge case: large (32x)', reason: 'non-finite-loss', found: 'Infinity' },
    ]);
    const { stdout } = await gradcheck(['rectifier.ts', '--edge-cases']);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '2 points skipped: edge case: signs flipped, where the loss threw (negative temperature); edge case: large (32x), where the loss is Infinity',
    );
  });

  it('may leave entries undecided without making the model so', async () => {
    const { report, exitCode } = await gradcheckJson(['undecided-at-zero.ts', '--edge-cases']);
    expect(modelOf(report)).toMatchObject({ verdict: 'pass', inconclusive: 1 });
    expect(exitCode).toBe(0);
    expect((await gradcheckJson(['undecided-at-zero.ts', '--edge-cases', '--strict'])).exitCode).toBe(3);
  });

  it('of formulas on the command line are shrunk to --at', async () => {
    const args = ['--expr', 'abs(x)*y', '--at', 'x=0.3,y=1.7', '--gradient-expr', 'y, abs(x)', '--edge-cases'];
    const { stdout } = await gradcheck(args);
    expect(stdout).toContain("\n    --at 'x=-1, y=1'\n");
  });
});

describe('points that cannot be checked', () => {
  const faulty = gradcheckJson(['points-faulty.ts']);

  it.each<[string, ModelReport['verdict'], string, RegExp]>([
    ['shape', 'error', 'bad-params', /^points\[1\]: b should be 1 number, but is an array of 2$/],
    ['no array', 'error', 'bad-params', /^`points` should be an array .* found an object$/],
    ['outside', 'error', 'bad-params', /^points\[0\]: a is 7, outside its bounds \[0, 5\]$/],
    ['drawn outside', 'error', 'bad-params', /^drawn 1 \(seed 1\): a is 7, outside/],
    ['points throw', 'error', 'user-error', /^points\(\) threw at drawn 1 \(seed 1\): no luck$/],
    ['not finite', 'error', 'non-finite-loss', /^the loss is NaN at points\[0\]/],
    ['loss throws', 'error', 'user-error', /^loss threw at points\[0\]: not here$/],
    ['gradient throws', 'error', 'user-error', /^gradient threw at points\[0\]: a is negative$/],
    ['wrong and throws', 'fail', 'user-error', /^gradient threw at points\[0\]: a is negative$/],
  ])('are named: %s', async (name, verdict, code, message) => {
    const model = modelOf((await faulty).report, name);
    expect(model.verdict).toBe(verdict);
    expect(model.error!.code).toBe(code);
    expect(model.error!.message).toMatch(message);
  });

  it('do not keep others from it', async () => {
    const { report } = await faulty;
    expect(namesOf(modelOf(report, 'gradient throws'))).toEqual(['params', 'points[1]']);
    expect(failing(modelOf(report, 'wrong and throws'))).toEqual(['points[1]: a']);
    expect(modelOf(report, 'gradient throws').error!.location!.file).toBe('points-faulty.ts');
  });

  it('have another loss with the gradient', async () => {
    const model = modelOf((await faulty).report, 'other loss');
    expect(model.verdict).toBe('fail');
    expect(model.diagnoses.map(({ code, message }) => [code, message.slice(0, 12)])).toEqual([
      ['loss-mismatch', 'at points[0]'],
    ]);
  });
});
