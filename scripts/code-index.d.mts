export interface CodePage {
  readonly folder: string;
  readonly path: string;
  readonly code: string;
  readonly text: string;
}

export const INDEX: string;
export function readCodePages(): CodePage[];
export function renewIndex(index: string, pages: readonly CodePage[]): string;
