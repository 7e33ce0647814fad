import { Worker } from 'node:worker_threads';
import type { RunMessage, RunRequest } from '../protocol.js';
import { serveRequest } from './serve-request.js';
import { NEVER_SETTLED } from './word-end.js';

/** The process that runs models. Its channel is hidden from them: some packages greet whoever started them. */
const send = process.send!.bind(process);
const tell = (message: RunMessage): void => void send(message);
Object.assign(process, { send: undefined, disconnect: undefined });

const memoryLimit = Number(process.argv[2]);
process.argv.length = 2;
new Worker(new URL('./guard.js', import.meta.url), { workerData: { memoryLimit, parent: process.ppid } }).unref();

const serve = serveRequest(tell);
process.once('message', (request) => serve(request as RunRequest));
// Nothing is left to wait for; after the answer nobody listens any more.
process.once('beforeExit', () => tell({ type: 'ending', error: NEVER_SETTLED }));
