import type { Tape } from '../../../model/tape.js';
import type { Leaf } from '../../../model/tree-layout.js';
import type { Alteration } from '../alteration.js';
import { substitution, transposed } from '../build-alterations.js';
import type { Edge } from '../edge.js';

/** The other factor is a parameter: its transposed matrix, or another parameter of its shape, in its place. */
export function fromParameters(tape: Tape, edge: Edge, leaves: readonly Leaf[]): Alteration[] {
  const factors = Int32Array.from(edge.entries, (i) => (edge.kind === 'left' ? tape.right[i] : tape.left[i]) - 1);
  const leaf = leaves.find(({ offset, size }) => factors.every((i) => i >= offset && i < offset + size));
  if (!leaf) return [];
  const at = (index: (k: number) => number): Float64Array =>
    Float64Array.from(factors, (i) => tape.value[index(i - leaf.offset) + 1]);
  const found: Alteration[] = [];
  for (const [rows, columns] of matrixForms(leaf)) {
    const values = at((k) => leaf.offset + (k % columns) * rows + Math.floor(k / columns));
    found.push(transposed(`transposed ${rows}×${columns}`, `${leaf.path} transposed`, values));
  }
  for (const other of leaves) {
    if (other === leaf || other.shape.join() !== leaf.shape.join() || leaf.size < 2) continue;
    found.push(
      substitution(
        `leaf ${other.path}`,
        other.path,
        at((k) => other.offset + k),
      ),
    );
  }
  return found;
}

/** A square matrix; of a flat array every way to read it as one. */
function matrixForms({ shape, size }: Leaf): [rows: number, columns: number][] {
  if (shape.length === 2) return shape[0] === shape[1] ? [[shape[0], shape[1]]] : [];
  if (shape.length !== 1) return [];
  const forms: [number, number][] = [];
  for (let rows = 2; rows <= size / 2; rows++) if (size % rows === 0) forms.push([rows, size / rows]);
  return forms;
}
