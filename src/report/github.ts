import type { CheckReport } from '../check/report.js';
import { formatQuantity } from '../terminal/number-format.js';
import { formatMarkdown } from './markdown.js';
import type { Problem } from './problem.js';
import { listProblems } from './problems.js';
import type { Reporter, ReporterContext } from './reporter.js';
import { workflowCommand } from './workflow-command.js';

/** GitHub shows ten annotations of a kind for each step; the tenth tells of the rest. */
const MOST_ANNOTATIONS = 9;

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** Annotates the user's lines in GitHub Actions, the worst problems first, and puts the report on the job's summary. */
export function createGithubReporter(context: ReporterContext): Reporter {
  const { write, appendSummary, nameFromRoot = (file) => file } = context;
  return {
    onEnd(report: CheckReport) {
      const problems = listProblems(report);
      for (const { code, message } of report.errors ?? []) write(workflowCommand('error', { title: code }, message));
      for (const problem of problems.slice(0, MOST_ANNOTATIONS)) write(annotate(problem, nameFromRoot));
      write(tellOfRest(problems.slice(MOST_ANNOTATIONS)));
      appendSummary?.(formatMarkdown(report, context));
    },
  };
}

/** At the place the problem comes from, or else at the first line of the model's file. */
function annotate(problem: Problem, nameFile: (file: string) => string): string {
  const { level, model, title, message, location } = problem;
  const place = location
    ? { file: nameFile(location.file), line: location.line, col: location.column }
    : { file: nameFile(model.file), line: 1 };
  const about = model.name === model.file ? title : `${title} (${model.name})`;
  return workflowCommand(COMMANDS[level], { ...place, title: about }, message);
}

function tellOfRest(rest: readonly Problem[]): string {
  if (rest.length === 0) return '';
  const text = `and ${formatQuantity(rest.length, 'more problem')}: the log and the summary of the job have them all`;
  return workflowCommand(COMMANDS[rest[0].level], { title: 'gradcheck' }, text);
}
