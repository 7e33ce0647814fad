import type { CheckReport, ModelReport } from '../check/report.js';
import { standingOf, type Standing } from '../check/summarize.js';
import { renderLegend } from './pretty/legend.js';
import { renderModel } from './pretty/model-section.js';
import { createStyle } from './pretty/style.js';
import { renderSummary } from './pretty/summary.js';
import type { Reporter, ReporterContext } from './reporter.js';

/** What --quiet leaves out: it is for what is wrong, and new. */
const QUIET: ReadonlySet<Standing> = new Set(['pass', 'known']);

/** The report for people: each model as soon as it is done, and a summary at the end. */
export function createPrettyReporter(context: ReporterContext): Reporter {
  const style = createStyle(context);
  const shown = new Set<number>();
  let isLegendDue = true;

  const write = (lines: readonly string[]) => {
    if (lines.length > 0) context.write(`${lines.join('\n')}\n`);
  };

  const showModel = (model: ModelReport, index: number) => {
    shown.add(index);
    if (context.quiet && QUIET.has(standingOf(model))) return;
    if (isLegendDue && model.points.length > 0) {
      write(renderLegend(style));
      isLegendDue = false;
    }
    write(renderModel(context.quiet ? withoutAdvice(model) : model, style));
  };

  return {
    onModel: (model, { index }) => showModel(model, index),
    onEnd(report: CheckReport) {
      // Merged reports come at once, without the events of a run.
      report.models.forEach((model, index) => {
        if (!shown.has(index)) showModel(model, index);
      });
      write(renderSummary(report, style));
    },
  };
}

/** --quiet is for what is wrong; that the point could be better chosen can wait. */
function withoutAdvice(model: ModelReport): ModelReport {
  return { ...model, warnings: model.warnings.filter(({ code }) => code !== 'special-point') };
}
