import type { Detector } from '../evidence.js';
import { writeStep } from '../fix/steps.js';
import { findDependencies } from '../near-dependencies.js';
import type { Finding } from '../types.js';
import { figure, listNames, quantity } from '../words.js';

/** Columns that are nearly a combination of others. */
export const findCollinear: Detector = ({ table, design }) => {
  const names = design.features.map(({ column }) => table.columns[column].name);
  return findDependencies(design.standardized).map(({ places, superfluous, index }): Finding => {
    const group = places.map((place) => names[place]);
    return {
      code: 'collinear',
      level: 'warn',
      columns: group,
      rows: [],
      count: group.length,
      message:
        `${quantity(group.length, 'column')} nearly follow from each other: ${listNames(group)} ` +
        `(condition index ${figure(index)}): many weights fit equally well, and no scaling helps`,
      advice: `leave one of them out (--fix ${writeStep({ name: 'drop', column: names[superfluous] })}), or add a ridge penalty to the loss`,
    };
  });
};
