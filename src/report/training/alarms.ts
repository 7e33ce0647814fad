import type { Alarm, AlarmLevel } from '../../training/types.js';
import { formatCount } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { labelled, paragraph, type Paint, type Style } from '../pretty/style.js';

/** Alarms of one kind that are shown in full; the rest is counted. */
const MOST_SHOWN = 5;

const ORDER: readonly AlarmLevel[] = ['error', 'warn', 'note'];

/** The alarms of a run, worst first, those of one kind together. */
export function renderAlarms(alarms: readonly Alarm[], style: Style): string[] {
  const groups = new Map<string, Alarm[]>();
  for (const level of ORDER)
    for (const alarm of alarms.filter((one) => one.level === level)) {
      const key = `${level} ${alarm.code}`;
      groups.set(key, [...(groups.get(key) ?? []), alarm]);
    }
  return [...groups.values()].flatMap((group) => renderGroup(group, style));
}

function renderGroup(group: readonly Alarm[], style: Style): string[] {
  const rest = group.length - MOST_SHOWN;
  return [
    ...group.slice(0, MOST_SHOWN).flatMap((alarm) => renderAlarm(alarm, style)),
    ...(rest > 0
      ? [...paragraph(style, `and ${formatCount(rest)} more of ${group[0].code}`, 4, style.color.dim), '']
      : []),
  ];
}

/** One alarm: what, when, where, and what to do. */
export function renderAlarm(alarm: Alarm, style: Style): string[] {
  const about = alarm.parameter === undefined ? '' : ` in ${printable(alarm.parameter)}`;
  const label = `${alarmGlyph(alarm.level, style)} ${alarm.code} at step ${formatCount(alarm.step)}${about}`;
  return [
    ...paragraph(style, label, 2, paintLevel(alarm.level, style)),
    ...alarm.message
      .split('; ')
      .flatMap((part, i) =>
        i === 0
          ? paragraph(style, printable(part), 4)
          : labelled(style, { text: style.glyphs.arrow, paint: style.color.cyan }, printable(part), 4),
      ),
    ...renderPlace(alarm, style),
    '',
  ];
}

function renderPlace({ location }: Alarm, style: Style): string[] {
  if (!location) return [];
  const place = paragraph(
    style,
    `at ${printable(location.file)}:${location.line}:${location.column}`,
    4,
    style.color.cyan,
  );
  const { text } = location;
  return text
    ? [...place, ...paragraph(style, `${style.glyphs.vertical} ${printable(text)}`, 4, style.color.dim)]
    : place;
}

function alarmGlyph(level: AlarmLevel, { glyphs }: Style): string {
  return level === 'error' ? glyphs.fail : level === 'warn' ? glyphs.warning : glyphs.dot;
}

function paintLevel(level: AlarmLevel, { color }: Style): Paint {
  return level === 'error' ? color.red.bold : level === 'warn' ? color.yellow : color.dim;
}
