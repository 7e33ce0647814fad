import { GradcheckError } from '../errors.js';

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Splits at the commas that stand outside of brackets and quotes: `w[1, 2], f(x, y)` are two.
 * @throws GradcheckError `usage` for brackets that do not match, or nothing between two commas
 */
export function splitList(text: string, option: string): string[] {
  const items: string[] = [];
  const open: string[] = [];
  let item = '';
  let quote = '';
  for (const character of text) {
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"') quote = character;
    else if (character in CLOSING) open.push(CLOSING[character]);
    else if (')]}'.includes(character) && open.pop() !== character) throw unbalanced(text, option);
    if (character === ',' && quote === '' && open.length === 0) {
      items.push(item.trim());
      item = '';
    } else item += character;
  }
  if (open.length > 0) throw unbalanced(text, option);
  items.push(item.trim());
  const empty = items.indexOf('');
  if (empty !== -1) throw new GradcheckError('usage', `${option} ${JSON.stringify(text)}: item ${empty + 1} is empty`);
  return items;
}

function unbalanced(text: string, option: string): GradcheckError {
  return new GradcheckError('usage', `${option} ${JSON.stringify(text)}: the brackets do not match`);
}
