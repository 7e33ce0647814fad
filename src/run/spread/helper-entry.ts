import { type MessagePort, workerData } from 'node:worker_threads';
import { createRandom } from '../../numdiff/random.js';
import { captureOutput } from '../../load/capture-output.js';
import { containExits } from '../isolation/contain-exits.js';
import { spareStdout } from '../isolation/spare-stdout.js';
import type { EntryJob, HelperData, HelperMessage } from './entry-job.js';
import { openHelper } from './open-helper.js';

/** A thread that checks entries beside the one that runs the model. What it prints has been printed there already. */
const given = workerData as { port?: MessagePort; data: HelperData };
const port = given.port!;
delete given.port;
const tell: (message: HelperMessage) => void = port.postMessage.bind(port);

captureOutput([process.stdout, process.stderr], () => {});
spareStdout();
// Without a word: what it has taken and not told is done by the thread that asked.
const exit = process.exit.bind(process);
containExits({ onExit: () => exit(1), onUncaught: () => exit(1) });

const userRandom = createRandom(given.data.options.seed);
// In place before user code loads, as in the thread that runs the model.
Math.random = userRandom;
const opened = openHelper(given.data, userRandom);
opened.catch(() => exit(1));
port.on('message', (job: EntryJob) => {
  opened.then((helper) => helper.work(job, tell)).catch(() => exit(1));
});
