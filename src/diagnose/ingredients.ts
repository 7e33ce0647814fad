import type { DiagnosisCode } from './gradient-evidence.js';
import type { Measured } from './match-claims.js';
import type { ModelEvidence, ParameterEvidence } from './parameter-evidence.js';
import { reorder } from './reorder.js';

/** What a wrong claim may hold beside, or in place of, the right one. */
export interface Ingredient extends Measured {
  readonly key: string;
  /** The code where it stands in place of the right one. */
  readonly code: DiagnosisCode;
  /** A gradient can stand in place of another; a parameter can be added to one only. */
  readonly isGradient: boolean;
  /** The block itself in another order. */
  readonly isTurned: boolean;
  /** As a summand: `its transpose`, `the gradient of b`. */
  readonly name: string;
  /** Behind `the gradient of W is`: `transposed`, `that of b`. */
  readonly replaces: string;
}

/** Other parameters that are tried: more fit by accident. */
const MOST_OTHERS = 12;

/** The block transposed, reversed and shifted; gradients and values of the parameters that are as long. */
export function listIngredients(parameter: ParameterEvidence, { parameters }: ModelEvidence): Ingredient[] {
  const others = parameters
    .filter((other) => other !== parameter && other.size === parameter.size)
    .slice(0, MOST_OTHERS);
  return [...turned(parameter), ...others.map(gradientOf), ...others.map(valueOf), ...ownTransposed(parameter)];
}

function turned(parameter: ParameterEvidence): Ingredient[] {
  const { shape, size } = parameter;
  const ways: [string, DiagnosisCode, string, (i: number) => number][] = [];
  if (isSquare(shape)) ways.push(['transposed', 'transposed', 'its transpose', mirror(shape[0])]);
  if (shape.length === 1) {
    ways.push(['reversed', 'permuted', 'what belongs there in reverse order', (i) => size - 1 - i]);
    ways.push(['shifted by one place', 'off-by-one', 'what belongs one place on', (i) => (i + 1 < size ? i + 1 : -1)]);
    ways.push(['shifted by one place', 'off-by-one', 'what belongs one place before', (i) => i - 1]);
  }
  return ways.map(([replaces, code, name, source], k) => ({
    ...reorder(parameter, source),
    key: `${replaces} ${k}`,
    code,
    isGradient: true,
    isTurned: true,
    name,
    replaces,
  }));
}

function gradientOf({ path, numeric, bound }: ParameterEvidence): Ingredient {
  return {
    value: (i) => (Number.isFinite(bound[i]) ? numeric[i] : NaN),
    error: (i) => bound[i],
    key: `gradient of ${path}`,
    code: 'copied',
    isGradient: true,
    isTurned: false,
    name: `the gradient of ${path}`,
    replaces: `that of ${path}`,
  };
}

function valueOf({ path, value }: ParameterEvidence): Ingredient {
  return {
    value: (i) => value[i],
    error: () => 0,
    key: `value of ${path}`,
    code: 'extra-term',
    isGradient: false,
    isTurned: false,
    name: `the parameter ${path}`,
    replaces: `the parameter ${path}`,
  };
}

/** The parameter's own transpose, as of a penalty that reads it the wrong way. */
function ownTransposed({ path, shape, value }: ParameterEvidence): Ingredient[] {
  if (!isSquare(shape)) return [];
  const source = mirror(shape[0]);
  return [
    {
      ...valueOf({ path, value } as ParameterEvidence),
      value: (i) => value[source(i)],
      name: `the transpose of ${path}`,
      key: `turned value of ${path}`,
    },
  ];
}

const isSquare = (shape: readonly number[]): boolean => shape.length === 2 && shape[0] === shape[1];

const mirror =
  (n: number) =>
  (i: number): number =>
    (i % n) * n + Math.floor(i / n);
