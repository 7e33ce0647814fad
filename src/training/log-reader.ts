import { readCsvRow, readCsvHead, type CsvColumns, type CsvMeaning } from './read-csv-row.js';
import { readHistory } from './read-history.js';
import { readLogLine } from './read-log-line.js';
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

/** A document that goes on over several lines, as trainer_state.json of Hugging Face, or is a list of steps. */
const DOCUMENT_START = /^\s*\{\s*$|^\s*\{.*"log_history"\s*:|^\s*\[\s*(?:\{|$)/;

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

  /** The text begins anew, of another file under the same name: half a line, or of a document, belongs to the one before. */
  restart(): TrainingStep[] {
    const last = this.format === 'document' ? [] : this.end();
    this.rest = '';
    this.isLast = false;
    this.document.length = 0;
    this.format = undefined;
    this.line = 0;
    this.next = 0;
    return last;
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
    const { steps, problem } = readHistory(text.replace(/^\uFEFF/, ''));
    if (problem !== undefined) this.refuse(text, problem);
    return steps;
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
