/** A variable of the environment that all processes inherit which are started from an isolate. */
export const MARK = 'GRADCHECK_ISOLATE';

let isolates = 0;

/** A mark that no other isolate has, of this process or another. */
export function createMark(): string {
  return `${process.pid}-${++isolates}`;
}

export function isOwnMark(mark: string): boolean {
  return mark.startsWith(`${process.pid}-`);
}

/** The environment for user code: what it starts can be told from what others start, also when it has lost its parent. */
export function markedEnvironment(mark: string): NodeJS.ProcessEnv {
  return { ...process.env, [MARK]: mark };
}
