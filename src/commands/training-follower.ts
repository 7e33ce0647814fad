import { resolve } from 'node:path';
import type { TrainingPart } from '../run/training/training-result.js';
import { addStep, createSummary } from '../training/run-summary.js';
import type { OptimizerDescription } from '../training/training-report.js';
import type { Io } from './io.js';
import { LiveView } from './live-view.js';
import { LogWriter, replaceFile } from '../run/log/log-writer.js';
import type { TrainSettings } from '../config/training-settings.js';

/** Follows a run from outside: shows it, writes log and checkpoints, and knows its figures whatever ends it. */
export class TrainingFollower {
  summary = createSummary();
  optimizer: OptimizerDescription | undefined;
  initialLoss: number | undefined;
  private readonly view: LiveView;
  private readonly log: LogWriter | undefined;
  private readonly checkpoint: string | undefined;

  /** @throws GradcheckError `usage` for a log that cannot be written */
  constructor({ quiet = false, color, log, checkpoint }: TrainSettings, steps: number, io: Io) {
    this.view = new LiveView(io, { quiet, color, total: steps });
    this.log = log === undefined ? undefined : new LogWriter(resolve(io.cwd(), log));
    this.checkpoint = checkpoint === undefined ? undefined : resolve(io.cwd(), checkpoint);
  }

  take(told: unknown): void {
    const part = told as TrainingPart;
    switch (part.kind) {
      case 'started':
        this.initialLoss = part.initialLoss;
        this.optimizer = part.optimizer;
        if (!part.isResumed) this.log?.start();
        return;
      case 'resumed':
        this.summary = part.summary;
        this.log?.startAt(part.step);
        return;
      case 'step':
        addStep(this.summary, part.record, part.alarms);
        this.log?.write(part.record);
        return this.view.show(this.summary, part.alarms);
      case 'checkpoint':
        this.log?.flush();
        if (this.checkpoint !== undefined) replaceFile(this.checkpoint, part.text);
    }
  }

  close(): void {
    this.view.close();
    this.log?.close();
  }
}
