import { readFileSync } from 'node:fs';
import { GradcheckError } from '../errors.js';
import { closestName } from '../model/model-definition.js';
import { describeValue } from '../model/tree-layout.js';
import { NAMES } from './kinds.js';
import { locateKey } from './locate.js';
import { OPTION_NAMES, OPTIONS, type OptionSpec } from './options.js';
import { SECTIONS, type SectionName } from './sections.js';
import type { Config } from './types.js';

const SECTION_NAMES = Object.keys(SECTIONS) as SectionName[];
const CONFIG_NAMES = [
  'files',
  'overrides',
  ...SECTION_NAMES,
  ...OPTION_NAMES.filter((name) => OPTIONS[name].scope !== 'call'),
];
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
  const specs: Specs = { ...OPTIONS, files: { kind: NAMES } };
  readEntries(config, { names: CONFIG_NAMES, specs, prefix: '' }, refuse);
  for (const name of SECTION_NAMES) {
    if (config[name] === undefined) continue;
    const own = readObject(config[name], `\`${name}\``, refuse);
    const names = Object.keys(SECTIONS[name]).filter((option) => SECTIONS[name][option].scope !== 'call');
    readEntries(own, { names, specs: SECTIONS[name], prefix: `${name}.` }, refuse);
  }
  const { overrides = [] } = config;
  if (!Array.isArray(overrides))
    return refuse(`\`overrides\` should be an array, found ${describeValue(overrides)}`, 'overrides');
  overrides.forEach((item: unknown, i) => {
    const name = `overrides[${i}]`;
    const override = readObject(item, `\`${name}\``, refuse);
    readEntries(override, { names: OVERRIDE_NAMES, specs, prefix: `${name}.` }, refuse);
    if (override.files === undefined)
      refuse(`\`${name}\` says no files`, 'overrides', "name them: { files: 'src/physics/**', rtol: 1e-3 }");
  });
  return config as Config;
}

type Specs = Readonly<Record<string, Pick<OptionSpec, 'kind'> & Partial<OptionSpec>>>;

interface Expected {
  readonly names: readonly string[];
  readonly specs: Specs;
  /** Before names in messages. */
  readonly prefix: string;
}

type Refuse = (message: string, key?: string, hint?: string) => never;

function readObject(value: unknown, what: string, refuse: Refuse): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  return refuse(`${what} should be an object, found ${describeValue(value)}`);
}

function readEntries(entries: Readonly<Record<string, unknown>>, expected: Expected, refuse: Refuse): void {
  const { names, specs, prefix } = expected;
  for (const [name, value] of Object.entries(entries)) {
    if (!names.includes(name)) refuse(`there is no option \`${prefix}${name}\``, name, suggest(name, expected));
    if (value === undefined || !Object.hasOwn(specs, name)) continue;
    const { kind } = specs[name];
    if (kind.holds(value)) continue;
    const wanted = kind.expectedValue ?? kind.expected;
    refuse(`\`${prefix}${name}\` should be ${wanted}, found ${describeValue(value)}`, name);
  }
}

function suggest(name: string, { names, specs, prefix }: Expected): string {
  const { scope, flag } = specs[name] ?? {};
  if (scope === 'call') return `${flag} is for the command line alone`;
  if (scope !== undefined) return 'it holds for the run as a whole, not for single models';
  const section = prefix === '' && SECTION_NAMES.find((command) => SECTIONS[command][name]?.scope === 'section');
  if (section) return `it belongs to gradcheck ${section}: \`${section}: { ${name}: … }\``;
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
