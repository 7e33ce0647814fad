import remapping from '@jridgewell/remapping';

/** The source map of a second step, led through that of the first, if there was one, to what was before both. */
export function chainMaps(second: string, first: string | undefined): string {
  return first === undefined ? second : String(remapping([second, first], () => null));
}
