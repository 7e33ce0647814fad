/** 0 no colour, 1 sixteen colours, 2 two hundred and fifty-six, 3 true colour (chalk's levels). */
export type ColorLevel = 0 | 1 | 2 | 3;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Decides how many colours a stream gets. Asked for stdout and stderr apart, since one may be a file.
 * An explicit wish goes before what is detected: the flag, then FORCE_COLOR, then NO_COLOR.
 */
export function decideColorLevel(
  stream: { isTTY?: boolean },
  env: Environment,
  options: { noColor?: boolean; platform?: string } = {},
): ColorLevel {
  if (options.noColor) return 0;
  const forced = readForcedLevel(env.FORCE_COLOR);
  if (forced !== undefined) return forced;
  if (env.NO_COLOR) return 0; // https://no-color.org: only a non-empty value counts
  if (env.TERM === 'dumb') return 0;
  const service = readServiceLevel(env);
  if (service !== undefined) return service;
  if (!stream.isTTY) return 0;
  return detectTerminalLevel(env, options.platform);
}

/** The level FORCE_COLOR asks for; undefined when it is not set. Anything but a number or `false` means "yes". */
function readForcedLevel(value: string | undefined): ColorLevel | undefined {
  if (value === undefined) return undefined;
  if (value === 'false') return 0;
  const level = /^\d+$/.test(value) ? Number(value) : 1;
  return Math.min(level, 3) as ColorLevel;
}

/** Build services whose log viewers show colours although their streams are pipes. */
function readServiceLevel(env: Environment): ColorLevel | undefined {
  if (env.GITHUB_ACTIONS || env.GITEA_ACTIONS || env.CIRCLECI) return 3;
  if (env.GITLAB_CI || env.BUILDKITE || env.TRAVIS || env.APPVEYOR || env.DRONE) return 1;
  return undefined;
}

function detectTerminalLevel(env: Environment, platform: string | undefined): ColorLevel {
  const term = env.TERM ?? '';
  if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit' || term.endsWith('-direct')) return 3;
  if (env.WT_SESSION) return 3;
  if (/-256(color)?$/i.test(term)) return 2;
  // Windows consoles set no TERM; since Windows 10 all of them know the sixteen colours.
  return term || env.COLORTERM || platform === 'win32' ? 1 : 0;
}
