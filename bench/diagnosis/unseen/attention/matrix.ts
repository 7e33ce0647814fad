// The few matrix routines the attention head needs.
export type Matrix = number[][];

export function matrix(rows: number, cols: number, f: (i: number, j: number) => number): Matrix {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (__, j) => f(i, j)));
}
export const transpose = (a: Matrix): Matrix => matrix(a[0].length, a.length, (i, j) => a[j][i]);
export function multiply(a: Matrix, b: Matrix): Matrix {
  return matrix(a.length, b[0].length, (i, j) => {
    let s = 0;
    for (let k = 0; k < b.length; k++) s += a[i][k] * b[k][j];
    return s;
  });
}
export const add = (a: Matrix, ...rest: Matrix[]): Matrix =>
  a.map((row, i) => row.map((v, j) => rest.reduce((s, m) => s + m[i][j], v)));
export const scale = (a: Matrix, c: number): Matrix => a.map((row) => row.map((v) => v * c));
