import { shapeLeaf, shapeLike } from '../model/shape-values.js';
import { checkDerived, deriveGradient } from './derive-gradient.js';
import type { CheckDefinition, FormulaLoss } from './formula-loss.js';
import { listLeaves } from './list-entries.js';

/** More numbers than this are not worth a formula each. */
const MOST_ENTRIES = 100;

/**
 * What to say where the gradient was left out: mathjs's derivative, after it has gone through the check itself. Where
 * it is not to be had, or not right, that is said parameter by parameter.
 *
 * @returns lines that end a message; '' where there are too many numbers
 */
export async function suggestGradient(loss: FormulaLoss, check: CheckDefinition): Promise<string> {
  const { layout } = loss;
  if (layout.size > MOST_ENTRIES) return '';
  const derived = deriveGradient(loss);
  const { points } = await checkDerived(loss, derived, check);
  const verdicts = new Map(points[0].parameters.map(({ path, verdict }) => [path, verdict]));
  const leaves = listLeaves(layout.root);
  const texts = derived.map((entry) => entry?.text ?? null);
  if (leaves.every(({ leaf }) => leaf.size === 0 || verdicts.get(leaf.path) === 'pass')) {
    return `\nThis is what mathjs derives; it agrees with finite differences at the point:\n${loss.writeGradient(shapeLike(layout.root, texts))}`;
  }
  const lines = leaves.map(({ leaf }) => {
    const { path, offset, size } = leaf;
    if (texts.slice(offset, offset + size).includes(null)) return `${path}: mathjs has no derivative of this loss`;
    const verdict = verdicts.get(path);
    if (verdict === 'fail') return `${path}: mathjs's derivative disagrees with the differences, and is not shown`;
    const formula = writeFormulas(shapeLeaf(leaf, texts));
    return `${path}: ${formula}${verdict === 'pass' ? '' : ' (not confirmed: the differences could not decide)'}`;
  });
  return `\nThis is what mathjs derives, held against finite differences at the point:\n${lines.join('\n')}`;
}

/** Formulas as mathjs reads them: an array of them in brackets. */
export function writeFormulas(tree: unknown): string {
  return Array.isArray(tree) ? `[${tree.map(writeFormulas).join(', ')}]` : String(tree);
}
