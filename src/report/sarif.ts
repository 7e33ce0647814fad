import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CheckReport } from '../check/report.js';
import { printable, printableLines } from '../terminal/sanitize.js';
import type { Problem } from './problem.js';
import { listProblems } from './problems.js';
import type { ReporterFactory } from './reporter.js';
import { nameRule } from './rules.js';

/** Writes SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html) for code scanning services. */
export const createSarifReporter: ReporterFactory = ({ write, nameFromRoot = (file) => file }) => ({
  onEnd: (report) => write(`${JSON.stringify(describeRun(report, nameFromRoot), null, 2)}\n`),
});

type NameFile = (file: string) => string;

function describeRun(report: CheckReport, nameFile: NameFile) {
  const problems = listProblems(report);
  const rules = [...new Set(problems.map(({ rule }) => rule))].sort();
  const { tool, summary, models, errors = [] } = report;
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            rules: rules.map((id) => ({ id, shortDescription: { text: nameRule(id) } })),
          },
        },
        automationDetails: { id: 'gradcheck/' },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: errors.length === 0 && models.every(({ error }) => error === undefined),
            exitCode: summary.exitCode,
            toolExecutionNotifications: errors.map(({ code, message }) => ({
              level: 'error',
              descriptor: { id: code },
              message: { text: printable(message) },
            })),
          },
        ],
        results: describeResults(problems, rules, nameFile),
      },
    ],
  };
}

function describeResults(problems: readonly Problem[], rules: readonly string[], nameFile: NameFile) {
  const seen = new Map<string, number>();
  return problems.map((problem) => {
    const identity = fingerprint(problem, nameFile);
    const occurrence = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, occurrence);
    return {
      ruleId: problem.rule,
      ruleIndex: rules.indexOf(problem.rule),
      level: problem.level,
      message: { text: printableLines(`${problem.title}\n${problem.message}`).join('\n') },
      locations: [describePlace(problem, nameFile)],
      partialFingerprints: { 'gradcheckProblem/v1': `${identity}:${occurrence}` },
      ...(problem.level === 'note' ? { suppressions: [{ kind: 'external', justification: 'in the baseline' }] } : {}),
    };
  });
}

function describePlace({ model, path, location }: Problem, nameFile: NameFile) {
  const uri = toUri(nameFile(location?.file ?? model.file));
  const region = location
    ? { startLine: location.line, startColumn: location.column, ...describeSnippet(location.text) }
    : { startLine: 1 };
  const name = printable(path === '' ? model.name : path);
  return {
    physicalLocation: { artifactLocation: { uri }, region },
    logicalLocations: [{ name, fullyQualifiedName: printable(`${model.name}: ${path}`) }],
  };
}

function describeSnippet(text: string | undefined) {
  return text === undefined ? {} : { snippet: { text: printableLines(text).join('\n') } };
}

/** The same for the same problem in every run, wherever its line has moved to. */
function fingerprint({ model, path, rule }: Problem, nameFile: NameFile): string {
  const identity = JSON.stringify([nameFile(model.file), model.name, path, rule]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 32);
}

/** Half a surrogate pair, which a name on Windows may hold, cannot be encoded. */
function toUri(name: string): string {
  const file = name.replace(/\p{Surrogate}/gu, '\ufffd');
  return isAbsolute(file) ? pathToFileURL(file).href : file.split('/').map(encodeURIComponent).join('/');
}
