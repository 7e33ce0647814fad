import { paragraph, type Style } from './style.js';

/** What the columns of the tables mean; told once, before the first table. */
export function renderLegend(style: Style): string[] {
  const text =
    'Each row is the worst entry of a parameter. analytic: your gradient. numeric: the finite difference and its ' +
    'error bound. error: |analytic - numeric| / the larger of the two. central, forward: its error at the best step ' +
    'of each scheme; bars: at every step taken, largest step first.';
  return [...paragraph(style, text, 2, style.color.dim), ''];
}
