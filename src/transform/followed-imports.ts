import { parse, type ImportDeclaration } from 'acorn';

/**
 * The specifiers of a module's imports whose files are instrumented as well, so that what is handed to their functions
 * needs no look.
 * @param isFollowed resolves a specifier as the bundler does, and tells of the file that it leads to
 * @throws SyntaxError where the text does not parse
 */
export async function followedImports(
  code: string,
  isFollowed: (specifier: string) => Promise<boolean>,
): Promise<ReadonlySet<string>> {
  const { body } = parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    allowHashBang: true,
    allowAwaitOutsideFunction: true,
  });
  const imports = body.filter((statement): statement is ImportDeclaration => statement.type === 'ImportDeclaration');
  const followed = new Set<string>();
  for (const specifier of new Set(imports.map(({ source }) => String(source.value))))
    if (await isFollowed(specifier)) followed.add(specifier);
  return followed;
}
