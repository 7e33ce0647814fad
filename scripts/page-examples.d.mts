export function exampleOf(page: string): string | null;
export function renewExample(page: string, code: string): Promise<string>;
