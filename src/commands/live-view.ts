import { Chalk } from 'chalk';
import { renderAlarmLine } from '../report/training/alarms.js';
import { renderLiveFrame } from '../report/training/live-frame.js';
import type { Style } from '../report/pretty/style.js';
import { decideColorLevel } from '../terminal/color.js';
import { decideUnicode, selectGlyphs } from '../terminal/glyphs.js';
import { decideWidth } from '../terminal/width.js';
import type { RunSummary } from '../training/run-summary.js';
import type { Alarm } from '../training/types.js';
import type { Io } from './io.js';

/** Redrawn at most so often on a terminal. */
const FRAME_MS = 100;
/** A line so often where there is none. */
const LINE_MS = 2000;
/** Alarms shown one by one while a run goes on; the report at the end has them all. */
const MOST_ALARMS = 20;

/** Of a terminal that does not tell. */
const USUAL_ROWS = 24;

const CLEAR_DOWN = '\u001B[J';
const up = (lines: number): string => (lines > 0 ? `\u001B[${lines}A\r` : '');

/** A run while it goes on, on stderr: redrawn in place on a terminal, plain lines elsewhere. Alarms stay where they are. */
export class LiveView {
  private readonly look: Omit<Style, 'width'>;
  private readonly isTerminal: boolean;
  private lines = 0;
  private shownAt = -Infinity;
  private alarms = 0;
  private last: RunSummary | undefined;

  constructor(
    private readonly io: Io,
    private readonly options: { readonly quiet: boolean; readonly total?: number; readonly color?: boolean },
  ) {
    const { stderr, env, platform } = io;
    const level = decideColorLevel(stderr, env, { noColor: options.color === false, platform });
    this.look = {
      color: new Chalk({ level }),
      glyphs: selectGlyphs(decideUnicode(env, platform)),
      verbose: false,
      debug: false,
    };
    this.isTerminal = stderr.isTTY === true && !env.CI && env.TERM !== 'dumb';
  }

  show(summary: RunSummary, alarms: readonly Alarm[]): void {
    if (this.options.quiet) return;
    this.last = summary;
    for (const alarm of alarms) this.tell(alarm);
    const now = performance.now();
    if (now - this.shownAt < (this.isTerminal ? FRAME_MS : LINE_MS)) return;
    this.shownAt = now;
    this.draw(summary);
  }

  /** The view goes: the report takes its place. */
  close(): void {
    this.clear();
    this.last = undefined;
  }

  /** As wide as the terminal is now, also where it is very narrow: a line that wraps could not be taken away again. */
  private get style(): Style {
    const { stderr, env } = this.io;
    return { ...this.look, width: this.isTerminal && stderr.columns ? stderr.columns : decideWidth(stderr, env) };
  }

  private tell(alarm: Alarm): void {
    if (this.alarms++ >= MOST_ALARMS) return;
    this.clear();
    this.io.stderr.write(`${renderAlarmLine(alarm, this.style)}\n`);
    if (this.isTerminal && this.last) this.draw(this.last);
  }

  private draw(summary: RunSummary): void {
    // The last row is the cursor's.
    const rows = this.isTerminal ? (this.io.stderr.rows || USUAL_ROWS) - 1 : 1;
    const frame = renderLiveFrame(summary, this.style, { rows, total: this.options.total });
    this.clear();
    this.io.stderr.write(`${frame.join('\n')}\n`);
    this.lines = this.isTerminal ? frame.length : 0;
  }

  private clear(): void {
    if (this.lines > 0) this.io.stderr.write(up(this.lines) + CLEAR_DOWN);
    this.lines = 0;
  }
}
