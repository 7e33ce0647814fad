import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/check/report.js';
import { rankDiagnoses } from '../../src/diagnose/index.js';

const diagnosis = (code: string, path: string, evidence: Diagnosis['evidence']): Diagnosis => ({
  code,
  path,
  evidence,
  message: `${code} in ${path}`,
});

describe('rankDiagnoses', () => {
  it('puts better evidence first and keeps the order of sources', () => {
    const ranked = rankDiagnoses(
      [diagnosis('scale', 'a', 'strong'), diagnosis('permuted', 'b', 'hint')],
      [diagnosis('missing-factor', 'c', 'exact'), diagnosis('sign-flip', 'd', 'strong')],
    );
    expect(ranked.map(({ code }) => code)).toEqual(['missing-factor', 'scale', 'sign-flip', 'permuted']);
  });

  it('lets guesses give way to what is certain of the same parameter, and `unknown` to anything certain', () => {
    const ranked = rankDiagnoses(
      [diagnosis('wrong-derivative', 'a', 'exact')],
      [diagnosis('missing-factor', 'a', 'hint'), diagnosis('scale', 'a', 'strong'), diagnosis('unknown', 'b', 'hint')],
    );
    expect(ranked.map(({ code }) => code)).toEqual(['wrong-derivative', 'scale']);
  });

  it('lets `unknown` give way to a name for the same parameter, from whatever source', () => {
    const ranked = rankDiagnoses(
      [diagnosis('scale', 'a', 'hint')],
      [diagnosis('unknown', 'a', 'hint'), diagnosis('unknown', 'b', 'hint')],
    );
    expect(ranked.map(({ code, path }) => `${code} ${path}`)).toEqual(['scale a', 'unknown b']);
  });

  it('says the same thing once, on the better evidence', () => {
    const ranked = rankDiagnoses([diagnosis('scale', 'a', 'strong')], [diagnosis('scale', 'a', 'exact')]);
    expect(ranked).toEqual([diagnosis('scale', 'a', 'exact')]);
  });

  it('keeps `unknown` where nothing better is known', () => {
    expect(rankDiagnoses([], [diagnosis('unknown', 'a', 'hint')])).toHaveLength(1);
  });
});
