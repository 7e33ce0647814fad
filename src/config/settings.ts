import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { GradcheckError } from '../errors.js';
import { readEnvironment, variableOf } from './environment.js';
import { findConfig } from './find-config.js';
import { loadConfig } from './load-config.js';
import { OPTIONS, type OptionSpec } from './options.js';
import { SECTIONS, type SectionName } from './sections.js';
import type { CheckOptions, Config } from './types.js';

/** Options, and where each of them comes from. */
export interface Resolved<Options = CheckOptions> {
  readonly options: Options;
  readonly origins: Readonly<Partial<Record<keyof Options, string>>>;
  readonly configFile?: string;
}

/** What options are read from, beside configurations. */
export interface Given<Options = CheckOptions> {
  /** Of the command line: what was said, and nothing else. */
  readonly flags: Options;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The command they are for, where it is not check: its section goes before the rest of a configuration. */
  readonly command?: SectionName;
}

type Values = Readonly<Record<string, unknown>>;

interface Layer {
  readonly origin: (name: string) => string;
  readonly options: Values;
}

interface Found {
  readonly file: string;
  readonly config: Config;
}

/** What every command has of configurations. */
interface ConfigFlags {
  readonly config?: string;
}

/**
 * The options of a run and of each of its models: flag before environment before configuration before default.
 * A configuration is searched from a folder upward, and read once.
 */
export class Settings<Options extends ConfigFlags = CheckOptions> {
  /** What flags and environment say. */
  readonly said: Options;
  /** The options that there are. */
  readonly specs: Readonly<Record<string, OptionSpec>>;
  readonly #upper: readonly Layer[];
  readonly #cwd: string;
  readonly #command: SectionName | undefined;
  readonly #nearest = new Map<string, string | undefined>();
  readonly #loaded = new Map<string, Promise<Config>>();

  /** @throws GradcheckError `usage` for a variable of the environment that is no value of its option */
  constructor({ flags, env, cwd, command }: Given<Options>) {
    this.specs = command === undefined ? OPTIONS : SECTIONS[command];
    this.#command = command;
    const environment = readEnvironment(env, this.specs);
    this.said = { ...environment, ...flags };
    this.#cwd = cwd;
    this.#upper = [
      { options: environment, origin: (name) => `environment ${variableOf(name)}` },
      { options: flags as Values, origin: () => 'flag' },
    ];
  }

  /**
   * Options for the run as a whole: without a configuration of its own it follows that of its first model.
   * @param files absolute
   * @throws GradcheckError `config`
   */
  async ofRun(files: readonly string[]): Promise<Resolved<Options>> {
    const here = await this.ofFolder(this.#cwd);
    return here.configFile !== undefined || files.length === 0 ? here : this.ofFolder(dirname(files[0]));
  }

  /**
   * Options for what runs in a folder, with the configuration itself.
   * @throws GradcheckError `config`
   */
  async ofFolder(folder: string): Promise<Resolved<Options> & { readonly config?: Config }> {
    const found = await this.#find(folder);
    return { ...this.#merge(found ? this.#layersOf(found) : [], found), config: found?.config };
  }

  /**
   * Options for one model.
   * @param file absolute
   * @throws GradcheckError `config`
   */
  async ofModel(file: string): Promise<Resolved<Options>> {
    const found = await this.#find(dirname(file));
    if (found === undefined) return this.#merge([], found);
    const overrides = (await overridesFor(file, found)).map((layer) => this.#keepShared(layer));
    return this.#merge([...this.#layersOf(found), ...overrides], found);
  }

  /** What a configuration says for all commands, and for this one. */
  #layersOf({ file, config }: Found): Layer[] {
    const { files: _, overrides: __, ...options } = config;
    const shared = this.#keepShared({ options: placePaths(options, dirname(file)), origin: () => 'config' });
    const own = this.#command && config[this.#command];
    if (own === undefined) return [shared];
    return [shared, { options: placePaths(own, dirname(file)), origin: () => `config ${this.#command}` }];
  }

  /** Without options of the same name that mean another thing to this command. */
  #keepShared({ options, origin }: Layer): Layer {
    const isShared = (name: string): boolean => ['model', 'run'].includes(this.specs[name]?.scope);
    return { options: Object.fromEntries(Object.entries(options).filter(([name]) => isShared(name))), origin };
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

  #merge(configured: readonly Layer[], found: Found | undefined): Resolved<Options> {
    const options: Record<string, unknown> = {};
    const origins: Record<string, string> = {};
    for (const layer of [this.#fallbacks(), ...configured, ...this.#upper])
      for (const name of Object.keys(this.specs)) {
        if (layer.options[name] === undefined) continue;
        options[name] = layer.options[name];
        origins[name] = layer.origin(name);
      }
    return { options: options as Options, origins: origins as Resolved<Options>['origins'], configFile: found?.file };
  }

  /** What holds where nobody says anything. */
  #fallbacks(): Layer {
    const known = Object.entries(this.specs).filter(([, { fallback }]) => fallback !== undefined);
    return {
      options: Object.fromEntries(known.map(([name, { fallback }]) => [name, fallback])),
      origin: () => 'default',
    };
  }
}

/** Files that a configuration names are taken from its own folder. */
function placePaths(options: Values & Pick<Config, 'reporter' | 'baseline'>, folder: string): Values {
  const { reporter, baseline } = options;
  return {
    ...options,
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
