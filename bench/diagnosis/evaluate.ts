import { join } from 'node:path';
import type { CheckReport, Diagnosis, ModelReport } from '../../src/check/report.js';
import { folderOf, listModels, readLabels, type LabelSet, type Label } from './labels.js';
import { mapInParallel, runCommand } from './run-command.js';
import { scoreModel, type Score } from './score.js';

/** Commands under way at a time. */
const WIDTH = 2;

/** A model that is right, yet did not pass or was given a diagnosis. */
export interface FalseAlarm {
  readonly file: string;
  readonly found: string;
}

export interface Evaluation {
  readonly set: LabelSet;
  readonly models: number;
  readonly scores: readonly Score[];
  readonly falseAlarms: readonly FalseAlarm[];
  /** Files that could not be checked, with the reason. */
  readonly failures: readonly string[];
}

/** Runs the command on all files of a set whose name contains `only`. */
export async function evaluate(set: LabelSet, only: string, tell: (file: string) => void): Promise<Evaluation> {
  const labels = readLabels(set).filter(({ file }) => file.includes(only));
  const models = listModels(set).filter((model) => model.includes(only) || labels.some((l) => modelOf(l) === model));
  const files = [...new Set([...models.map((model) => `${model}/right.ts`), ...labels.map(({ file }) => file)])];
  const scores: Score[] = [];
  const falseAlarms: FalseAlarm[] = [];
  const failures: string[] = [];
  const outcomes = await mapInParallel(files, WIDTH, async (file) => {
    const outcome = await runCommand(join(folderOf(set), file));
    tell(file);
    return outcome;
  });
  for (const [i, outcome] of outcomes.entries()) {
    const file = files[i];
    if ('failure' in outcome) {
      failures.push(`${file}: ${outcome.failure}`);
      continue;
    }
    const own = labels.filter((label) => label.file === file);
    for (const label of own) scores.push(scoreModel(label, findModel(outcome.report, label)));
    falseAlarms.push(...findFalseAlarms(file, outcome.report, own));
  }
  return { set, models: models.length, scores, falseAlarms, failures };
}

const modelOf = ({ file }: Label): string => file.slice(0, file.indexOf('/'));

function findModel({ models }: CheckReport, label: Label): ModelReport {
  const found = models.find(({ name }) => label.model === undefined || name === label.model);
  if (!found) throw new Error(`${label.file} has no model ${label.model}`);
  return found;
}

/** Models of a file that no label calls wrong must pass, without a diagnosis. */
export function findFalseAlarms(file: string, { models }: CheckReport, labels: readonly Label[]): FalseAlarm[] {
  return models
    .filter(({ name }) => !labels.some((label) => label.model === undefined || label.model === name))
    .filter(({ verdict, diagnoses }) => verdict !== 'pass' || diagnoses.length > 0)
    .map(({ name, verdict, diagnoses }) => ({
      file: models.length > 1 ? `${file} (${name})` : file,
      found: [verdict, ...diagnoses.map(describe)].join('; '),
    }));
}

/** A diagnosis in a few words: code, evidence, line. */
export function describe({ code, evidence, location }: Diagnosis): string {
  const place = location ? ` at ${location.file.replace(/^.*[/\\]/, '')}:${location.line}` : '';
  return `${code} (${evidence})${place}`;
}
