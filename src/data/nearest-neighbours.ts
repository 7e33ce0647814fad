/** The nearest rows of each row, by Euclidean distance. */
export interface Neighbours {
  /** `count` for each row, nearest first. */
  readonly rows: Int32Array;
  readonly count: number;
}

/**
 * Compares every row with every other.
 * @param points rows one after the other, `width` numbers each
 */
export function findNeighbours(points: Float64Array, width: number, count: number): Neighbours {
  const total = points.length / width;
  const rows = new Int32Array(total * count);
  const distances = new Float64Array(count);
  for (let i = 0; i < total; i++) {
    distances.fill(Infinity);
    const base = i * count;
    for (let j = 0; j < total; j++) {
      if (j === i) continue;
      const distance = squaredDistance(points, i * width, j * width, width, distances[count - 1]);
      if (distance >= distances[count - 1]) continue;
      let place = count - 1;
      for (; place > 0 && distances[place - 1] > distance; place--) {
        distances[place] = distances[place - 1];
        rows[base + place] = rows[base + place - 1];
      }
      distances[place] = distance;
      rows[base + place] = j;
    }
  }
  return { rows, count };
}

/** Given up where it exceeds the limit. */
function squaredDistance(points: Float64Array, a: number, b: number, width: number, limit: number): number {
  let sum = 0;
  for (let k = 0; k < width && sum < limit; k++) sum += (points[a + k] - points[b + k]) ** 2;
  return sum;
}
