/** The temporaries of one function: `depth` of them are in use at a time, so that few names serve all its expressions. */
export class Temporaries {
  private most = 0;

  constructor(private readonly prefix: string) {}

  name(depth: number): string {
    this.most = Math.max(this.most, depth + 1);
    return `${this.prefix}${depth}`;
  }

  /** Their declaration, or nothing. */
  declaration(): string {
    if (this.most === 0) return '';
    return `let ${Array.from({ length: this.most }, (_, i) => `${this.prefix}${i}`).join(', ')};`;
  }
}
