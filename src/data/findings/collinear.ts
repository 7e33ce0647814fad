import type { Detector } from '../evidence.js';
import { writeStep } from '../fix/steps.js';
import { findDependencies } from '../near-dependencies.js';
import type { Finding } from '../types.js';
import { figure, listNames, quantity } from '../words.js';

/** A larger condition index is that of rounding. */
const LARGEST_KNOWN = 1e13;

/** Of fewer rows for each column, few different values may go together by chance. */
const FEWEST_ROWS_PER_COLUMN = 3;

/** Columns that are nearly a combination of others. */
export const findCollinear: Detector = ({ table, design }) => {
  const isTold = design.standardized.rows >= FEWEST_ROWS_PER_COLUMN * design.features.length;
  const names = design.features.map(({ column }) => table.columns[column].name);
  return findDependencies(design.standardized).map(({ places, superfluous, index }): Finding => {
    const group = places.map((place) => names[place]);
    return {
      code: 'collinear',
      level: isTold ? 'warn' : 'note',
      columns: group,
      rows: [],
      count: group.length,
      message:
        `${quantity(group.length, 'column')} nearly follow from each other: ${listNames(group)} ` +
        `(${index < LARGEST_KNOWN ? `condition index ${figure(index)}` : 'exactly, but for rounding'}): many weights fit equally well, and no scaling helps${isTold ? '' : '; of so few rows it may be chance'}`,
      advice: `leave one of them out (--fix ${writeStep({ name: 'drop', column: names[superfluous] })}), or add a ridge penalty to the loss`,
    };
  });
};
