import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/check/report.js';
import { rankDiagnoses, withoutPaths, type NamedDiagnosis } from '../../src/diagnose/index.js';

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

  it('lets what is less certain give way for the same parameters', () => {
    const ranked = rankDiagnoses(
      [diagnosis('wrong-derivative', 'a', 'exact')],
      [diagnosis('missing-factor', 'a', 'hint'), diagnosis('scale', 'a', 'strong')],
    );
    expect(ranked.map(({ code }) => code)).toEqual(['wrong-derivative']);
  });

  it('keeps what is known of parameters without a name until each of them has one', () => {
    const open = (...paths: string[]): NamedDiagnosis => ({
      ...diagnosis('unknown', paths[0], 'hint'),
      paths,
      isOpen: true,
    });
    const certain = { ...diagnosis('wrong-derivative', 'a', 'exact'), paths: ['a', 'b'] };
    const codes = (unknown: NamedDiagnosis): string[] => rankDiagnoses([certain], [unknown]).map(({ code }) => code);
    expect(codes(open('b'))).toEqual(['wrong-derivative']);
    expect(codes(open('a', 'c'))).toEqual(['wrong-derivative', 'unknown']);
    // What has no path is about all of the gradient.
    expect(rankDiagnoses([diagnosis('loss-mismatch', '', 'exact')], [open('a')])).toHaveLength(1);
    // What the numbers show without a code of its own is a name.
    expect(rankDiagnoses([diagnosis('unknown', 'a', 'strong')], [open('a')])).toHaveLength(1);
  });

  it('keeps what is less certain where some of its parameters have no better explanation', () => {
    const certain = { ...diagnosis('wrong-derivative', 'a', 'exact'), paths: ['a', 'b'] };
    const strong = (paths: string[]): NamedDiagnosis => ({ ...diagnosis('scale', paths[0], 'strong'), paths });
    expect(rankDiagnoses([certain], [strong(['b', 'a'])])).toHaveLength(1);
    expect(rankDiagnoses([certain], [strong(['b', 'c'])])).toHaveLength(2);
    // A block of a vector is explained, not all of it.
    expect(rankDiagnoses([{ ...certain, paths: ['a[0…3]'] }], [strong(['a'])])).toHaveLength(2);
  });

  it('keeps two mistakes of one name at two places, and one of them once', () => {
    const at = (line: number): NamedDiagnosis => ({
      ...diagnosis('missing-term', 'a', 'exact'),
      location: { file: 'loss.ts', line, column: 1 },
    });
    const lines = rankDiagnoses([at(3), at(7)], [at(3)]).map(({ location }) => location?.line);
    expect(lines).toEqual([3, 7]);
  });

  it('takes an exchange of two parameters for the whole story, and places found for each of them for coincidences', () => {
    const exchange = (evidence: Diagnosis['evidence']): NamedDiagnosis => ({
      ...diagnosis('permuted', 'a', evidence),
      paths: ['a', 'b'],
    });
    const apart = [diagnosis('wrong-derivative', 'a', 'exact'), diagnosis('wrong-derivative', 'b', 'exact')];
    const codes = (...found: NamedDiagnosis[]): string[] => rankDiagnoses(apart, found).map(({ code }) => code);
    expect(codes(exchange('strong'))).toEqual(['permuted']);
    expect(codes(exchange('hint'))).toEqual(['wrong-derivative', 'wrong-derivative']);
    expect(codes({ ...exchange('strong'), code: 'scale' })).toEqual(['wrong-derivative', 'wrong-derivative']);
    const both = { ...diagnosis('sign-flip', 'a', 'exact'), paths: ['a', 'b'] };
    expect(rankDiagnoses([both], [exchange('strong')]).map(({ code }) => code)).toEqual(['sign-flip']);
  });

  it('reports diagnoses without what they were chosen by', () => {
    const [ranked] = rankDiagnoses([{ ...diagnosis('scale', 'a', 'strong'), paths: ['a', 'b'] }]);
    expect(withoutPaths(ranked)).toEqual(diagnosis('scale', 'a', 'strong'));
  });

  it('says the same thing once, on the better evidence', () => {
    const ranked = rankDiagnoses([diagnosis('scale', 'a', 'strong')], [diagnosis('scale', 'a', 'exact')]);
    expect(ranked).toEqual([diagnosis('scale', 'a', 'exact')]);
  });

  it('keeps `unknown` where nothing better is known', () => {
    expect(rankDiagnoses([], [diagnosis('unknown', 'a', 'hint')])).toHaveLength(1);
  });
});
