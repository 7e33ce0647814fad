import type { Case } from './case.js';
import { derived } from './derived.js';
import { hard } from './hard.js';
import { learning } from './learning.js';
import { moreGarbowHillstrom } from './more-garbow-hillstrom.js';
import { rough } from './rough.js';
import { solvers } from './solvers.js';

export * from './case.js';

export const CORPUS: readonly Case[] = [...moreGarbowHillstrom, ...learning, ...derived, ...solvers, ...rough, ...hard];
