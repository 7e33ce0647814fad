import { resolve } from 'node:path';
import { GradcheckError } from '../errors.js';
import { closestName } from '../model/model-definition.js';
import type { CheckReport, ModelReport } from '../check/report.js';
import type { ReporterFactory, ReporterTable } from '../report/index.js';

/** A reporter asked for as `name` (to stdout) or `name=file`. */
export interface ReporterSpec<Model = ModelReport, Report = CheckReport> {
  readonly name: string;
  readonly load: () => Promise<ReporterFactory<Model, Report>>;
  readonly file?: string;
}

/** What no other output may stand beside. */
const DOCUMENTS: ReadonlySet<string> = new Set(['json', 'junit', 'sarif', 'html', 'blob']);

/** The reporters of a run that names none; GitHub Actions gets its annotations. */
export function defaultReporters(env: Readonly<Record<string, string | undefined>>): string[] {
  return env.GITHUB_ACTIONS === 'true' ? ['pretty', 'github'] : ['pretty'];
}

/**
 * @param table the reporters there are
 * @throws GradcheckError `usage` for a name that is none, and for outputs that would run into each other
 */
export function readReporterSpecs<Model, Report>(
  texts: readonly string[],
  table: ReporterTable<Model, Report>,
): ReporterSpec<Model, Report>[] {
  const specs = texts.map((text) => readSpec(text, table));
  refuseMixture(specs);
  return specs;
}

function readSpec<Model, Report>(text: string, table: ReporterTable<Model, Report>): ReporterSpec<Model, Report> {
  const [name, ...rest] = text.split('=');
  if (!Object.hasOwn(table, name)) throw unknownReporter(name, Object.keys(table));
  const load = table[name];
  if (rest.length === 0) return { name, load };
  const file = rest.join('=');
  if (file === '')
    throw new GradcheckError('usage', `--reporter ${text} names no file`, { hint: `--reporter ${name} is for stdout` });
  return { name, load, file };
}

function unknownReporter(name: string, names: readonly string[]): GradcheckError {
  const close = closestName(name, names);
  const list = `reporters: ${names.join(', ')}`;
  return new GradcheckError('usage', `there is no reporter named "${name}"`, {
    hint: close ? `did you mean ${close}? ${list}` : list,
  });
}

/** The files that reporters write. */
export function filesOf(specs: readonly Pick<ReporterSpec, 'file'>[]): string[] {
  return specs.flatMap(({ file }) => file ?? []);
}

function refuseMixture(specs: readonly Pick<ReporterSpec, 'name' | 'file'>[]): void {
  const toStdout = specs.filter(({ file }) => file === undefined);
  const document = toStdout.find(({ name }) => DOCUMENTS.has(name));
  const other = toStdout.find((spec) => spec !== document);
  if (document && other)
    throw new GradcheckError('usage', `the reporters ${document.name} and ${other.name} would both write to stdout`, {
      hint: `give one a file: --reporter ${document.name}=report.${document.name}`,
    });
  const files = specs.flatMap(({ file }) => (file === undefined ? [] : [resolve(file)]));
  const twice = files.find((file, i) => files.indexOf(file) !== i);
  if (twice !== undefined) throw new GradcheckError('usage', `two reporters would write to ${twice}`);
}
