/** Paths of parameters: dots for identifiers, `[0]` for array positions, `["odd key"]` for other keys. */

/** The path of a tree that is itself one array or number. */
export const ROOT_PATH = 'params';

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

export function childPath(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (IDENTIFIER.test(key)) return parent === '' ? key : `${parent}.${key}`;
  return `${parent}[${JSON.stringify(key)}]`;
}

/** The path as users see it: the root has a name of its own. */
export function displayPath(path: string): string {
  return path === '' ? ROOT_PATH : path;
}

/** True where `path` is `ancestor` or lies below it. */
function isBelow(path: string, ancestor: string): boolean {
  if (ancestor === '' || path === ancestor) return path === ancestor;
  return path.startsWith(ancestor) && (path[ancestor.length] === '.' || path[ancestor.length] === '[');
}

/** The items at or below a path; `params` names all, unless it is the name of a parameter. */
export function selectBelow<Item extends { readonly path: string }>(items: readonly Item[], ancestor: string): Item[] {
  const selected = items.filter(({ path }) => isBelow(path, ancestor));
  return selected.length === 0 && ancestor === ROOT_PATH ? [...items] : selected;
}

/** A glob over paths as a test: `*` is one step's name or part of it, `**` anything; a match of a subtree selects all below it. */
export function pathMatcher(glob: string): (path: string) => boolean {
  if (glob === '') return () => false;
  const source = glob
    .split(/(\*\*|\*|\?)/)
    .map((part) => {
      if (part === '**') return '.*';
      if (part === '*') return '[^.[\\]]*';
      if (part === '?') return '[^.[\\]]';
      return part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  const pattern = new RegExp(`^(?:${source})(?=$|[.[])`);
  return (path) => pattern.test(path);
}
