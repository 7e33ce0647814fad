import { expect, it } from 'vitest';
import { decideUnicode, selectGlyphs } from '../../src/terminal/glyphs.js';

it.each([
  [{ LANG: 'en_US.UTF-8' }, 'linux', true],
  [{ LANG: 'C.utf8' }, 'linux', true],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, 'linux', false],
  [{ LC_CTYPE: 'UTF-8' }, 'darwin', true],
  [{}, 'linux', false],
  [{}, 'darwin', true],
  [{ LANG: 'en_US.UTF-8', TERM: 'linux' }, 'linux', false],
  [{ LANG: 'en_US.UTF-8', TERM: 'dumb' }, 'linux', false],
  [{}, 'win32', false],
  [{ WT_SESSION: 'a' }, 'win32', true],
  [{ TERM_PROGRAM: 'vscode' }, 'win32', true],
])('decides on unicode from %o on %s', (env, platform, expected) => {
  expect(decideUnicode(env, platform)).toBe(expected);
});

it('falls back to ASCII alone', () => {
  const { blocks, ...signs } = selectGlyphs(false);
  expect([...Object.values(signs), ...blocks].join('')).toMatch(/^[ -~]+$/);
  expect(blocks).toHaveLength(selectGlyphs(true).blocks.length);
});
