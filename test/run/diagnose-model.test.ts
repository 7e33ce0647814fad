import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelReport } from '../../src/check/report.js';
import { findModels } from '../../src/model/model-definition.js';
import { createRandom } from '../../src/numdiff/index.js';
import { checkModel } from '../../src/run/check-model.js';
import { gradcheck, gradcheckJson, MODELS, modelOf } from '../commands/gradcheck.js';
import * as beyond from '../fixtures/diagnose/beyond-one-point.js';
import * as mistakes from '../fixtures/diagnose/mistakes.js';

const cwd = fileURLToPath(new URL('../fixtures/diagnose', import.meta.url));

let models: ModelReport[];
const wrongModels = (): ModelReport[] => models.filter(({ name }) => name !== 'right');

/** Without the source, so that the numbers alone have to tell. */
async function checkByNumbers(module: Record<string, unknown>): Promise<ModelReport[]> {
  const reports: ModelReport[] = [];
  for (const model of findModels(module, 'mistakes.ts')) {
    if ('error' in model) throw model.error;
    const context = {
      file: 'mistakes.ts',
      options: { seed: 1, names: {} },
      userRandom: createRandom(1),
      describeError: (thrown: unknown) => ({ code: 'user-error', message: String(thrown) }),
    };
    reports.push(await checkModel(model.definition, context));
  }
  return reports;
}

beforeAll(async () => {
  models = await checkByNumbers(mistakes);
});

describe('a wrong gradient', () => {
  it('is given the diagnosis that belongs to its mistake first', () => {
    const headlines = wrongModels().map(({ name, diagnoses }) => `${diagnoses[0]?.code} for ${name}`);
    expect(headlines).toEqual(wrongModels().map(({ name }) => `${name.split(':')[0]} for ${name}`));
    expect(wrongModels().length).toBeGreaterThan(15);
  });

  it('is caused by the implementation, in a sentence', () => {
    for (const { cause, causeReason } of wrongModels()) {
      expect(cause).toBe('implementation');
      expect(causeReason).not.toBe('');
    }
  });

  it('is explained by the length of the data', () => {
    const { diagnoses } = models.find(({ name }) => name.startsWith('scale'))!;
    expect(diagnoses[0]).toMatchObject({ path: 'b', evidence: 'strong' });
    expect(diagnoses[0].message).toContain('12 is the number of rows of data.x: a sum where the loss has a mean');
    expect(diagnoses[0].message).toContain('W, v and gain are right');
  });

  it('is given no diagnosis by the command where none is asked for, but a cause', async () => {
    const { report } = await gradcheckJson(['mistakes.ts', '--no-diagnose'], { cwd });
    expect(report.models.flatMap(({ diagnoses }) => diagnoses)).toEqual([]);
    expect(report.models.map(({ verdict }) => verdict)).toEqual(models.map(({ verdict }) => verdict));
    expect(modelOf(report, 'transposed: W').causeReason).not.toBe('');
  });

  it('is diagnosed on the terminal, in words', async () => {
    const { stdout } = await gradcheck(['mistakes.ts', '--no-color'], { cwd });
    expect(stdout).toContain('→ transposed in W (very likely)');
    expect(stdout).toContain('→ unknown mistake in W\n');
  });
});

describe('a mistake that numbers at one point do not tell', () => {
  it('is named from points chosen for it, and every wrong parameter is spoken for', async () => {
    const [right, ...others] = await checkByNumbers(beyond);
    expect(right).toMatchObject({ verdict: 'pass', diagnoses: [] });
    const headlines = others.map(({ name, diagnoses }) => `${diagnoses[0]?.code} for ${name}`);
    expect(headlines).toEqual(others.map(({ name }) => `${name.split(':')[0]} for ${name}`));
    for (const { points, diagnoses } of others) {
      const wrong = points[0].parameters.filter(({ verdict }) => verdict === 'fail').map(({ path }) => path);
      const said = diagnoses.map(({ message }) => message).join();
      expect(wrong.filter((path) => !new RegExp(`\\b${path}\\b`).test(said))).toEqual([]);
    }
  });
});

describe('a right gradient', () => {
  it('is given neither diagnosis nor cause', () => {
    const right = models.find(({ name }) => name === 'right');
    expect(right).toMatchObject({ verdict: 'pass', diagnoses: [], cause: 'none', causeReason: '' });
  });
});

describe('the conduct of a gradient', () => {
  const codesOf = async (file: string) => {
    const { report: found } = await gradcheckJson([file]);
    return modelOf(found).diagnoses.map(({ code }) => code);
  };

  it.each([
    ['accumulating.ts', 'accumulated'],
    ['stale-previous.ts', 'stale-gradient'],
    ['stale-memo.ts', 'stale-gradient'],
    ['forward-cache.ts', 'stale-gradient'],
    ['nan-gradient.ts', 'non-finite'],
  ])('of %s is diagnosed as %s', async (file, code) => {
    expect(await codesOf(file)).toEqual([code]);
  });
});

describe('every failure and every warning', () => {
  it('has a cause with a reason; a failure has a diagnosis as well', async () => {
    const files = readdirSync(MODELS).filter((file) => /\.[jt]s$/.test(file));
    const { report: all } = await gradcheckJson(files);
    const told = all.models.filter(
      ({ verdict, warnings }) => verdict !== 'error' && (verdict !== 'pass' || warnings.length > 0),
    );
    expect(told.length).toBeGreaterThan(20);
    for (const { file, causeReason } of told) expect(`${file}: ${causeReason}`).toMatch(/: ./);
    for (const { file, verdict, diagnoses } of told)
      expect(`${file}: ${verdict === 'fail' ? diagnoses.length : 1}`).not.toBe(`${file}: 0`);
  });
});
