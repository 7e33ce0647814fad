/**
 * Ends the process without waiting for its threads, as Node's own end would: for a thread that hangs in a call to the
 * system that would take for ever. Node has two ways that give an exit code as well.
 */
export function exitAtOnce(exitCode: number): never {
  for (const exit of [replaceProcess, exitFromWasi]) {
    try {
      exit(exitCode);
    } catch {
      // Not in this version of Node, or not on this platform.
    }
  }
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
}

/** Another program takes the process over, and gives the exit code (Node 22.15, 24; not on Windows). */
function replaceProcess(exitCode: number): void {
  const { execve } = process as { execve?: (file: string, args: string[], env: object) => never };
  execve?.('/bin/sh', ['sh', '-c', `exit ${exitCode}`], {});
}

/** What is taken of it; its types come with those of browsers only. */
interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => object;
}

/** `\0asm`, and the version. */
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

const WASI_MODULE = 'wasi_snapshot_preview1';

/** WebAssembly that asks the system for its end goes there directly. */
function exitFromWasi(exitCode: number): void {
  // Loaded in this way it warns of being experimental a turn later, when all is over.
  const { WASI } = process.getBuiltinModule('wasi');
  const wasi = new WASI({ version: 'preview1', returnOnExit: false });
  const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
  wasi.start(new Instance(new Module(assemble(exitCode)), { [WASI_MODULE]: wasi.wasiImport }));
}

/**
 * In the text format:
 *
 *     (module
 *       (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
 *       (memory (export "memory") 0)
 *       (func (export "_start") i32.const exitCode call 0))
 */
function assemble(exitCode: number): Uint8Array {
  const body = [0, 0x41, ...toLeb128(exitCode), 0x10, 0, 0x0b];
  return new Uint8Array([
    ...HEADER,
    ...section(1, [2, 0x60, 1, 0x7f, 0, 0x60, 0, 0]),
    ...section(2, [1, ...name(WASI_MODULE), ...name('proc_exit'), 0, 0]),
    ...section(3, [1, 1]),
    ...section(5, [1, 0, 0]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name('_start'), 0, 1]),
    ...section(10, [1, body.length, ...body]),
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, content.length, ...content];
}

function name(text: string): number[] {
  return [text.length, ...Buffer.from(text)];
}

/** Two bytes hold an exit code, 0 to 255, as a signed number. */
function toLeb128(exitCode: number): number[] {
  return [(exitCode & 0x7f) | 0x80, exitCode >> 7];
}
