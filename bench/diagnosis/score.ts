import type { Diagnosis, ModelReport } from '../../src/check/report.js';
import { partsOf, type Label, type Mistake } from './labels.js';

/** So many diagnoses a reader is taken to look at. */
export const LOOKED_AT = 3;

/** How a planted mistake was diagnosed. */
export interface Score {
  readonly label: Label;
  /** The model failed its check. */
  readonly isFound: boolean;
  readonly first?: Diagnosis;
  /** The first diagnosis has one of the right codes. */
  readonly isFirstCodeRight: boolean;
  /** One of the first three has. */
  readonly isSomeCodeRight: boolean;
  /** The first diagnosis points at one of the right lines. */
  readonly isFirstLineRight: boolean;
  readonly isSomeLineRight: boolean;
  /** Each mistake of the label is named, with its line if it has one, by one of the first three. */
  readonly isEachNamed: boolean;
  /** Diagnoses that claim to be exact and have neither a right code nor a right line. */
  readonly wrongExact: readonly Diagnosis[];
  readonly durationMs: number;
}

export function scoreModel(label: Label, model: ModelReport): Score {
  const { diagnoses, verdict, durationMs } = model;
  const lookedAt = diagnoses.slice(0, LOOKED_AT);
  const [first] = lookedAt;
  return {
    label,
    isFound: verdict === 'fail',
    first,
    isFirstCodeRight: first !== undefined && hasRightCode(first, label),
    isSomeCodeRight: lookedAt.some((diagnosis) => hasRightCode(diagnosis, label)),
    isFirstLineRight: first !== undefined && hasRightLine(first, label),
    isSomeLineRight: lookedAt.some((diagnosis) => hasRightLine(diagnosis, label)),
    isEachNamed: partsOf(label).every((part) => lookedAt.some((diagnosis) => names(diagnosis, part))),
    wrongExact: diagnoses.filter(
      (diagnosis) =>
        diagnosis.evidence === 'exact' && !hasRightCode(diagnosis, label) && !hasRightLine(diagnosis, label),
    ),
    durationMs,
  };
}

function hasRightCode(diagnosis: Diagnosis, { codes }: Mistake): boolean {
  return codes.includes(diagnosis.code);
}

/** Labels count the lines of loss.ts and of the wrong gradient's file; a line of another file is never right. */
function hasRightLine({ location }: Diagnosis, { lossLines, gradientLines = [] }: Mistake): boolean {
  if (location === undefined) return false;
  const { file, line } = location;
  if (/(^|[/\\])loss\.ts$/.test(file)) return lossLines.includes(line);
  return /(^|[/\\])wrong-[\w-]+\.ts$/.test(file) && gradientLines.includes(line);
}

function names(diagnosis: Diagnosis, part: Mistake): boolean {
  return hasRightCode(diagnosis, part) && (part.lossLines.length === 0 || hasRightLine(diagnosis, part));
}
