import type { Alarm, AlarmLevel } from '../../training/types.js';
import { formatCount } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { shortenEnd } from '../../terminal/text-layout.js';
import { labelled, paragraph, type Paint, type Style } from '../pretty/style.js';

/** Alarms of one kind that are shown in full; the rest is counted. */
const MOST_SHOWN = 5;

const ORDER: readonly AlarmLevel[] = ['error', 'warn', 'note'];

export function sortAlarms(alarms: readonly Alarm[]): Alarm[] {
  return ORDER.flatMap((level) => alarms.filter((alarm) => alarm.level === level));
}

/** The alarms of a run, worst first, those of one kind together. */
export function renderAlarms(alarms: readonly Alarm[], style: Style): string[] {
  const groups = new Map<string, Alarm[]>();
  for (const alarm of sortAlarms(alarms)) {
    const key = `${alarm.level} ${alarm.code}`;
    groups.set(key, [...(groups.get(key) ?? []), alarm]);
  }
  return [...groups.values()].flatMap((group) => renderGroup(group, style));
}

function renderGroup(group: readonly Alarm[], style: Style): string[] {
  const rest = group.length - MOST_SHOWN;
  return [
    ...group.slice(0, MOST_SHOWN).flatMap((alarm, i) => renderAlarm(alarm, group[i - 1], style)),
    ...(rest > 0
      ? [...paragraph(style, `and ${formatCount(rest)} more of ${group[0].code}`, 4, style.color.dim), '']
      : []),
  ];
}

/** One alarm on one line, while the run goes on. */
export function renderAlarmLine(alarm: Alarm, style: Style): string {
  const text = `${headAlarm(alarm, style)}: ${printable(alarm.message.split('; ')[0])}`;
  return paintLevel(alarm.level, style)(shortenEnd(text, style.width, style.glyphs.ellipsis));
}

/** One alarm: what, when, where, and what to do, but for what was said of the one above it. */
function renderAlarm(alarm: Alarm, above: Alarm | undefined, style: Style): string[] {
  const [what, ...advice] = alarm.message.split('; ');
  const said = above?.message.split('; ') ?? [];
  return [
    ...paragraph(style, headAlarm(alarm, style), 2, paintLevel(alarm.level, style)),
    ...paragraph(style, printable(what), 4),
    ...advice
      .filter((part) => !said.includes(part))
      .flatMap((part) => labelled(style, { text: style.glyphs.arrow, paint: style.color.cyan }, printable(part), 4)),
    ...(isSamePlace(alarm, above) ? [] : renderPlace(alarm, style)),
    '',
  ];
}

function isSamePlace({ location: own }: Alarm, above: Alarm | undefined): boolean {
  const other = above?.location;
  return own?.file === other?.file && own?.line === other?.line && own?.column === other?.column;
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

function headAlarm({ code, level, step, parameter }: Alarm, style: Style): string {
  const about = parameter === undefined ? '' : ` in ${printable(parameter)}`;
  return `${alarmGlyph(level, style)} ${code} at step ${formatCount(step)}${about}`;
}

function alarmGlyph(level: AlarmLevel, { glyphs }: Style): string {
  return level === 'error' ? glyphs.fail : level === 'warn' ? glyphs.warning : glyphs.dot;
}

function paintLevel(level: AlarmLevel, { color }: Style): Paint {
  return level === 'error' ? color.red.bold : level === 'warn' ? color.yellow : color.dim;
}
