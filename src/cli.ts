import { endProcess } from './commands/end-process.js';
import { run } from './commands/run.js';

let exitCode = 0;
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`| head`) is no error.
    if (error.code === 'EPIPE' || exitCode === 2) return;
    exitCode = 2;
    if (stream === process.stdout) process.stderr.write(`error: the output could not be written: ${error.message}\n`);
  });
}
const decided = await run(process.argv.slice(2), process);
await endProcess(() => exitCode || decided);
