import type { Environment } from './color.js';

/** The signs the reports are drawn with. */
export interface Glyphs {
  pass: string;
  fail: string;
  kink: string;
  inconclusive: string;
  skipped: string;
  warning: string;
  almost: string;
  plusMinus: string;
  times: string;
  dot: string;
  vertical: string;
  horizontal: string;
  arrow: string;
  ellipsis: string;
  /** Eight heights, lowest first. */
  blocks: readonly string[];
}

const UNICODE: Glyphs = {
  pass: '✓',
  fail: '✗',
  kink: '~',
  inconclusive: '?',
  skipped: '–',
  warning: '!',
  almost: '≈',
  plusMinus: '±',
  times: '×',
  dot: '·',
  vertical: '│',
  horizontal: '─',
  arrow: '→',
  ellipsis: '…',
  blocks: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
};

const ASCII: Glyphs = {
  pass: 'ok',
  fail: 'X',
  kink: '~',
  inconclusive: '?',
  skipped: '-',
  warning: '!',
  almost: '~',
  plusMinus: '+-',
  times: 'x',
  dot: '|',
  vertical: '|',
  horizontal: '-',
  arrow: '->',
  ellipsis: '..',
  blocks: ['_', '.', ':', '-', '=', '+', '*', '#'],
};

export function selectGlyphs(unicode: boolean): Glyphs {
  return unicode ? UNICODE : ASCII;
}

/** Whether the terminal can be trusted with more than ASCII. */
export function decideUnicode(env: Environment, platform: string): boolean {
  if (env.TERM === 'linux' || env.TERM === 'dumb') return false;
  if (platform === 'win32') return isModernWindowsTerminal(env);
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  // No locale at all is the C locale, except on macOS, where programs not started from a shell have none.
  if (!locale) return platform === 'darwin';
  return /utf-?8/i.test(locale);
}

/** The old Windows console shows boxes for most of our signs; these hosts do not. */
function isModernWindowsTerminal(env: Environment): boolean {
  return Boolean(
    env.WT_SESSION ||
    env.TERM_PROGRAM === 'vscode' ||
    env.TERMINAL_EMULATOR === 'JetBrains-JediTerm' ||
    env.ConEmuTask === '{cmd::Cmder}' ||
    env.TERM === 'alacritty' ||
    env.TERM?.startsWith('xterm'),
  );
}
