import { instrument } from '../../src/autodiff/rewrite/instrument.js';
import { installRuntime } from '../../src/autodiff/runtime.js';

installRuntime();

/** The exports of a module given as text, loaded plain or instrumented. */
export async function loadText(code: string): Promise<Record<string, never>> {
  const url = `data:text/javascript,${encodeURIComponent(code.replace(/\n\/\/# sourceMappingURL=.*/, ''))}`;
  return (await import(/* @vite-ignore */ url)) as Record<string, never>;
}

export async function loadInstrumented(source: string): Promise<Record<string, never>> {
  return loadText(instrument(source).code);
}
