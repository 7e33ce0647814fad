import type { SpecialKind, SpecialValue } from '../check/special-point.js';

const PATHS_NAMED = 3;

const HIDDEN: Readonly<Record<SpecialKind, (names: string, value?: number) => string>> = {
  'all-zero': () => 'every parameter is 0, which hides each term that has one as a factor',
  zero: (names) => `${names} 0, which hides whatever is multiplied by it`,
  one: (names) => `${names} 1, which hides a missing factor or a wrong power`,
  constant: (names, value) => `${names} ${value} in every entry, which hides one index taken for another`,
  symmetric: (names) => `${names} a gradient that equals its transpose, which hides a transposition`,
  'all-positive': () => 'every entry is positive, which hides a lost sign (|x| for x; --edge-cases flips signs)',
};

/** One sentence on what a special point hides, and what to do. */
export function wordSpecialPoint(values: readonly SpecialValue[]): string {
  const hidden = values.map(({ kind, paths, value }) => HIDDEN[kind](nameAll(paths, kind), value));
  return `${hidden.join('; ')}: check at a second point as well (--points 3)`;
}

/** `a is`, `a and b are`, `a, b, c and 4 more are`; `has` and `have` where a property follows. */
function nameAll(paths: readonly string[], kind: SpecialKind): string {
  const [one, many] = kind === 'symmetric' ? ['has', 'have'] : ['is', 'are'];
  if (paths.length <= 1) return `${paths.join('')} ${one}`;
  const rest = paths.length - PATHS_NAMED;
  if (rest > 0) return `${paths.slice(0, PATHS_NAMED).join(', ')} and ${rest} more ${many}`;
  return `${paths.slice(0, -1).join(', ')} and ${paths.at(-1)} ${many}`;
}
