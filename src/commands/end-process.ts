import { hasStuckThread } from '../run/isolation/stuck-threads.js';

/** Ends the process when all that was written has left it, whatever timers and handles user code keeps. */
export async function endProcess(exitCode: () => number): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(drain));
  if (hasStuckThread()) endAtOnce(exitCode());
  process.exit(exitCode());
}

function drain(stream: NodeJS.WriteStream): Promise<void> {
  // Called with an error, too, where nobody reads any more.
  return new Promise((resolve) => void stream.write('', () => resolve()));
}

/**
 * Leaves a thread behind that hangs in a call to the system, for which Node's own end would wait: another program that
 * gives the exit code takes the process over, where Node can do that (22.15, 24), else the process kills itself.
 */
function endAtOnce(exitCode: number): void {
  const { execve } = process as { execve?: (file: string, args: string[], env: object) => never };
  try {
    execve?.('/bin/sh', ['sh', '-c', `exit ${exitCode}`], {});
  } catch {
    // No shell, or not on this platform.
  }
  process.kill(process.pid, 'SIGKILL');
}
