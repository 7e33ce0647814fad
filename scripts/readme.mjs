// Renews the outputs shown in README.md and in docs: each follows a comment with its command.
import { readFileSync, writeFileSync } from 'node:fs';
import { PAGES, renewOutputs } from './readme-outputs.mjs';

for (const page of PAGES) writeFileSync(page, renewOutputs(readFileSync(page, 'utf8')));
