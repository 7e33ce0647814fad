import type { ModelEffect } from '../../data/types.js';
import { printable } from '../../terminal/sanitize.js';
import { paragraph, type Style } from '../pretty/style.js';

/** What the data do to the gradient of the model. */
export function renderModelEffect({ name, notes }: ModelEffect, style: Style): string[] {
  return [
    ...paragraph(style, printable(name), 2, style.color.bold),
    ...notes.flatMap((note) => paragraph(style, printable(note), 4)),
    '',
  ];
}
