import { parentPort, workerData } from 'node:worker_threads';
import { GradcheckError } from '../errors.js';
import { captureOutput } from '../load/capture-output.js';
import { importModule } from '../load/import-module.js';
import { readSourcePositions } from '../load/source-positions.js';
import type { ConfigMessage, ConfigRequest } from './import-config.js';
import { readConfig } from './read-config.js';

/** The thread in which a configuration is code: what comes out of it is plain data. */
const { url, path } = workerData as ConfigRequest;
const tell: (message: ConfigMessage) => void = parentPort!.postMessage.bind(parentPort);
captureOutput([process.stdout, process.stderr], (text) => tell({ type: 'output', text }));

try {
  tell({ type: 'config', config: readConfig(await importDefault(), path) });
} catch (error) {
  tell({ type: 'refused', refusal: toRefusal(error) });
}

async function importDefault(): Promise<unknown> {
  const positions = readSourcePositions(url);
  let exported: Record<string, unknown>;
  try {
    exported = await importModule(url);
    if ('default' in exported) return await exported.default;
  } catch (error) {
    const { message, location, frame } = positions.describeError(error);
    throw new GradcheckError('config', `the configuration threw while it was loaded: ${message}`, { location, frame });
  }
  throw new GradcheckError('config', 'the configuration has no default export', {
    hint: "export default defineConfig({ … }), with defineConfig from 'gradcheck'",
    location: { file: path, line: 1, column: 1 },
  });
}

/** What a port can carry of an error. */
function toRefusal(error: unknown): { message: string; details: object } {
  if (!(error instanceof GradcheckError)) return { message: String(error), details: {} };
  const { hint, location, frame } = error.details;
  return { message: error.message, details: { hint, location, frame } };
}
