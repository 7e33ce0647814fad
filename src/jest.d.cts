/** What `require('gradcheck/jest')` gives. */
import type * as jest from './jest.js' with { 'resolution-mode': 'import' };

export type { GradientMatchers } from './jest.js' with { 'resolution-mode': 'import' };
export declare const matchers: typeof jest.matchers;
