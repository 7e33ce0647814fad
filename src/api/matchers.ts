import { isAcceptable } from './assert-gradient.js';
import { check, type Checkable } from './check.js';
import type { GradientOptions } from './check-options.js';

/** What `expect(model)` gains. */
export interface GradientMatchers {
  /**
   * Checks that the gradient of a model is right, by finite differences of its loss. To be awaited. `.not` asks for a
   * gradient that is certainly wrong: neither an error nor an undecided one will do.
   */
  toHaveCorrectGradient(options?: GradientOptions): Promise<void>;
}

/** What a matcher is told by Jest and by Vitest, as far as it matters here. */
interface MatcherContext {
  readonly isNot?: boolean;
}

interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

/** For `expect.extend` of Jest, of Vitest, and of whatever takes matchers of the same form. */
export const matchers = {
  async toHaveCorrectGradient(
    this: MatcherContext,
    received: unknown,
    options: GradientOptions = {},
  ): Promise<MatcherResult> {
    const isNot = this.isNot === true;
    const report = await check(received as Checkable, options);
    const isWrong = report.summary.verdict === 'fail';
    // What could not be checked or decided fails with `.not` as well as without.
    const pass = isNot ? !isWrong : isAcceptable(report, options);
    if (pass !== isNot) return { pass, message: () => '' };
    // One after the other: Jest, where it runs ES modules, mixes up imports at the same time.
    const { wordOutcome } = await import('./word-outcome.js');
    const { renderTable } = await import('./render-table.js');
    const message = `${wordOutcome(report, isNot ? 'wrong' : 'right')}\n\n${renderTable(report)}`;
    return { pass, message: () => message };
  },
};
