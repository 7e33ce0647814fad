// Renews the outputs shown in README.md: each follows a comment with its command.
import { readFileSync, writeFileSync } from 'node:fs';
import { renewOutputs } from './readme-outputs.mjs';

writeFileSync('README.md', renewOutputs(readFileSync('README.md', 'utf8')));
