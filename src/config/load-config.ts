import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { GradcheckError } from '../errors.js';
import { JsonSyntaxError, scanJson } from '../load/scan-json.js';
import { readConfig } from './read-config.js';
import { locateOffset } from './locate.js';
import type { Config } from './types.js';

/**
 * Reads a configuration file.
 * @param path absolute
 * @throws GradcheckError `config` with the place of what is wrong, as far as it is known
 */
export async function loadConfig(path: string): Promise<Config> {
  if (basename(path) === 'package.json') return readConfig(parseJson(path, readText(path)).gradcheck, path);
  if (extname(path) === '.json') return readConfig(parseJson(path, readText(path)), path);
  return importModule(path);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GradcheckError('config', `the configuration cannot be read: ${reason}`, { cause });
  }
}

function parseJson(path: string, text: string): Record<string, unknown> {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as Record<string, unknown>;
  } catch (cause) {
    throw describeSyntaxError(path, text, cause);
  }
}

/** Node's own message has no place in every version. */
function describeSyntaxError(path: string, text: string, cause: unknown): GradcheckError {
  try {
    scanJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError)
      return new GradcheckError('config', `the configuration is not JSON: ${error.message}`, {
        ...locateOffset(path, text, error.offset),
        cause,
      });
  }
  return new GradcheckError('config', `the configuration is not JSON: ${String(cause)}`, { cause });
}

/** A module is bundled like a model. */
async function importModule(path: string): Promise<Config> {
  const { bundleModule } = await import('../load/bundle.js');
  const bundle = await bundleModule(path).catch((error: unknown) => {
    if (!(error instanceof GradcheckError)) throw error;
    throw new GradcheckError('config', `the configuration cannot be loaded: ${error.message}`, error.details);
  });
  try {
    const { importConfig } = await import('./import-config.js');
    return await importConfig({ url: bundle.url, path });
  } finally {
    bundle.dispose();
  }
}
