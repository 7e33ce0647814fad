export function renewOutputs(markdown: string): string;
export function withoutDurations(markdown: string): string;
export const PAGES: readonly string[];
