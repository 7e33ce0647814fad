import type { AlterationCode } from './alteration.js';
import type { Change } from './altered-sweep.js';

/** What the changes make of the gradient in the parameters they explain. */
export interface Effect {
  /** claimed = factor · exact in every entry; null where it is no one number. */
  readonly factor: number | null;
  readonly wrongEntries: number;
}

/** Words for a factor: rows of the data, extents of the parameters. */
export type NameFactor = (factor: number) => string | null;

export interface Naming {
  readonly nameFactor: NameFactor;
  textOf(site: number, operand?: 0 | 1): { text: string; line: number | null };
  /** What is mistaken where other values stand in the place of a factor. */
  codeOf(change: Change): AlterationCode;
  /** Whether other parameters are right, or wrong in another way. */
  readonly isAlone: boolean;
}

export interface Mistake {
  readonly code: string;
  /** What is wrong at the place, after the names of the parameters. */
  readonly words: string;
}
