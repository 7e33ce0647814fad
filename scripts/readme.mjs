// Renews the outputs shown in README.md and in docs, where each follows a comment with its command, and on the pages about codes,
// where each belongs to the model shown before it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { renewExample } from './page-examples.mjs';
import { PAGES, renewOutputs } from './readme-outputs.mjs';

for (const page of PAGES) writeFileSync(page, renewOutputs(readFileSync(page, 'utf8')));
for (const folder of ['docs/warnings', 'docs/diagnoses']) {
  for (const name of readdirSync(folder)) {
    const path = `${folder}/${name}`;
    writeFileSync(path, await renewExample(readFileSync(path, 'utf8'), name.slice(0, -3)));
  }
}
