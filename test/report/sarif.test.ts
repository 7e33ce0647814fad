import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import ajvDraft4 from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/check/report.js';
import { CONTROL, makeFailingModel, makeHostileReport, makeMixedReport, makeReport, render } from './fixtures.js';

const ajv = new ajvDraft4.default({ allErrors: true, strict: false, unicodeRegExp: false });
ajv.addFormat('uri', { validate: (text: string) => URL.canParse(text) });
ajv.addFormat('uri-reference', {
  validate: (text: string) => /^(?:%[\da-f]{2}|[\w\-.~:/?#[\]@!$&'()*+,;=])*$/i.test(text),
});
ajv.addFormat('date-time', true);
const validate = ajv.compile(schema);

async function renderValid(report: CheckReport, nameFromRoot?: (file: string) => string) {
  const text = await render('sarif', report, nameFromRoot && { nameFromRoot });
  const log = JSON.parse(text);
  validate(log);
  expect(validate.errors).toBeNull();
  expect(text).not.toMatch(CONTROL);
  for (const { ruleId, ruleIndex } of log.runs[0].results)
    expect(log.runs[0].tool.driver.rules[ruleIndex].id).toBe(ruleId);
  return log.runs[0];
}

const fingerprintsOf = (run: { results: { partialFingerprints: Record<string, string> }[] }) =>
  run.results.map(({ partialFingerprints }) => partialFingerprints['gradcheckProblem/v1']);

describe('sarif', () => {
  it('is valid, and has a result a problem at its place', async () => {
    const run = await renderValid(makeMixedReport());
    expect(run.results.map((result: { ruleId: string; level: string }) => [result.ruleId, result.level])).toEqual([
      ['sign-flip', 'error'],
      ['user-error', 'error'],
      ['undecided', 'warning'],
    ]);
    expect(run.results[0].locations[0]).toEqual({
      physicalLocation: {
        artifactLocation: { uri: 'examples/perceptron.ts' },
        region: { startLine: 41, startColumn: 7, snippet: { text: 'grad.layers[1].b[k] -= delta[k];' } },
      },
      logicalLocations: [{ name: 'layers[1].b', fullyQualifiedName: 'two-layer perceptron: layers[1].b' }],
    });
    expect(run.results[2].locations[0].physicalLocation.region).toEqual({ startLine: 1 });
    expect(run.invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 1 });
  });

  it('is valid whatever names and messages hold', async () => {
    const run = await renderValid(makeHostileReport());
    expect(run.results.length).toBeGreaterThan(2);
    expect(decodeURIComponent(run.results[0].locations[0].physicalLocation.artifactLocation.uri)).toContain('<script>');
  });

  it('of a run without problems is valid', async () => {
    expect((await renderValid(makeReport([]))).results).toEqual([]);
  });

  it('gives a problem the same fingerprint when its line moves, and another to another problem', async () => {
    const moved = makeFailingModel();
    moved.diagnoses[0].location!.line = 99;
    const [before, after] = await Promise.all(
      [makeReport([makeFailingModel()]), makeReport([moved])].map((r) => renderValid(r)),
    );
    expect(fingerprintsOf(after)).toEqual(fingerprintsOf(before));
    const twice = fingerprintsOf(await renderValid(makeReport([makeFailingModel(), makeFailingModel()])));
    expect(new Set(twice).size).toBe(twice.length);
  });

  it('names files from the root of the repository, and those outside by their address', async () => {
    const uriOf = async (nameFromRoot: (file: string) => string) =>
      (await renderValid(makeMixedReport(), nameFromRoot)).results[0].locations[0].physicalLocation.artifactLocation
        .uri;
    expect(await uriOf((file) => `packages/ä b/${file}`)).toBe('packages/%C3%A4%20b/examples/perceptron.ts');
    expect(await uriOf(() => '/elsewhere/a b.ts')).toBe('file:///elsewhere/a%20b.ts');
  });
});
