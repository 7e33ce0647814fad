import { letThreadsEnd } from '../run/isolation/stuck-threads.js';
import { exitAtOnce } from './exit-at-once.js';

const LAST_WAIT_MS = 300;

/** Ends the process when all that was written has left it, whatever timers and handles user code keeps. */
export async function endProcess(exitCode: () => number): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(drain));
  // Node would wait for all of them.
  if (!(await letThreadsEnd(LAST_WAIT_MS))) exitAtOnce(exitCode());
  process.exit(exitCode());
}

function drain(stream: NodeJS.WriteStream): Promise<void> {
  // Called with an error, too, where nobody reads any more.
  return new Promise((resolve) => void stream.write('', () => resolve()));
}
