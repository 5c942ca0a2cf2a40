import type { Day } from '../../domain/calendar/day.js';

/** Reads a cell as a day; answers why when it is none. */
export type DayReader = (text: string) => Day | { why: string };

type Order = 'DMY' | 'MDY';

const stated = 'state the date format, such as DD/MM/YYYY or MM/DD/YYYY';

/** The parts that a stated format may have: `DD/MM/YYYY`, `M/D/YY`, `YYYYMMDD`, `DD-MMM-YYYY`. */
export function isDateFormat(format: string): boolean {
  return compile(format) !== null;
}

/**
 * A reader for the days of one file. With stated formats only these are taken, and `YYYY-MM-DD`. Without, days that can be read in one way only
 * are taken, and whether 03/04/2026 is in March or April is decided by the other days of the file; if they can't tell, it is refused.
 */
export function dayReader(formats: readonly string[], values: () => Iterable<string>): DayReader {
  const patterns = formats.flatMap((format) => compile(format) ?? []);
  let order: Order | { why: string } | null = null;
  const read = (text: string): Day | { why: string } => {
    const plain = readIso(text);
    if (plain) return plain;
    if (patterns.length > 0) return readAny(text, patterns) ?? { why: `is no day in the format ${formats.join(' or ')}` };
    const certain = readCertain(text);
    if (certain) return certain;
    const numbers = bySlash(text);
    if (!numbers) return { why: 'is no day' };
    order ??= recogniseOrder(values());
    return typeof order === 'string' ? arrange(numbers, order) : order;
  };
  return remember(read);
}

/** Lists repeat the same few hundred days. */
function remember(read: DayReader): DayReader {
  const known = new Map<string, Day | { why: string }>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const answer = read(text);
    known.set(text, answer);
    return answer;
  };
}

function recogniseOrder(values: Iterable<string>): Order | { why: string } {
  let dayFirst: string | null = null;
  let monthFirst: string | null = null;
  for (const value of values) {
    const numbers = bySlash(value);
    if (numbers && numbers[0] > 12) dayFirst ??= value;
    if (numbers && numbers[1] > 12) monthFirst ??= value;
  }
  if (dayFirst && monthFirst) return { why: `has the day first or the month first: ${dayFirst} and ${monthFirst} contradict each other; ${stated}` };
  if (!dayFirst && !monthFirst) return { why: `may have the day first or the month first, and no other day of the file tells; ${stated}` };
  return dayFirst ? 'DMY' : 'MDY';
}

/** `YYYY-MM-DD`, whatever time of day follows. */
function readIso(text: string): Day | { why: string } | null {
  const match = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?$/.exec(text);
  return match ? toDay(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

/** Notations that leave no choice: `20260331`, `31.3.2026`, `31-Mar-2026`, `31. März 2026`, `Mar 31, 2026`. */
function readCertain(text: string): Day | { why: string } | null {
  const packed = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (packed) return toDay(Number(packed[1]), Number(packed[2]), Number(packed[3]));
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?: .*)?$/.exec(text);
  if (dotted) return toDay(fullYear(dotted[3]), Number(dotted[2]), Number(dotted[1]));
  const dayFirst = /^(\d{1,2})\.?[-\s/]+(?:de )?(\p{L}{3,})\.?,?[-\s/]+(?:de )?(\d{4}|\d{2})$/u.exec(text);
  if (dayFirst) return toDay(fullYear(dayFirst[3]), monthOf(dayFirst[2]), Number(dayFirst[1]));
  const monthFirst = /^(\p{L}{3,})\.?\s+(\d{1,2}),?\s+(\d{4})$/u.exec(text);
  return monthFirst ? toDay(Number(monthFirst[3]), monthOf(monthFirst[1]), Number(monthFirst[2])) : null;
}

function bySlash(text: string): [number, number, number] | null {
  const match = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?:[T ].*)?$/.exec(text);
  return match ? [Number(match[1]), Number(match[3]), fullYear(match[4])] : null;
}

function arrange([first, second, year]: [number, number, number], order: Order): Day | { why: string } {
  return order === 'DMY' ? toDay(year, second, first) : toDay(year, first, second);
}

interface Pattern {
  regex: RegExp;
  parts: string[];
}

function compile(format: string): Pattern | null {
  const parts: string[] = [];
  const source = format.toUpperCase().replaceAll(/YYYY|YY|MMM|MM|M|DD|D|[^A-Z]|[A-Z]/g, (part) => {
    const shape = shapes[part];
    if (shape) parts.push(part.charAt(0));
    return shape ?? (/[A-Z]/.test(part) ? '\0' : part.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`));
  });
  if (source.includes('\0') || parts.toSorted().join('') !== 'DMY') return null;
  return { regex: new RegExp(`^${source}(?:[T ].*)?$`, 'u'), parts };
}

const shapes: Readonly<Record<string, string>> = {
  YYYY: String.raw`(\d{4})`,
  YY: String.raw`(\d{2})`,
  MMM: String.raw`(\p{L}{3,})\.?`,
  MM: String.raw`(\d{1,2})`,
  M: String.raw`(\d{1,2})`,
  DD: String.raw`(\d{1,2})`,
  D: String.raw`(\d{1,2})`,
};

function readAny(text: string, patterns: readonly Pattern[]): Day | { why: string } | null {
  let wrong: { why: string } | null = null;
  for (const { regex, parts } of patterns) {
    const match = regex.exec(text);
    if (!match) continue;
    const part = (letter: string): string => match[parts.indexOf(letter) + 1] ?? '';
    const day = toDay(fullYear(part('Y')), /^\d/.test(part('M')) ? Number(part('M')) : monthOf(part('M')), Number(part('D')));
    if (typeof day === 'string') return day;
    wrong ??= day;
  }
  return wrong;
}

function toDay(year: number, month: number, day: number): Day | { why: string } {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (!(month >= 1) || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return { why: 'is a day that does not exist' };
  return year < 1900 || year > 2199 ? { why: 'is a day too far away' } : date.toISOString().slice(0, 10);
}

/** Two digits mean this century, as in the ledgers of today. */
const fullYear = (text: string | undefined): number => (text?.length === 2 ? 2_000 + Number(text) : Number(text));

const monthNames = [
  ['jan', 'ene'],
  ['feb'],
  ['mar', 'mär', 'mrz', 'maerz'],
  ['apr', 'abr'],
  ['may', 'mai'],
  ['jun'],
  ['jul'],
  ['aug', 'ago'],
  ['sep', 'set'],
  ['oct', 'okt'],
  ['nov'],
  ['dec', 'dez', 'dic'],
];

/** 1 for January, in English, German or Spanish; 0 when it is no month. */
function monthOf(name: string | undefined): number {
  const start = (name ?? '').toLowerCase();
  return monthNames.findIndex((names) => names.some((known) => start.startsWith(known))) + 1;
}
