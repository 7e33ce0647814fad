import type { CheckReport, ModelError, ModelReport, StaleRecord } from '../check/report.js';
import { standingOf } from '../check/summarize.js';
import { formatCount, formatDuration, formatQuantity } from '../terminal/number-format.js';
import { breadcrumb } from './breadcrumb.js';
import { escapeMarkup as esc } from './escape-markup.js';
import { formatModel } from './html/model-section.js';
import { STYLE } from './html/style.js';
import type { ReporterContext, ReporterFactory } from './reporter.js';
import { signOf } from './sign.js';
import { countStandings, nameStanding } from './wording.js';

/** Writes a page of HTML that needs nothing beside it: no script, no font, no picture. */
export const createHtmlReporter: ReporterFactory = (context) => ({
  onEnd: (report) => context.write(formatPage(report, context)),
});

function formatPage(report: CheckReport, context: ReporterContext): string {
  const { models, summary, errors = [], baseline, tool } = report;
  const verdict = countStandings(models.map(standingOf));
  const lines = [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    // Should something slip through the escapes, it can neither run nor load anything.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${esc(`${nameStanding(summary.verdict)}: gradcheck, ${verdict}`)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<header>',
    `<h1 class="${summary.verdict}">${signOf(summary.verdict)} ${nameStanding(summary.verdict)} <small>${esc(verdict)}</small></h1>`,
    `<p>${describeRun(report).map(esc).join(' · ')}</p>`,
    '</header>',
    '<main>',
    ...errors.map(formatError),
    ...(models.length > 1 ? formatContents(models) : []),
    ...models.flatMap((model, i) => formatModel(model, `model-${i + 1}`, context)),
    ...formatStale(baseline?.stale ?? []),
    '</main>',
    `<footer><p>${esc(`${tool.name} ${tool.version}`)}${report.replay === '' ? '' : ` · again: <code>${esc(report.replay)}</code>`}</p></footer>`,
    '</body>',
    '</html>',
  ];
  return `${lines.join('\n')}\n`;
}

function describeRun({ summary, seed }: CheckReport): string[] {
  const { checked, entries, pass, fail, kink, inconclusive, lossEvaluations, gradientEvaluations, durationMs } =
    summary;
  return [
    `${formatCount(checked)} of ${formatQuantity(entries, 'entry', 'entries')} checked`,
    `${formatCount(pass)} pass, ${formatCount(fail)} fail, ${formatCount(kink)} kink, ${formatCount(inconclusive)} undecided`,
    `${formatCount(lossEvaluations)} loss and ${formatCount(gradientEvaluations)} gradient evaluations`,
    formatDuration(durationMs),
    `seed ${seed}`,
  ];
}

function formatError({ code, message }: ModelError): string {
  return `<p class="error"><strong>${esc(code)}</strong> ${esc(message)}</p>`;
}

/** The models with links to their sections. */
function formatContents(models: readonly ModelReport[]): string[] {
  const rows = models.map((model, i) => {
    const standing = standingOf(model);
    const { name, file, checked, entries, fail, inconclusive } = model;
    return [
      `<tr class="${standing}"><td class="verdict">${signOf(standing)} ${nameStanding(standing)}</td>`,
      `<th scope="row"><a href="#model-${i + 1}">${esc(name)}</a>${name === file ? '' : ` <code>${esc(file)}</code>`}</th>`,
      `<td>${formatCount(checked)} of ${formatCount(entries)}</td><td>${formatCount(fail)}</td><td>${formatCount(inconclusive)}</td></tr>`,
    ].join('');
  });
  return [
    '<nav aria-label="Models"><table>',
    '<thead><tr><th scope="col">verdict</th><th scope="col">model</th><th scope="col">checked</th><th scope="col">wrong</th><th scope="col">undecided</th></tr></thead>',
    '<tbody>',
    ...rows,
    '</tbody></table></nav>',
  ];
}

function formatStale(stale: readonly StaleRecord[]): string[] {
  if (stale.length === 0) return [];
  const items = stale.map(({ file, model, point, path, index = [] }) => {
    const where = point === undefined ? '' : ` at ${esc(point)}`;
    const place = path === undefined ? '' : ` <code>${esc(breadcrumb(path, index))}</code>${where}`;
    return `<li>${esc(model)} <code>${esc(file)}</code>${place}</li>`;
  });
  return ['<section><h2>Out of date in the baseline</h2><ul>', ...items, '</ul></section>'];
}
