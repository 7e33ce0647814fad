/** What is printed beyond this, in characters, is nothing that anyone reads. */
const MOST_CHARACTERS = 2 ** 20;

/** Passes text on until there is too much of it, then says so once and drops the rest. */
export function capOutput(write: (text: string) => void): (text: string) => void {
  let left = MOST_CHARACTERS;
  return (text) => {
    if (left <= 0) return;
    const isLast = text.length >= left;
    write(
      isLast
        ? `${text.slice(0, left)}\n… what the model prints beyond ${MOST_CHARACTERS} characters is left out\n`
        : text,
    );
    left -= text.length;
  };
}
