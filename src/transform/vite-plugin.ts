import { followedFiles, type FollowOptions } from './followed-files.js';
import { followedImports } from './followed-imports.js';
import { instrument, type InstrumentedText } from './instrument-text.js';

/** What Vite and Rollup lend a transform, as far as it is used. */
interface TransformContext {
  resolve(specifier: string, importer: string): Promise<{ id: string; external?: unknown } | null>;
  warn?(message: string): void;
}

/** A plugin as Vite, Vitest and Rollup take it. */
export interface TransformPlugin {
  readonly name: string;
  /** Behind what compiles TypeScript and the like. */
  readonly enforce: 'post';
  transform(this: TransformContext, code: string, id: string): Promise<InstrumentedText | null>;
}

/**
 * A plugin of Vite, Vitest and Rollup that instruments the program's own modules, so that `gradient` and its like of
 * `gradcheck` can follow their losses. With Rollup it stands behind the plugins that compile to JavaScript.
 * @example export default defineConfig({ plugins: [gradcheck()] })
 */
export function gradcheck(options: FollowOptions = {}): TransformPlugin {
  const isFollowed = followedFiles(options);
  return {
    name: 'gradcheck',
    enforce: 'post',
    async transform(code, id) {
      if (!isFollowed(id)) return null;
      try {
        const followed = await followedImports(code, async (specifier) => {
          const resolved = await this.resolve(specifier, id);
          return resolved !== null && !resolved.external && isFollowed(resolved.id);
        });
        return instrument(code, { fileName: id, follows: (specifier) => followed.has(specifier) });
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        this.warn?.(`${id} is not instrumented: ${error.message}`);
        return null;
      }
    },
  };
}
