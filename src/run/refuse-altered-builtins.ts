import type { ModelReport } from '../check/report.js';
import { ALTERED_HINT, nameAltered } from './altered-builtins.js';
import { GradcheckError } from '../errors.js';
import type { ModelDefinition } from '../model/model-definition.js';

/** Plain arithmetic, which nothing that a module replaces can reach. */
const KNOWN: Omit<ModelDefinition, 'gradient'> = {
  name: 'known',
  params: [0.7, -1.3, 2.1],
  data: undefined,
  gradientStyle: 'return',
  loss: (x) => cubic(x as number[]),
};

function cubic(x: readonly number[]): number {
  return x[0] * x[0] * x[1] + x[1] * x[2] * x[2];
}

function slopes(x: readonly number[]): number[] {
  return [2 * x[0] * x[1], x[0] * x[0] + x[2] * x[2], 2 * x[1] * x[2]];
}

const RIGHT: ModelDefinition = { ...KNOWN, gradient: (x) => slopes(x as number[]) };
const WRONG: ModelDefinition = { ...KNOWN, gradient: (x) => [...slopes(x as number[]).slice(0, 2), 0.5] };

/**
 * Where built-in functions were replaced, by a polyfill or by a mistake, gradcheck runs with the replacements too. Two
 * models of which the answer is known show whether it still judges rightly.
 * @throws GradcheckError `altered-builtins` where it does not
 */
export async function refuseAlteredBuiltins(
  altered: readonly string[],
  check: (model: ModelDefinition) => Promise<ModelReport>,
): Promise<void> {
  const isRight = await judgesRightly(check).catch(() => false);
  if (isRight) return;
  throw new GradcheckError(
    'altered-builtins',
    `the module replaced ${nameAltered(altered)}, and with that a known gradient is no longer judged rightly`,
    { hint: ALTERED_HINT },
  );
}

async function judgesRightly(check: (model: ModelDefinition) => Promise<ModelReport>): Promise<boolean> {
  const [right, wrong] = [await check(RIGHT), await check(WRONG)];
  return right.verdict === 'pass' && right.pass === 3 && wrong.verdict === 'fail' && wrong.fail === 1;
}
