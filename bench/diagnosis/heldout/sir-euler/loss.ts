// An epidemic in Euler steps, fitted to weekly counts; rates are logarithms, the start a logit.
export const days = 21;
export const size = 100;
export const counts = [4.1, 9.7, 16.2];
const sqrt = Math.sqrt;

export const params = [Math.log(0.45), Math.log(0.12), -3.2, 0.4];
export const names = ['spread', 'recovery', 'start', 'reporting'];

export interface Day {
  s: number;
  i: number;
  fresh: number;
  healed: number;
}

export function simulate([logSpread, logRecovery, logit]: number[]): { days: Day[]; weekly: number[] } {
  const spread = Math.exp(logSpread);
  const recovery = Math.exp(logRecovery);
  let i = size / (1 + Math.exp(-logit));
  let s = size - i;
  const course: Day[] = [];
  const weekly = counts.map(() => 0);
  for (let day = 0; day < days; day++) {
    const fresh = (spread * s * i) / size;
    const healed = recovery * i;
    course.push({ s, i, fresh, healed });
    weekly[Math.floor(day / 7)] += fresh;
    s -= fresh;
    i += fresh - healed;
  }
  return { days: course, weekly };
}

/** Anscombe's square root makes the spread of the counts even. */
export function loss(p: number[]): number {
  const { weekly } = simulate(p);
  const reported = 1 / (1 + Math.exp(-p[3]));
  let sum = 0;
  for (let w = 0; w < counts.length; w++) {
    const miss = sqrt(reported * weekly[w]) - sqrt(counts[w]);
    sum += miss * miss;
  }
  return sum + 0.1 * p[2] * p[2] * 0.5;
}
