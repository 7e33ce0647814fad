import type { Cloud } from './cloud.js';
import type { Neighbours } from './nearest-neighbours.js';
import { quantile } from './quantile.js';

/** Of its neighbours, at most so many have the label of a suspect, and at least so many share another. */
const MOST_ALIKE = 1;
const LEAST_OTHER = 8;
/** Neighbours tell nothing of labels that they predict less well. */
const LEAST_ACCURACY = 0.9;
/** More suspects than this are no mistakes: the labels follow something else. */
const MOST_SUSPECTS = 0.1;
/** A row is far from its own class where the third nearest row of it is so many times as far as usual. */
const FAR = 2.5;
const OWN_NEIGHBOURS = 3;
/** Rows of a class that the usual distance is taken of. */
const MOST_SAMPLED = 200;

/** Rows among rows of another class, and far from all but a few of their own: at a border honest rows have both. */
export function oddClasses(codes: Int32Array, cloud: Cloud, { rows: near, count }: Neighbours): number[] {
  const classes = Int32Array.from(cloud.rows, (row) => codes[row]);
  let right = 0;
  const candidates: number[] = [];
  classes.forEach((own, place) => {
    const votes = new Map<number, number>();
    for (const other of near.subarray(place * count, (place + 1) * count))
      votes.set(classes[other], (votes.get(classes[other]) ?? 0) + 1);
    const [winner, most] = [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best));
    if (winner === own) right++;
    else if (most >= LEAST_OTHER && (votes.get(own) ?? 0) <= MOST_ALIKE) candidates.push(place);
  });
  const isTold = right >= LEAST_ACCURACY * (classes.length - candidates.length);
  if (!isTold || candidates.length > MOST_SUSPECTS * classes.length) return [];
  const limits = new Map<number, number>();
  return candidates.filter((place) => {
    const own = classes[place];
    if (!limits.has(own)) limits.set(own, FAR * usualDistance(cloud, classes, own));
    return distanceToOwn(cloud, classes, place) > limits.get(own)!;
  });
}

/** How far the rows of a class have others of it, but for the most remote of them: of some rows. */
function usualDistance(cloud: Cloud, classes: Int32Array, own: number): number {
  const members = [...classes.keys()].filter((place) => classes[place] === own);
  const stride = Math.ceil(members.length / MOST_SAMPLED);
  const sampled = members.filter((_, i) => i % stride === 0);
  return quantile(Float64Array.from(sampled, (place) => distanceToOwn(cloud, classes, place)).sort(), 0.95);
}

/** The distance to the third nearest row of the same class: two more may be wrong as well. */
function distanceToOwn({ points, width }: Cloud, classes: Int32Array, place: number): number {
  const nearest = new Float64Array(OWN_NEIGHBOURS).fill(Infinity);
  classes.forEach((code, other) => {
    if (code !== classes[place] || other === place) return;
    let squared = 0;
    for (let k = 0; k < width; k++) squared += (points[place * width + k] - points[other * width + k]) ** 2;
    if (squared < nearest[OWN_NEIGHBOURS - 1]) {
      nearest[OWN_NEIGHBOURS - 1] = squared;
      nearest.sort();
    }
  });
  return Math.sqrt(nearest[OWN_NEIGHBOURS - 1]);
}
