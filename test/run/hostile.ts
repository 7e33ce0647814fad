import { fileURLToPath } from 'node:url';

/** Where the models are that do what no model should. */
export const HOSTILE = { cwd: fileURLToPath(new URL('../fixtures/hostile', import.meta.url)) };
