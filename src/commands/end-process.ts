import { hasStuckThread } from '../run/isolation/stuck-threads.js';

/**
 * Ends the process with an exit code when all that was written has left it, whatever timers and handles user code keeps.
 * Where a thread hangs in a call to the system even that would wait for it: then the process is ended from outside.
 */
export async function endProcess(exitCode: () => number): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(drain));
  if (hasStuckThread()) process.kill(process.pid, 'SIGKILL');
  process.exit(exitCode());
}

function drain(stream: NodeJS.WriteStream): Promise<void> {
  // Called with an error, too, where nobody reads any more.
  return new Promise((resolve) => void stream.write('', () => resolve()));
}
