import type { Identifier, Program } from 'estree';
import type { Names } from './names.js';
import { childrenOf, type Node } from './nodes.js';

/** The statement that loads the module of the runtime, in the manner of the text: `import`, or `require` in CommonJS. */
export function importRuntime(program: Program, names: Names, specifier: string): string {
  const name = JSON.stringify(specifier);
  const isModule = program.body.some(({ type }) => /^(Import|Export)/.test(type));
  return !isModule && usesCommonJs(program as unknown as Node, names) ? `require(${name}); ` : `import ${name}; `;
}

/** `require`, `module` or `exports`, not declared in the text itself. */
function usesCommonJs(node: Node, names: Names): boolean {
  if (node.type === 'Identifier') {
    const identifier = node as unknown as Identifier;
    return ['require', 'module', 'exports'].includes(identifier.name) && names.isGlobal(identifier);
  }
  return childrenOf(node).some((child) => usesCommonJs(child, names));
}
