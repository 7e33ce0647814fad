import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { GradcheckError } from '../errors.js';
import { readEnvironment, variableOf } from './environment.js';
import { findConfig } from './find-config.js';
import { loadConfig } from './load-config.js';
import { FALLBACKS, OPTION_NAMES } from './options.js';
import type { CheckOptions, Config, OptionName } from './types.js';

/** Options, and where each of them comes from. */
export interface Resolved {
  readonly options: CheckOptions;
  readonly origins: Readonly<Partial<Record<OptionName, string>>>;
  readonly configFile?: string;
}

/** What options are read from, beside configurations. */
export interface Given {
  /** Of the command line: what was said, and nothing else. */
  readonly flags: CheckOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

interface Layer {
  readonly origin: (name: OptionName) => string;
  readonly options: CheckOptions;
}

interface Found {
  readonly file: string;
  readonly config: Config;
}

/**
 * The options of a run and of each of its models: flag before environment before configuration before default.
 * A configuration is searched from a folder upward, and read once.
 */
export class Settings {
  /** What flags and environment say. */
  readonly said: CheckOptions;
  readonly #upper: readonly Layer[];
  readonly #cwd: string;
  readonly #nearest = new Map<string, string | undefined>();
  readonly #loaded = new Map<string, Promise<Config>>();

  /** @throws GradcheckError `usage` for a variable of the environment that is no value of its option */
  constructor({ flags, env, cwd }: Given) {
    const environment = readEnvironment(env);
    this.said = { ...environment, ...flags };
    this.#cwd = cwd;
    this.#upper = [
      { options: environment, origin: (name) => `environment ${variableOf(name)}` },
      { options: flags, origin: () => 'flag' },
    ];
  }

  /**
   * Options for what runs in a folder, with the configuration itself.
   * @throws GradcheckError `config`
   */
  async ofFolder(folder: string): Promise<Resolved & { readonly config?: Config }> {
    const found = await this.#find(folder);
    return { ...this.#merge(found ? [layerOf(found)] : [], found), config: found?.config };
  }

  /**
   * Options for one model.
   * @param file absolute
   * @throws GradcheckError `config`
   */
  async ofModel(file: string): Promise<Resolved> {
    const found = await this.#find(dirname(file));
    return this.#merge(found ? [layerOf(found), ...(await overridesFor(file, found))] : [], found);
  }

  /** The configuration that was named, or the nearest to a folder. */
  async #find(folder: string): Promise<Found | undefined> {
    const file = this.said.config === undefined ? this.#findNearest(folder) : this.#findNamed(this.said.config);
    if (file === undefined) return undefined;
    const loading = this.#loaded.get(file) ?? loadConfig(file);
    this.#loaded.set(file, loading);
    return { file, config: await loading };
  }

  #findNearest(folder: string): string | undefined {
    if (!this.#nearest.has(folder)) this.#nearest.set(folder, findConfig(folder));
    return this.#nearest.get(folder);
  }

  #findNamed(name: string): string {
    const file = resolve(this.#cwd, name);
    if (existsSync(file)) return file;
    throw new GradcheckError('config', `there is no configuration ${name}`, {
      hint: 'paths are taken from the current folder',
    });
  }

  #merge(configured: readonly Layer[], found: Found | undefined): Resolved {
    const layers = [{ options: FALLBACKS, origin: () => 'default' }, ...configured, ...this.#upper];
    const options: Record<string, unknown> = {};
    const origins: Partial<Record<OptionName, string>> = {};
    for (const layer of layers)
      for (const name of OPTION_NAMES) {
        if (layer.options[name] === undefined) continue;
        options[name] = layer.options[name];
        origins[name] = layer.origin(name);
      }
    return { options, origins, configFile: found?.file };
  }
}

function layerOf({ file, config }: Found): Layer {
  const { files: _, overrides: __, ...options } = config;
  return { options: { ...options, ...pathsOf(config, dirname(file)) }, origin: () => 'config' };
}

/** Files that a configuration names are taken from its own folder. */
function pathsOf({ reporter, baseline }: Config, folder: string): CheckOptions {
  return {
    ...(reporter === undefined ? {} : { reporter: listOf(reporter).map((spec) => placeReporter(spec, folder)) }),
    ...(baseline === undefined ? {} : { baseline: resolve(folder, baseline) }),
  };
}

function placeReporter(spec: string, folder: string): string {
  const [name, ...rest] = spec.split('=');
  return rest.length === 0 || rest[0] === '' ? spec : `${name}=${resolve(folder, rest.join('='))}`;
}

async function overridesFor(path: string, { file, config }: Found): Promise<Layer[]> {
  if (!config.overrides?.length) return [];
  const { default: picomatch } = await import('picomatch');
  const name = relative(dirname(file), path).replaceAll('\\', '/');
  return config.overrides.flatMap(({ files, ...options }, i) => {
    const globs = listOf(files);
    const wanted = globs.filter((glob) => !glob.startsWith('!'));
    const ignore = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
    return picomatch(wanted, { ignore, dot: true })(name) ? [{ options, origin: () => `config overrides[${i}]` }] : [];
  });
}

export function listOf(texts: string | readonly string[]): readonly string[] {
  return typeof texts === 'string' ? [texts] : texts;
}
