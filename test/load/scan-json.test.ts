import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonSyntaxError, placeKey, scanJson } from '../../src/load/scan-json.js';

function mistakeIn(text: string): { message: string; offset: number } {
  try {
    scanJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return { message: error.message, offset: error.offset };
    throw error;
  }
  throw new Error('no mistake found');
}

describe('scanJson', () => {
  it('takes whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(0, 2, '\t'), (json, indent) => {
        scanJson(JSON.stringify(JSON.parse(json), null, indent));
      }),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '0', "'"), (json, place, text) => {
        const at = place % (json.length + 1);
        const changed = json.slice(0, at) + text + json.slice(at + 1);
        let isJson = true;
        try {
          JSON.parse(changed);
        } catch {
          isJson = false;
        }
        if (isJson) return;
        expect(() => scanJson(changed)).toThrow(JsonSyntaxError);
      }),
    );
  });

  it('knows where strings stand', () => {
    const text = '{ "loss": "x", "gradient": { "w": [1, "2 x"] } }';
    const places = scanJson(text);
    expect(places.get(placeKey(['loss']))).toBe(text.indexOf('"x"'));
    expect(places.get(placeKey(['gradient', 'w', 1]))).toBe(text.indexOf('"2 x"'));
    expect(places.size).toBe(2);
  });

  it.each([
    ['{"a": 1,}', 8, 'expected a key in double quotes, but found "}"'],
    ['[1, 2', 5, 'expected a comma or ], but the text ends'],
    ['{"a" 1}', 5, 'expected a colon after the key, but found "1"'],
    ['{a: 1}', 1, 'expected a key in double quotes, but found "a"'],
    ['[01]', 2, 'expected a comma or ], but found "1"'],
    ['[NaN]', 1, 'expected a value, but found "N"'],
    ['["x]', 1, 'expected the end of this string, but found "\\""'],
    ['{"a": 1, "a": 2}', 9, 'the key "a" stands here twice'],
    ['1 2', 2, 'expected nothing more after the value, but found "2"'],
    ['', 0, 'expected a value, but the text ends'],
  ])('places the mistake in %s', (text, offset, message) => {
    expect(mistakeIn(text)).toEqual({ message, offset });
  });

  it('takes no longer for a long string without an end', () => {
    expect(mistakeIn(`["${'a'.repeat(100_000)}`).offset).toBe(1);
  });

  it('is not exhausted by nesting', () => {
    expect(mistakeIn('['.repeat(100_000)).message).toMatch(/levels of nesting/);
  });
});
