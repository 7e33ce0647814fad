import remapping from '@jridgewell/remapping';

/** Put together, so that nobody takes it for the end of this very file. */
const MAP_COMMENT = ['//# source', 'MappingURL=data:application/json;base64,'].join('');

/** Code with its source map inside. Given that of an earlier step, the map leads through to what was before both. */
export function inlineMap(code: string, map: string, earlier?: string): string {
  const whole = earlier === undefined ? map : String(remapping([map, earlier], () => null));
  return `${code}\n${MAP_COMMENT}${Buffer.from(whole).toString('base64')}\n`;
}
