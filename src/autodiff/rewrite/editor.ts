import MagicString from 'magic-string';

/** Texts put around expressions: openings are given from outside inward, closings from inside outward. */
export class Editor {
  private readonly text: MagicString;

  constructor(source: string) {
    this.text = new MagicString(source);
  }

  /** Before an expression, behind what was opened there before. */
  open(position: number, text: string): void {
    this.text.appendRight(position, text);
  }

  /** Before an expression and all that was opened there. */
  openOutside(position: number, text: string): void {
    this.text.prependRight(position, text);
  }

  /** Behind an expression, behind what was closed there before. */
  close(position: number, text: string): void {
    this.text.appendLeft(position, text);
  }

  replace(start: number, end: number, text: string): void {
    if (start === end) this.text.appendLeft(start, text);
    else this.text.update(start, end, text);
  }

  insertAtStart(position: number, text: string): void {
    this.text.appendLeft(position, text);
  }

  toString(): string {
    return this.text.toString();
  }

  /** A source map of the rewritten text, with fine positions. */
  map(file: string): string {
    return this.text.generateMap({ source: file, includeContent: true, hires: 'boundary' }).toString();
  }
}
