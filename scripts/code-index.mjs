import { readdirSync, readFileSync } from 'node:fs';

/** The page that lists all codes. */
export const INDEX = 'docs/README.md';
/** Where each page explains a code. */
const CODE_FOLDERS = ['warnings', 'diagnoses', 'alarms', 'errors'];

/** The pages on codes, with their text. */
export function readCodePages() {
  return CODE_FOLDERS.flatMap((folder) =>
    readdirSync(`docs/${folder}`).map((name) => {
      const path = `docs/${folder}/${name}`;
      return { folder, path, code: name.replace(/\.md$/, ''), text: readFileSync(path, 'utf8') };
    }),
  );
}

/** The index with a row for each page, below the comment that names the folder. */
export function renewIndex(index, pages) {
  return index.replace(/(<!-- codes: (\w+) -->\n)(?:\|.*\n)*/g, (_, comment, folder) => {
    const rows = pages
      .filter((page) => page.folder === folder)
      .map(({ code, text }) => `| [\`${code}\`](${folder}/${code}.md) | ${text.split('\n')[2]} |\n`);
    return `${comment}| code | what it means |\n|---|---|\n${rows.join('')}`;
  });
}
