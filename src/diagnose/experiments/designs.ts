import type { Leaf } from '../../model/tree-layout.js';
import type { DiagnosisCode } from '../gradient-evidence.js';
import type { ModelEvidence, ParameterEvidence } from '../parameter-evidence.js';
import { be, listNames } from '../words.js';

/** A change of the point under which one kind of mistake cannot show. */
export interface Design {
  readonly code: DiagnosisCode;
  readonly evidence: 'strong' | 'hint';
  /** The parameters that are changed. */
  readonly changed: readonly ParameterEvidence[];
  /** Whether it may be that no signal is left for some of the wrong parameters. */
  readonly mayCut: boolean;
  /** New values of a changed parameter. */
  readonly valuesOf: (parameter: ParameterEvidence) => Float64Array;
  /** What it means that the mistake does not show there. */
  readonly words: string;
}

/** More parameters make too many designs. */
const MOST_PARAMETERS = 12;
/** Parameters that are made small together. */
const MOST_TOGETHER = 4;
/** Values that all weights are brought to by this factor leave activations in their linear part. */
const SMALL = 1e-3;

/** Designs in which what hides the mistake is most special first. */
export function listDesigns({ parameters }: ModelEvidence, wrong: readonly ParameterEvidence[]): Design[] {
  // One vector that holds everything cannot be changed in one part of it.
  const parts = parameters.length > 1 ? parameters.slice(0, MOST_PARAMETERS) : parameters.filter(isSquare);
  const isWrong = (part: ParameterEvidence): boolean => wrong.includes(part);
  const sources = parts.filter((part) => isSourceOf(part, wrong));
  return [
    ...symmetricDesigns(parts.filter(isSquare)),
    ...parts.filter(varies).map(constant),
    ...parts.filter(varies).map(ones),
    ...sources.filter((part) => !isWrong(part)).map(zero),
    ...(parameters.length > 1 ? endsOf(wrong).map(small) : []),
    ...pairsOf(parts).map(equal),
    ...sources.filter(isWrong).map(zero),
  ];
}

const isSquare = ({ shape }: { shape: readonly number[] }): boolean =>
  shape.length === 2 && shape[0] === shape[1] && shape[0] > 1;

const varies = ({ value }: ParameterEvidence): boolean => value.length > 1 && value.some((x) => x !== value[0]);

/** One after the other, and all at once: a network of gates has a square matrix for each. */
function symmetricDesigns(squares: readonly ParameterEvidence[]): Design[] {
  return [...squares.map((one) => symmetric([one])), ...(squares.length > 1 ? [symmetric(squares)] : [])];
}

function symmetric(changed: readonly ParameterEvidence[]): Design {
  const names = listNames(changed.map(({ path }) => path));
  return {
    code: 'transposed',
    evidence: 'strong',
    changed,
    mayCut: false,
    valuesOf: ({ value, shape: [n] }) => value.map((x, k) => (x + value[(k % n) * n + Math.floor(k / n)]) / 2),
    words: `right where ${names} ${be(changed)} symmetric, wrong elsewhere: the way back goes through ${changed.length > 1 ? 'one of these' : names} where it should go through the transpose, or the other way round`,
  };
}

/** Equal entries hide one index taken for another. */
function constant(parameter: ParameterEvidence): Design {
  const { path, value } = parameter;
  const size = Math.sqrt(value.reduce((sum, x) => sum + x * x, 0) / value.length);
  return {
    code: 'permuted',
    evidence: 'hint',
    changed: [parameter],
    mayCut: false,
    valuesOf: () => value.map(() => size),
    words: `right where all entries of ${path} are equal, wrong elsewhere: consistent with entries of ${path} that are taken for one another on the way back (an index, a stride, a direction)`,
  };
}

/** A factor of 1 hides that it was forgotten, and every wrong power of it. */
function ones(parameter: ParameterEvidence): Design {
  const { path, value } = parameter;
  return {
    code: 'missing-factor',
    evidence: 'strong',
    changed: [parameter],
    mayCut: false,
    valuesOf: () => value.map(() => 1),
    words: `right where all entries of ${path} are 1, wrong elsewhere: on the way back the factor ${path} is missing, or has another power`,
  };
}

/** Parameters of one shape that are equal hide one taken for the other. */
function equal([a, b]: readonly [ParameterEvidence, ParameterEvidence]): Design {
  return {
    code: 'copied',
    evidence: 'hint',
    changed: [a, b],
    mayCut: false,
    valuesOf: () => a.value.map((x, i) => (x + b.value[i]) / 2),
    words: `right where ${a.path} and ${b.path} are equal, wrong elsewhere: consistent with one of the two being taken for the other on the way back`,
  };
}

function zero(parameter: ParameterEvidence): Design {
  const { path, value } = parameter;
  return {
    code: 'missing-factor',
    evidence: 'hint',
    changed: [parameter],
    mayCut: false,
    valuesOf: () => value.map(() => 0),
    words: `right where ${path} is 0, wrong elsewhere: consistent with what ${path} contributes (a factor as exp(${path}), a share of a sum) being left out on the way back`,
  };
}

function small(parameters: readonly ParameterEvidence[]): Design {
  return {
    code: 'wrong-derivative',
    evidence: 'hint',
    changed: parameters,
    mayCut: true,
    valuesOf: ({ value }) => value.map((x) => SMALL * x),
    words: `right where ${listNames(parameters.map(({ path }) => path))} ${parameters.length > 1 ? 'are' : 'is'} small, so that a function behind is all but linear, wrong elsewhere: consistent with a wrong derivative of that function (an activation), or one taken at the wrong place`,
  };
}

/** A parameter that is wrong itself, and alone, tells nothing by being 0: its error is some function of it always. */
function isSourceOf(part: ParameterEvidence, wrong: readonly ParameterEvidence[]): boolean {
  return part.value.some((x) => x !== 0) && !(wrong.length === 1 && wrong[0] === part && part.size > 1);
}

/**
 * The first and the last one, two, … of them, and all: those nearest to a function make its argument small, and where
 * nothing before them is made small their own gradient is left.
 */
function endsOf(parameters: readonly ParameterEvidence[]): ParameterEvidence[][] {
  const counts = parameters.slice(0, MOST_TOGETHER).map((_, k) => k + 1);
  const ends = [
    ...counts.map((k) => parameters.slice(0, k)),
    ...counts.filter((k) => k < parameters.length).map((k) => parameters.slice(-k)),
  ];
  return parameters.length > MOST_TOGETHER ? [...ends, parameters.slice()] : ends;
}

function pairsOf(parameters: readonly ParameterEvidence[]): [ParameterEvidence, ParameterEvidence][] {
  return parameters.flatMap((a, k) =>
    parameters
      .slice(k + 1)
      .filter((b) => isAlike(a.leaf, b.leaf) && a.value.some((x, i) => x !== b.value[i]))
      .map((b): [ParameterEvidence, ParameterEvidence] => [a, b]),
  );
}

function isAlike(a: Leaf, b: Leaf): boolean {
  return a.shape.length === b.shape.length && a.shape.every((extent, axis) => extent === b.shape[axis]);
}
