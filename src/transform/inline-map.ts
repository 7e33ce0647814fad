/** Put together, so that nobody takes it for the end of this very file. */
const MAP_COMMENT = ['//# source', 'MappingURL=data:application/json;base64,'].join('');

/** Code with its source map inside. */
export function inlineMap(code: string, map: string): string {
  return `${code}\n${MAP_COMMENT}${Buffer.from(map).toString('base64')}\n`;
}
