import { printable, printableLines } from '../terminal/sanitize.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for one line of XML or HTML, between tags or in a quoted attribute. */
export function escapeMarkup(text: string): string {
  return escapeCharacters(printable(text));
}

/** The same for text whose line breaks stay. */
export function escapeMarkupLines(text: string): string {
  return escapeCharacters(printableLines(text).join('\n'));
}

function escapeCharacters(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
