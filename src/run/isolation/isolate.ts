import type { ModelError } from '../../check/report.js';
import type { RunMessage, RunRequest } from '../protocol.js';

export interface IsolateEvents {
  onMessage(message: RunMessage): void;
  /** It ended by itself, or went past its memory; nothing follows. */
  onEnd(reason: ModelError): void;
}

/** A place where user code runs. It is started before there is anything to do, as both take a while. */
export interface Isolate {
  run(request: RunRequest, events: IsolateEvents): void;
  /** Ends it, whatever it is doing; nothing is told afterwards. Never throws. */
  stop(): Promise<void>;
}

export interface IsolateOptions {
  /** Bytes that a model may take, beside what gradcheck takes itself. */
  readonly memoryLimit: number;
  /** What user code prints. */
  readonly onOutput: (text: string) => void;
}
