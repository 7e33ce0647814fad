const MAX_LENGTH = 200;

/** Of the message of an error, which may quote its data: beyond this nobody reads. */
const MAX_MESSAGE = 10_000;

/** Reads a property of anything, also where a getter or a proxy throws. */
export function readSafely(value: unknown, key: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[key];
  } catch {
    return undefined;
  }
}

/** One line on anything thrown: `TypeError: x is not a function`, `the string "no data" was thrown`. Never throws. */
export function wordThrown(thrown: unknown): string {
  if (isObject(thrown)) return wordObject(thrown);
  if (typeof thrown === 'string')
    return thrown === '' ? 'an empty string was thrown' : `the string ${quote(thrown)} was thrown`;
  if (thrown === null || thrown === undefined) return `${thrown} was thrown`;
  return `the ${typeof thrown} ${String(thrown)}${typeof thrown === 'bigint' ? 'n' : ''} was thrown`;
}

export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function wordObject(thrown: object): string {
  const name = readSafely(thrown, 'name');
  const message = readSafely(thrown, 'message');
  if (typeof message === 'string' && message !== '') {
    const words = cut(message, MAX_MESSAGE);
    return typeof name === 'string' && name !== '' && name !== 'Error' ? `${name}: ${words}` : words;
  }
  if (typeof readSafely(thrown, 'stack') === 'string') {
    return `${typeof name === 'string' && name !== '' ? name : 'Error'} without a message`;
  }
  if (typeof thrown === 'function') return 'a function was thrown';
  const json = writeJson(thrown);
  return json === undefined ? 'an object was thrown' : `the object ${cut(json)} was thrown`;
}

function writeJson(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function quote(text: string): string {
  return JSON.stringify(cut(text));
}

function cut(text: string, most = MAX_LENGTH): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
