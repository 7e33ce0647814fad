import { probabilities, read, sentences, tags, width } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

const like = (table: number[][]): number[][] => table.map((row) => row.map(() => 0));

export function gradient(p: Params): Params {
  const g: Params = {
    words: like(p.words),
    places: like(p.places),
    gain: p.gain.map(() => 0),
    shift: p.shift.map(() => 0),
    tags: like(p.tags),
  };
  sentences.forEach((sentence, n) => {
    const { tokens, pooled, scores } = read(p, sentence);
    const dScores = probabilities(scores).map((q, c) => q - (c === tags[n] ? 1 : 0));
    const dPooled = pooled.map(() => 0);
    dScores.forEach((d, c) => {
      for (let k = 0; k < width; k++) {
        g.tags[c][k] += (d * pooled[k]) / Math.sqrt(width);
        dPooled[k] += (d * p.tags[c][k]) / Math.sqrt(width);
      }
    });
    tokens.forEach(({ unit, spread }, t) => {
      const dUnit = dPooled.map((d, k) => (d * p.gain[k]) / sentence.length);
      dPooled.forEach((d, k) => {
        g.gain[k] += (d * unit[k]) / sentence.length;
        g.shift[k] += d / sentence.length;
      });
      const mean = dUnit.reduce((a, b) => a + b, 0) / width;
      for (let k = 0; k < width; k++) {
        const d = (dUnit[k] - mean) / spread;
        g.words[sentence[t]][k] += d;
        g.places[t][k] += d;
      }
    });
  });
  return g;
}
