import { writeFileSync } from 'node:fs';
import { writeDocument } from './document.js';
import { missedGoals } from './goals.js';
import { measureGrowth } from './growth.js';
import { measureLocalisation } from './localisation.js';
import { measureSpeedUp } from './speed-up.js';

/** Measures, writes docs/scale.md and tells whether the goals are met. */
export function main(): number {
  const measured = { growth: measureGrowth(), localisation: measureLocalisation(), speedUp: measureSpeedUp() };
  const document = writeDocument(measured);
  writeFileSync('docs/scale.md', document);
  process.stdout.write(document);
  const missed = missedGoals(measured);
  process.stdout.write(missed.length > 0 ? `\nmissed: ${missed.join('; ')}\n` : '\nall goals met\n');
  return missed.length > 0 ? 1 : 0;
}
