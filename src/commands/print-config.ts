import type { Resolved, Settings } from '../config/settings.js';
import { displayName } from '../run/name-files.js';
import type { Job } from './choose-models.js';
import type { Io } from './io.js';

interface ConfigFlags {
  readonly config?: string;
  readonly printConfig?: boolean;
}

/** Prints the options of a run and where each comes from, and the files with what is particular to them, as JSON. */
export async function printConfig<Options extends ConfigFlags>(
  run: Resolved<Options>,
  job: Pick<Job, 'files'> & Partial<Pick<Job, 'missing'>>,
  settings: Settings<Options>,
  io: Io,
): Promise<number> {
  const cwd = io.cwd();
  const nameConfig = ({ configFile }: Resolved<Options>) =>
    configFile === undefined ? null : displayName(configFile, cwd);
  const files = [];
  for (const file of job.files) {
    const own = await settings.ofModel(file);
    files.push({
      file: displayName(file, cwd),
      ...(own.configFile === run.configFile ? {} : { configFile: nameConfig(own) }),
      ...differences(own, run, settings),
    });
  }
  const { printConfig: _, config: __, ...options } = run.options;
  const origins = Object.fromEntries(Object.keys(options).map((name) => [name, originOf(run, name)]));
  const missing = (job.missing ?? []).map(({ name }) => name);
  const shown = { configFile: nameConfig(run), options, origins, files, ...(missing.length > 0 ? { missing } : {}) };
  io.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  return 0;
}

/** The options in which a model differs from its run. */
function differences<Options extends ConfigFlags>(
  own: Resolved<Options>,
  run: Resolved<Options>,
  { specs }: Settings<Options>,
) {
  const valueOf = ({ options }: Resolved<Options>, name: string): unknown => options[name as keyof Options];
  const names = Object.keys(specs).filter(
    (name) =>
      specs[name].scope === 'model' && JSON.stringify(valueOf(own, name)) !== JSON.stringify(valueOf(run, name)),
  );
  if (names.length === 0) return {};
  return {
    options: Object.fromEntries(names.map((name) => [name, valueOf(own, name) ?? null])),
    origins: Object.fromEntries(names.map((name) => [name, originOf(own, name)])),
  };
}

function originOf<Options>({ origins }: Resolved<Options>, name: string): string | undefined {
  return origins[name as keyof Options];
}
