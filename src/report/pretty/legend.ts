import { paragraph, type Style } from './style.js';

/** What the columns of the tables mean; told once, before the first table. */
export function renderLegend(style: Style): string[] {
  const text =
    'Each row is the worst entry of a parameter. analytic: your gradient. numeric: the finite difference and its ' +
    'error bound. error: |analytic - numeric| / the larger of the two. central, forward: the largest error over all ' +
    'entries of the parameter, at the best step; bars: at every step, largest first.';
  return [...paragraph(style, text, 2, style.color.dim), ''];
}
