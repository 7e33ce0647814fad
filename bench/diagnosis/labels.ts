import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `catalogue`: planted by the catalogue of known mistakes. `unseen`: written by someone who had not read it. `heldout`:
 * written before a round of work on the diagnosis and measured after it only. `fresh`: by an author who had not seen the
 * diagnosis, frozen before it was measured.
 */
export const SETS = ['catalogue', 'unseen', 'heldout', 'fresh'] as const;
export type LabelSet = (typeof SETS)[number];

/** The codes that a wrong gradient can have; `unknown` is right for none. */
export const CODES = [
  'sign-flip',
  'scale',
  'missing-term',
  'extra-term',
  'missing-factor',
  'wrong-derivative',
  'transposed',
  'permuted',
  'off-by-one',
  'zero-gradient',
  'single-entry',
  'non-finite',
  'stale-gradient',
  'accumulated',
  'broadcast',
  'overwritten',
  'copied',
  'loss-mismatch',
] as const;

/** What a mistake is, and where in the loss it sits. */
export interface Mistake {
  /** Diagnosis codes that are right for it, best first. */
  readonly codes: readonly string[];
  /** Lines of loss.ts that are fair to point at; empty where no line is to blame (state kept between calls, say). */
  readonly lossLines: readonly number[];
  /** Lines of the wrong file itself that are as fair: where a NaN or an infinity is born. */
  readonly gradientLines?: readonly number[];
}

/** A planted mistake as its author describes it. */
export interface Label extends Mistake {
  /** `<model>/wrong-<mistake>.ts`, within its set. */
  readonly file: string;
  /** The model of the file that is wrong, where the file holds several. */
  readonly model?: string;
  /** One sentence for a human. */
  readonly mistake: string;
  /** Where there are two mistakes at once: each of them. Codes and lines of the label are then those of both together. */
  readonly parts?: readonly Mistake[];
  /** Paths of the parameters whose gradient is right, and of those whose gradient is wrong. */
  readonly right: readonly string[];
  readonly wrong: readonly string[];
}

export const partsOf = (label: Label): readonly Mistake[] => label.parts ?? [label];

/** Folder of a set. The bundle of the bench lies elsewhere, so folders are found from where the command runs. */
export const folderOf = (set: LabelSet): string => join('bench', 'diagnosis', set);

export function readLabels(set: LabelSet): Label[] {
  return JSON.parse(readFileSync(join(folderOf(set), 'labels.json'), 'utf8')) as Label[];
}

/** The models of a set, by the names of their folders. */
export function listModels(set: LabelSet): string[] {
  return readdirSync(folderOf(set), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
