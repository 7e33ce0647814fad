import { createRequire } from 'node:module';

/** The version in package.json, read once: one place holds it. */
export function packageVersion(): string {
  return (createRequire(import.meta.url)('../package.json') as { version: string }).version;
}
