import { GradcheckError } from '../errors.js';
import { loadMathjs } from './mathjs.js';
import type { KnownNames } from './parse-formula.js';

/** The values that formulas see under their names: one map, which each evaluation fills anew. */
export class FormulaScope implements KnownNames {
  readonly parameters: readonly string[];
  readonly constants: readonly string[];
  readonly values = new Map<string, unknown>();
  private readonly isWhole: boolean;

  /**
   * Parameters go by the keys of their tree, and a tree that is itself a number or an array by `params`; the same with
   * `data`.
   * @throws GradcheckError `bad-params`, `bad-model` for a name that cannot stand in a formula, or stands for two things
   */
  constructor(params: unknown, data: unknown) {
    this.isWhole = !isRecord(params);
    this.parameters = isRecord(params) ? Object.keys(params) : ['params'];
    const constants = data === undefined ? {} : isRecord(data) ? data : { data };
    this.constants = Object.keys(constants);
    for (const name of this.parameters) refuseName(name, 'bad-params', 'parameter');
    for (const name of this.constants) {
      refuseName(name, 'bad-model', 'constant of data');
      if (this.parameters.includes(name))
        throw new GradcheckError('bad-model', `${name} is a parameter and a constant of data as well`, {
          hint: 'rename one of the two',
        });
      this.values.set(name, constants[name]);
    }
    this.assign(params);
  }

  /** Sets the parameters to those of a tree. */
  assign(params: unknown): void {
    if (this.isWhole) this.values.set('params', params);
    else for (const name of this.parameters) this.values.set(name, (params as Record<string, unknown>)[name]);
  }
}

/** Whether a value is an object whose keys are names. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuseName(name: string, code: 'bad-params' | 'bad-model', what: string): void {
  if (isUsable(name)) return;
  throw new GradcheckError(code, `a formula cannot name the ${what} ${JSON.stringify(name)}`, {
    hint: 'names are made of letters, digits and _, begin with a letter, and are no words of mathjs (end, true, NaN…)',
  });
}

function isUsable(name: string): boolean {
  if (name === 'end') return false;
  try {
    const node = loadMathjs().parse(name);
    return node.type === 'SymbolNode' && (node as unknown as { name: string }).name === name;
  } catch {
    return false;
  }
}
