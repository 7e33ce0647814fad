import { parseLoosely, toStep } from './read-log-line.js';
import type { TrainingStep } from './types.js';

/** The steps of a document, and what was wrong with it, if anything. */
export interface History {
  readonly steps: TrainingStep[];
  readonly problem?: string;
}

/** Entries of a history hold no objects: each can be found in a document that breaks off. */
const ENTRY = /\{[^{}]*\}/g;

/** Reads `trainer_state.json` of Hugging Face, whose list `log_history` has an entry a step, or such a list by itself. */
export function readHistory(text: string): History {
  const document = parseLoosely(text);
  if (document === undefined) {
    const entries = Array.from(text.matchAll(ENTRY), ([entry]) => parseLoosely(entry));
    return {
      steps: toSteps(entries),
      problem: 'the document breaks off, or is no JSON: of it those entries are read that are whole',
    };
  }
  const history = Array.isArray(document) ? document : (document as { log_history?: unknown }).log_history;
  return Array.isArray(history)
    ? { steps: toSteps(history) }
    : { steps: [], problem: 'it is one document without a list log_history' };
}

function toSteps(entries: readonly unknown[]): TrainingStep[] {
  return entries.flatMap((entry, i) => {
    if (typeof entry !== 'object' || entry === null || isTotals(entry)) return [];
    const record = toStep(entry as Readonly<Record<string, unknown>>, i);
    // Entries of evaluations are no steps.
    const isStep = record.loss !== undefined || record.norm !== undefined || Object.keys(record.params).length > 0;
    return isStep ? [record] : [];
  });
}

/** The last entry has totals of the run, the mean loss as `train_loss` among them. */
function isTotals(entry: object): boolean {
  return 'train_runtime' in entry;
}
