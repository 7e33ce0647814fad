/** More different texts than this in a column are no categories: they are told apart by a hash alone. */
const MOST_NAMED = 50_000;

/** Numbers for the texts of a column: equal texts have equal numbers. */
export class TextCodes {
  readonly #codes = new Map<string, number>();
  readonly #names: string[] = [];

  codeOf(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    if (this.#names.length >= MOST_NAMED) return MOST_NAMED + hashText(text);
    this.#codes.set(text, this.#names.length);
    this.#names.push(text);
    return this.#names.length - 1;
  }

  nameOf(code: number): string | undefined {
    return this.#names[code];
  }
}

/** 52 bits: two runs of FNV-1a (Fowler, Noll, Vo) from different starts. */
function hashText(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x01000193) ^ (low >>> 15);
  }
  return (low >>> 6) * 2 ** 26 + (high >>> 6);
}
