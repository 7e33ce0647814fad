import { traitOf, type Finding } from '../finding.js';
import type { ModelEvidence, ParameterEvidence } from '../parameter-evidence.js';

const IS_BIAS = /(?:^|[^a-z])(?:b|bs|bias|biases|beta|offset|intercept)_?\d*(?:$|[^a-z\d])/i;
/** A bias is written `b2`, `hiddenBias`, `layers[0].b`; an index in brackets is not part of the name. */
const IS_BIAS_SUFFIX = /[a-z\d]Bias\d*$/;

/**
 * A bias is wrong without a pattern, but the matrix of its layer is right. Both are sums over the same signal
 * (∂W = Σ x·δᵀ, ∂b = Σ δ), so δ is right, and the sum that makes ∂b is not: over the wrong axis, or over part of it.
 */
export function detectUnsummedBias(parameter: ParameterEvidence, { parameters }: ModelEvidence): Finding | null {
  const { shape, size, path, wrong, known } = parameter;
  if (shape.length > 2 || size < 2 || wrong.length * 2 < known.length || !isBias(path)) return null;
  const matrices = parameters.filter(
    (other) =>
      other.shape.length >= 2 &&
      other.shape.includes(size) &&
      parentOf(other.path) === parentOf(path) &&
      layerOf(other.path) === layerOf(path),
  );
  const matrix = matrices.find((other) => other.right.some((i) => other.claimed[i] !== 0));
  // Which of several is that of the layer is not known: a wrong one among them may be.
  if (!matrix || matrices.some((other) => other.wrong.length > 0)) return null;
  return {
    code: 'broadcast',
    parameter,
    key: `bias ${path}`,
    support: traitOf(wrong.length),
    trait: 'hint',
    describe: () =>
      `${path} is wrong, but ${matrix.path} beside it is right, so the signal that reaches the layer is right: consistent with the gradient of ${path} not being summed over the rows (the axis over which it is broadcast), or over a wrong axis, or part of it`,
  };
}

function isBias(path: string): boolean {
  const name = path.replace(/\[\d+\]$/, '');
  return IS_BIAS.test(name) || IS_BIAS_SUFFIX.test(name);
}

/** `layers[0]` of `layers[0].W`. */
function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

/** The number at the end of a name: `2` of `b2`. */
function layerOf(path: string): string {
  return /\d*$/.exec(path)![0];
}
