import { describe, expect, it } from 'vitest';
import { decideColorLevel } from '../../src/terminal/color.js';

const TTY = { isTTY: true };
const PIPE = {};
const COLORFUL = { TERM: 'xterm-256color' };

describe('decideColorLevel', () => {
  it.each([
    ['a pipe', PIPE, COLORFUL, 0],
    ['a terminal of 256 colours', TTY, COLORFUL, 2],
    ['a terminal of true colour', TTY, { TERM: 'xterm', COLORTERM: 'truecolor' }, 3],
    ['a plain terminal', TTY, { TERM: 'xterm' }, 1],
    ['a dumb terminal', TTY, { TERM: 'dumb' }, 0],
    ['a terminal that says nothing', TTY, {}, 0],
    ['NO_COLOR', TTY, { ...COLORFUL, NO_COLOR: '1' }, 0],
    ['empty NO_COLOR, which does not count', TTY, { ...COLORFUL, NO_COLOR: '' }, 2],
    ['FORCE_COLOR=0', TTY, { ...COLORFUL, FORCE_COLOR: '0' }, 0],
    ['FORCE_COLOR=false', TTY, { ...COLORFUL, FORCE_COLOR: 'false' }, 0],
    ['FORCE_COLOR empty', PIPE, { FORCE_COLOR: '' }, 1],
    ['FORCE_COLOR=true', PIPE, { FORCE_COLOR: 'true' }, 1],
    ['FORCE_COLOR=2', PIPE, { FORCE_COLOR: '2' }, 2],
    ['FORCE_COLOR=9', PIPE, { FORCE_COLOR: '9' }, 3],
    ['FORCE_COLOR over NO_COLOR', PIPE, { FORCE_COLOR: '3', NO_COLOR: '1' }, 3],
    ['GitHub Actions, whose streams are pipes', PIPE, { CI: 'true', GITHUB_ACTIONS: 'true' }, 3],
    ['GitLab', PIPE, { CI: 'true', GITLAB_CI: 'true' }, 1],
    ['NO_COLOR on GitHub Actions', PIPE, { GITHUB_ACTIONS: 'true', NO_COLOR: '1' }, 0],
    ['an unknown build service', PIPE, { CI: 'true' }, 0],
    ['Windows Terminal', TTY, { WT_SESSION: 'a' }, 3],
  ] as const)('%s', (_name, stream, env, level) => {
    expect(decideColorLevel(stream, env)).toBe(level);
  });

  it('puts the flag before everything', () => {
    expect(decideColorLevel(TTY, { ...COLORFUL, FORCE_COLOR: '3' }, { noColor: true })).toBe(0);
  });

  it('knows that Windows consoles have sixteen colours', () => {
    expect(decideColorLevel(TTY, {}, { platform: 'win32' })).toBe(1);
  });
});
