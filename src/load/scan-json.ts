/** JSON that does not parse: what was wrong and where (0-based). */
export class JsonSyntaxError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** A key on the way to a value. */
export type JsonKey = string | number;

const BLANKS = /[ \t\n\r]*/y;
// eslint-disable-next-line no-control-regex -- control characters are what JSON strings must escape
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /(?:true|false|null)\b/y;
const MAX_DEPTH = 500;

/**
 * Reads JSON text for what JSON.parse does not tell: where a mistake is, in every version of Node, and where each
 * string stands.
 *
 * @returns offsets of the opening quotes of string values, by `placeKey` of their keys
 * @throws JsonSyntaxError
 */
export function scanJson(text: string): Map<string, number> {
  const places = new Map<string, number>();
  let at = 0;

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found) at += found.length;
    return found;
  };
  const skipBlanks = (): void => void take(BLANKS);
  const fail = (expected: string): never => {
    const found =
      at < text.length ? `found ${JSON.stringify(String.fromCodePoint(text.codePointAt(at)!))}` : 'the text ends';
    throw new JsonSyntaxError(`expected ${expected}, but ${found}`, at);
  };

  const readValue = (keys: readonly JsonKey[]): void => {
    if (keys.length > MAX_DEPTH) fail(`at most ${MAX_DEPTH} levels of nesting`);
    skipBlanks();
    const start = at;
    if (text[at] === '{') readList('}', readMember(keys));
    else if (text[at] === '[') readList(']', (i) => readValue([...keys, i]));
    else if (take(STRING)) places.set(placeKey(keys), start);
    else if (!take(NUMBER) && !take(WORD)) fail(text[at] === '"' ? 'the end of this string' : 'a value');
  };

  const readMember = (keys: readonly JsonKey[]) => {
    const seen = new Set<string>();
    return (): void => {
      const start = at;
      const quoted = take(STRING) ?? fail('a key in double quotes');
      const key = JSON.parse(quoted) as string;
      if (seen.has(key)) throw new JsonSyntaxError(`the key ${quoted} stands here twice`, start);
      seen.add(key);
      skipBlanks();
      if (text[at] !== ':') fail('a colon after the key');
      at++;
      readValue([...keys, key]);
    };
  };

  /** Items with commas between, up to the closing bracket. */
  const readList = (close: string, readItem: (index: number) => void): void => {
    at++;
    skipBlanks();
    if (text[at] === close) return void at++;
    for (let index = 0; ; index++) {
      skipBlanks();
      readItem(index);
      skipBlanks();
      if (text[at] === close) return void at++;
      if (text[at] !== ',') fail(`a comma or ${close}`);
      at++;
    }
  };

  readValue([]);
  skipBlanks();
  if (at < text.length) fail('nothing more after the value');
  return places;
}

export function placeKey(keys: readonly JsonKey[]): string {
  return JSON.stringify(keys);
}
