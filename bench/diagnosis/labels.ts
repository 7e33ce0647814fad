import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `catalogue`: planted by the catalogue of known mistakes. `unseen`: written by someone who had not read it. */
export const HALVES = ['catalogue', 'unseen'] as const;
export type Half = (typeof HALVES)[number];

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
}

/** A planted mistake as its author describes it. */
export interface Label extends Mistake {
  /** `<model>/wrong-<mistake>.ts`, within its half. */
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

/** Folder of a half. The bundle of the bench lies elsewhere, so folders are found from where the command runs. */
export const folderOf = (half: Half): string => join('bench', 'diagnosis', half);

export function readLabels(half: Half): Label[] {
  return JSON.parse(readFileSync(join(folderOf(half), 'labels.json'), 'utf8')) as Label[];
}

/** The models of a half, by the names of their folders. */
export function listModels(half: Half): string[] {
  return readdirSync(folderOf(half), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
