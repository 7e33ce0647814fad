/** Files in a row for which the same holds. */
export interface Batch<How> {
  readonly files: readonly string[];
  readonly how: How;
}

/** Files in their order, with what holds for each: neighbours that are treated alike stay together. */
export async function batchFiles<How>(
  files: readonly string[],
  howOf: (file: string) => Promise<How>,
): Promise<Batch<How>[]> {
  const batches: { files: string[]; how: How }[] = [];
  for (const file of files) {
    const how = await howOf(file);
    const last = batches.at(-1);
    if (last && JSON.stringify(last.how) === JSON.stringify(how)) last.files.push(file);
    else batches.push({ files: [file], how });
  }
  return batches;
}
