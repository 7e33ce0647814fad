// Renews the outputs shown in README.md and in docs, where each follows a comment with its command, and on the pages about codes,
// where each belongs to the model shown before it; and the list of these pages.
import { readFileSync, writeFileSync } from 'node:fs';
import { INDEX, readCodePages, renewIndex } from './code-index.mjs';
import { renewExample } from './page-examples.mjs';
import { PAGES, renewOutputs } from './readme-outputs.mjs';

for (const page of PAGES) writeFileSync(page, renewOutputs(readFileSync(page, 'utf8')));
for (const { path, code, text } of readCodePages()) writeFileSync(path, await renewExample(text, code));
writeFileSync(INDEX, renewIndex(readFileSync(INDEX, 'utf8'), readCodePages()));
