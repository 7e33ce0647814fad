export interface Example {
  readonly command: string;
  readonly file?: string;
  readonly source?: string;
}

export function exampleOf(page: string): Example | null;
export function mendedExampleOf(page: string): Example | null;
export function renewExample(page: string, code: string): Promise<string>;
export function runExample(example: Example): Promise<{ exitCode: number; stdout: string; stderr: string }>;
