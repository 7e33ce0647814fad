import { readNumbers } from '../data/read-csv.js';

export interface Sample {
  /** The 30 measurements of a tumour, each with mean 0 and standard deviation 1 over the data set. */
  features: number[];
  /** 1 benign, 0 malignant. */
  label: number;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Areas reach 4000 and concave points 0.2; on a common scale one step size suits all weights. */
function standardise(column: number[]): number[] {
  const centre = mean(column);
  const deviation = Math.sqrt(mean(column.map((value) => (value - centre) ** 2)));
  return column.map((value) => (value - centre) / deviation);
}

export function loadBreastCancer(): Sample[] {
  const rows = readNumbers(new URL('../data/breast-cancer.csv', import.meta.url));
  const featureCount = rows[0].length - 1;
  const columns = Array.from({ length: featureCount }, (_, j) => standardise(rows.map((row) => row[j])));
  return rows.map((row, i) => ({ features: columns.map((column) => column[i]), label: row[featureCount] }));
}
