import { type MessagePort, workerData } from 'node:worker_threads';
import type { RunMessage } from '../protocol.js';
import { capOutput } from './cap-output.js';
import { captureOutput } from '../../load/capture-output.js';
import { noticeProcesses } from './notice-processes.js';
import { serveRequest } from './serve-request.js';
import { spareStdout } from './spare-stdout.js';

/** The thread that runs models: it listens on the port it was started with, which nobody finds afterwards. */
const given = workerData as { port?: MessagePort };
const port = given.port!;
delete given.port;

const tell: (message: RunMessage) => void = port.postMessage.bind(port);
// As messages, because what a stream of the thread holds is lost when the thread hangs.
captureOutput(
  [process.stdout, process.stderr],
  capOutput((text) => tell({ type: 'output', text })),
);
noticeProcesses(() => tell({ type: 'process-started' }));
spareStdout();
port.once('message', serveRequest(tell));

// What nearly every check takes, while the model is being bundled. Where it fails, so will the import that needs it.
void Promise.allSettled([
  import('../check-task.js'),
  import('../load-models.js'),
  import('../../load/source-positions.js'),
  import('../../load/import-module.js'),
  import('../../model/model-definition.js'),
  import('../error-report.js'),
  import('../progress-teller.js'),
  import('../check-model.js'),
  import('../spread/spread-entries.js'),
]);
