import { OPTION_NAMES, OPTIONS } from '../config/options.js';
import type { Resolved, Settings } from '../config/settings.js';
import { displayName } from '../run/name-files.js';
import type { Job } from './choose-models.js';
import type { Io } from './io.js';

/** Prints the options of a run and where each comes from, and the files with what is particular to them, as JSON. */
export async function printConfig(run: Resolved, job: Job, settings: Settings, io: Io): Promise<number> {
  const cwd = io.cwd();
  const nameConfig = ({ configFile }: Resolved) => (configFile === undefined ? null : displayName(configFile, cwd));
  const files = [];
  for (const file of job.files) {
    const own = await settings.ofModel(file);
    files.push({
      file: displayName(file, cwd),
      ...(own.configFile === run.configFile ? {} : { configFile: nameConfig(own) }),
      ...differences(own, run),
    });
  }
  const { printConfig: _, config: __, ...options } = run.options;
  const origins = Object.fromEntries(
    Object.keys(options).map((name) => [name, run.origins[name as keyof typeof options]]),
  );
  const missing = job.missing.map(({ name }) => name);
  const shown = { configFile: nameConfig(run), options, origins, files, ...(missing.length > 0 ? { missing } : {}) };
  io.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  return 0;
}

/** The options in which a model differs from its run. */
function differences(own: Resolved, run: Resolved) {
  const names = OPTION_NAMES.filter(
    (name) =>
      OPTIONS[name].scope === 'model' && JSON.stringify(own.options[name]) !== JSON.stringify(run.options[name]),
  );
  if (names.length === 0) return {};
  return {
    options: Object.fromEntries(names.map((name) => [name, own.options[name] ?? null])),
    origins: Object.fromEntries(names.map((name) => [name, own.origins[name]])),
  };
}
