import { readFileSync } from 'node:fs';
import { GradcheckError } from '../errors.js';
import { closestName } from '../model/model-definition.js';
import { describeValue } from '../model/tree-layout.js';
import { NAMES } from './kinds.js';
import { locateKey } from './locate.js';
import { OPTION_NAMES, OPTIONS } from './options.js';
import type { Config, OptionName } from './types.js';

const CONFIG_NAMES = ['files', 'overrides', ...OPTION_NAMES.filter((name) => OPTIONS[name].scope !== 'call')];
const OVERRIDE_NAMES = ['files', ...OPTION_NAMES.filter((name) => OPTIONS[name].scope === 'model')];

/**
 * A value as a configuration.
 * @param path the file it is from
 * @throws GradcheckError `config` for an option that does not exist, or a value of the wrong kind
 */
export function readConfig(value: unknown, path: string): Config {
  const refuse = (message: string, key?: string, hint?: string): never => {
    throw new GradcheckError('config', message, { hint, ...(key === undefined ? place(path) : findKey(path, key)) });
  };
  const config = readObject(value, 'the configuration', refuse);
  readEntries(config, CONFIG_NAMES, '', refuse);
  const { overrides = [] } = config;
  if (!Array.isArray(overrides))
    return refuse(`\`overrides\` should be an array, found ${describeValue(overrides)}`, 'overrides');
  overrides.forEach((item: unknown, i) => {
    const name = `overrides[${i}]`;
    const override = readObject(item, `\`${name}\``, refuse);
    readEntries(override, OVERRIDE_NAMES, `${name}.`, refuse);
    if (override.files === undefined)
      refuse(`\`${name}\` says no files`, 'overrides', "name them: { files: 'src/physics/**', rtol: 1e-3 }");
  });
  return config as Config;
}

type Refuse = (message: string, key?: string, hint?: string) => never;

function readObject(value: unknown, what: string, refuse: Refuse): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  return refuse(`${what} should be an object, found ${describeValue(value)}`);
}

function readEntries(
  entries: Readonly<Record<string, unknown>>,
  names: readonly string[],
  prefix: string,
  refuse: Refuse,
): void {
  for (const [name, value] of Object.entries(entries)) {
    if (!names.includes(name)) refuse(`there is no option \`${prefix}${name}\``, name, suggest(name, names));
    if (value === undefined || name === 'overrides') continue;
    const { holds, expected, expectedValue = expected } = name === 'files' ? NAMES : OPTIONS[name as OptionName].kind;
    if (!holds(value)) refuse(`\`${prefix}${name}\` should be ${expectedValue}, found ${describeValue(value)}`, name);
  }
}

function suggest(name: string, names: readonly string[]): string {
  if (Object.hasOwn(OPTIONS, name)) {
    const { scope, flag } = OPTIONS[name as OptionName];
    return scope === 'call'
      ? `${flag} is for the command line alone`
      : 'it holds for the run as a whole, not for single models';
  }
  const close = closestName(name, names);
  return close ? `did you mean \`${close}\`?` : `the options are ${names.join(', ')}`;
}

function place(path: string) {
  return { location: { file: path, line: 1, column: 1 } };
}

function findKey(path: string, key: string) {
  try {
    return locateKey(path, readFileSync(path, 'utf8'), key);
  } catch {
    return place(path);
  }
}
