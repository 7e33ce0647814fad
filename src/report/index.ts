import type { DiffModel, DiffReport } from '../check/diff-report.js';
import type { HessianModel, HessianReport } from '../check/hessian-report.js';
import type { DataReport } from '../data/types.js';
import type { CheckReport, ModelReport } from '../check/report.js';
import type { ReporterFactory } from './reporter.js';
import type { OptimizersReport } from './optimizers/types.js';
import type { TrainingRunReport } from './training/types.js';

export type { Reporter, ReporterContext, ReporterFactory } from './reporter.js';
export type { OptimizersReport } from './optimizers/types.js';
export type { TrainingRunReport } from './training/types.js';

/** The reporters of a command by name. Imported when asked for: who wants JSON does not pay for tables and colours. */
export type ReporterTable<Model, Report> = Readonly<Record<string, () => Promise<ReporterFactory<Model, Report>>>>;

export const REPORTERS: ReporterTable<ModelReport, CheckReport> = {
  pretty: async () => (await import('./pretty.js')).createPrettyReporter,
  json: async () => (await import('./json.js')).createJsonReporter,
  junit: async () => (await import('./junit.js')).createJunitReporter,
  github: async () => (await import('./github.js')).createGithubReporter,
  markdown: async () => (await import('./markdown.js')).createMarkdownReporter,
  tap: async () => (await import('./tap.js')).createTapReporter,
  sarif: async () => (await import('./sarif.js')).createSarifReporter,
  html: async () => (await import('./html.js')).createHtmlReporter,
  blob: async () => (await import('./blob.js')).createBlobReporter,
};

/** Those of `gradcheck diff`. */
export const DIFF_REPORTERS: ReporterTable<DiffModel, DiffReport> = {
  pretty: async () => (await import('./diff/pretty.js')).createPrettyDiffReporter,
  json: async () => (await import('./diff/json.js')).createJsonDiffReporter,
};

/** Those of `gradcheck hessian`. */
export const HESSIAN_REPORTERS: ReporterTable<HessianModel, HessianReport> = {
  pretty: async () => (await import('./hessian/pretty.js')).createPrettyHessianReporter,
  json: async () => (await import('./hessian/json.js')).createJsonHessianReporter,
};

/** Those of `gradcheck train` and `gradcheck monitor`. */
export const TRAINING_REPORTERS: ReporterTable<never, TrainingRunReport> = {
  pretty: async () => (await import('./training/pretty.js')).createPrettyTrainingReporter,
  json: async () => (await import('./training/json.js')).createJsonTrainingReporter,
};

/** Those of `gradcheck data`. */
export const DATA_REPORTERS: ReporterTable<never, DataReport> = {
  pretty: async () => (await import('./data/pretty.js')).createPrettyDataReporter,
  json: async () => (await import('./data/json.js')).createJsonDataReporter,
};

/** Those of `gradcheck optimizers`. */
export const OPTIMIZERS_REPORTERS: ReporterTable<never, OptimizersReport> = {
  pretty: async () => (await import('./optimizers/pretty.js')).createPrettyOptimizersReporter,
  json: async () => (await import('./optimizers/json.js')).createJsonOptimizersReporter,
};
