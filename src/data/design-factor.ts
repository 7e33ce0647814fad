import type { DataTable } from './table.js';

/** A column of the design matrix as it is to be standardised. */
export interface Feature {
  readonly column: number;
  readonly centre: number;
  /** Not 0. */
  readonly scale: number;
}

/** [1 Z] = QR of standardised columns, over the rows in which none of their numbers is missing. */
export interface DesignFactor {
  /** Upper triangle, column after column, `size` × `size`. */
  readonly r: readonly Float64Array[];
  /** Columns, that of ones included. */
  readonly size: number;
  readonly rows: number;
}

/** Rows taken at a time: a panel of them stays in the cache. */
const PANEL_ROWS = 512;

/**
 * The triangular factor of [1 Z], z = (x − centre) / scale, by Householder reflections, panel by panel of rows (TSQR,
 * Demmel, Grigori, Hoemmen and Langou 2012): the squares of its singular values are the eigenvalues of [1 Z]ᵀ[1 Z],
 * without the loss of half of the digits that comes with forming the product.
 * @param stride every so many rows only
 * @param transform of a number of a feature, before it is standardised
 */
export function factorDesign(
  table: DataTable,
  features: readonly Feature[],
  stride = 1,
  transform?: (value: number, feature: number) => number,
): DesignFactor {
  const size = features.length + 1;
  const r = Array.from({ length: size }, () => new Float64Array(size));
  const panel = Array.from({ length: size }, () => new Float64Array(PANEL_ROWS));
  let filled = 0;
  let rows = 0;
  for (let block = 0; block < table.blocks; block++) {
    const columns = features.map(({ column }) => table.blockNumbers(column, block));
    const length = Math.min(table.blockRows, table.rows - block * table.blockRows);
    const first = (stride - ((block * table.blockRows) % stride)) % stride;
    for (let i = first; i < length; i += stride) {
      if (!fillRow(panel, filled, features, columns, i, transform)) continue;
      rows++;
      if (++filled < PANEL_ROWS) continue;
      absorbPanel(r, panel, filled);
      filled = 0;
    }
  }
  absorbPanel(r, panel, filled);
  return { r, size, rows };
}

/** Returns false, and leaves the place to the next row, where a number is missing. */
function fillRow(
  panel: readonly Float64Array[],
  place: number,
  features: readonly Feature[],
  columns: readonly Float64Array[],
  row: number,
  transform: ((value: number, feature: number) => number) | undefined,
): boolean {
  panel[0][place] = 1;
  for (let j = 0; j < features.length; j++) {
    const raw = columns[j][row];
    if (raw !== raw) return false;
    const { centre, scale } = features[j];
    panel[j + 1][place] = ((transform ? transform(raw, j) : raw) - centre) / scale;
  }
  return true;
}

/** The factor of R stacked on a panel, in R's place: one reflection a column, which mixes one row of R with the panel. */
function absorbPanel(r: readonly Float64Array[], panel: readonly Float64Array[], rows: number): void {
  if (rows === 0) return;
  for (let k = 0; k < r.length; k++) {
    const vector = panel[k];
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += vector[i] * vector[i];
    if (squares === 0) continue;
    const top = r[k][k];
    const norm = -Math.sign(top || 1) * Math.sqrt(top * top + squares);
    const head = top - norm;
    const factor = 1 / (norm * head);
    r[k][k] = norm;
    for (let j = k + 1; j < r.length; j++) {
      const column = panel[j];
      let dot = head * r[j][k];
      for (let i = 0; i < rows; i++) dot += vector[i] * column[i];
      const shift = dot * factor;
      r[j][k] += shift * head;
      for (let i = 0; i < rows; i++) column[i] += shift * vector[i];
    }
  }
}

/**
 * The factor of the same design with columns z′ = centre′ + scale′ · z, which is R times a matrix of two diagonals.
 */
export function rescaleFactor(
  { r, size, rows }: DesignFactor,
  shifts: readonly { readonly centre: number; readonly scale: number }[],
): DesignFactor {
  const columns = r.map((column, j) => {
    if (j === 0) return column;
    const { centre, scale } = shifts[j - 1];
    return column.map((value, i) => centre * r[0][i] + scale * value);
  });
  return { r: columns, size, rows };
}
