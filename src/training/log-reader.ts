import { readCsvRow, readCsvHead, type CsvColumns, type CsvMeaning } from './read-csv-row.js';
import { readLogLine, toStep } from './read-log-line.js';
import type { TrainingStep } from './types.js';

/** A line that could not be read. Lines are counted from 1. */
export interface LogProblem {
  readonly line: number;
  readonly problem: string;
  readonly text: string;
}

/** Problems kept; the rest is counted. */
const MOST_PROBLEMS = 20;
const MOST_TEXT = 60;

/** A document that opens on one line and goes on over the next ones, as trainer_state.json of Hugging Face. */
const DOCUMENT_START = /^\s*[{[]\s*$|^\s*\{.*"log_history"\s*:/;

type Format = 'lines' | 'csv' | 'document';

/**
 * Reads a log as its text comes, in pieces of any length: JSON lines, a `trainer_state.json` of Hugging Face, or CSV, as
 * TensorBoard exports it. A line that is none is told, and passed over.
 */
export class LogReader {
  readonly problems: LogProblem[] = [];
  problemCount = 0;
  private rest = '';
  private isLast = false;
  private line = 0;
  private next = 0;
  private format: Format | undefined;
  private columns: CsvColumns | undefined;
  private readonly document: string[] = [];

  /** @param meaning of the values of a CSV file that names them only `Value` */
  constructor(private readonly meaning: CsvMeaning = 'loss') {}

  push(text: string): TrainingStep[] {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() as string;
    return lines.flatMap((line) => this.read(line));
  }

  /** What is left when no more text comes. */
  end(): TrainingStep[] {
    const last = this.rest;
    this.rest = '';
    if (this.format === 'document' || (this.format === undefined && DOCUMENT_START.test(last))) {
      this.document.push(last);
      return this.readDocument(this.document.join('\n'));
    }
    if (last.trim() === '') return [];
    // A program that was ended while it wrote leaves half a line behind.
    this.isLast = true;
    return this.read(last);
  }

  private read(raw: string): TrainingStep[] {
    this.line++;
    // The first line may begin with a byte order mark.
    const line = this.line === 1 ? raw.replace(/^\uFEFF/, '') : raw;
    if (this.format === 'document') this.document.push(line);
    if (this.format === 'document' || line.trim() === '') return [];
    this.format ??= this.recognise(line);
    if (this.format === 'document') this.document.push(line);
    if (this.format !== 'lines') return this.format === 'csv' ? this.readCsv(line) : [];
    const found = readLogLine(line, this.next);
    if ('problem' in found) return this.refuse(line, found.problem);
    this.next = found.record.step + 1;
    return [found.record];
  }

  private recognise(line: string): Format {
    if (DOCUMENT_START.test(line)) return 'document';
    this.columns = readCsvHead(line, this.meaning);
    return this.columns ? 'csv' : 'lines';
  }

  private readCsv(line: string): TrainingStep[] {
    // The head itself.
    if (this.line === 1 || this.columns!.head === line) return [];
    const found = readCsvRow(line, this.columns as CsvColumns, this.next);
    if ('problem' in found) return this.refuse(line, found.problem);
    this.next = found.record.step + 1;
    return [found.record];
  }

  private readDocument(text: string): TrainingStep[] {
    let history: unknown;
    try {
      const document = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
      history = Array.isArray(document) ? document : (document as { log_history?: unknown }).log_history;
    } catch {
      return this.refuse(text, 'it is one document, and no JSON');
    }
    if (!Array.isArray(history)) return this.refuse(text, 'it is one document without a list log_history');
    return history.flatMap((entry: unknown, i) => {
      if (typeof entry !== 'object' || entry === null) return [];
      const record = toStep(entry as Record<string, unknown>, i);
      // Entries of evaluations and the last one, of totals, are no steps.
      return record.loss === undefined && record.norm === undefined ? [] : [record];
    });
  }

  private refuse(text: string, problem: string): [] {
    this.problemCount++;
    if (this.problems.length < MOST_PROBLEMS)
      this.problems.push({
        line: this.line,
        problem: this.isLast ? 'it breaks off' : problem,
        text: text.trim().slice(0, MOST_TEXT),
      });
    return [];
  }
}
