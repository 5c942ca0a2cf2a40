import type { Day, Instant } from '../../domain/calendar/day.js';
import type { RehearsalEvent } from '../../domain/rehearsal/event.js';

/** What was done to an account, as sentences by day; the order within a day is of no account. */
export type Agenda = Map<Day, string[]>;

export function note(agenda: Agenda, day: Day, what: string): void {
  agenda.set(day, [...(agenda.get(day) ?? []), what].sort());
}

/** The item that a charge is for, as it may be named with its invoice or apart; any other number as it is. */
const withItem = (number: string): string => number.replace(/-[FIL]\d+$/, '');

/** `10000 EUR` in minor units, charges included, and the numbers of the items, each once with its charges. */
export const asked = (amounts: Readonly<Record<string, number>>, items: readonly string[]): string =>
  `${Object.entries(amounts)
    .filter(([, minor]) => minor !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, minor]) => `${minor} ${currency}`)
    .join(' + ')} for ${[...new Set(items.map(withItem))].sort().join(', ')}`;

/** The first day on which two agendas differ; null when none does. */
export function firstDifference(a: Agenda, b: Agenda): Day | null {
  const days = [...new Set([...a.keys(), ...b.keys()])].sort();
  return days.find((day) => JSON.stringify(a.get(day) ?? []) !== JSON.stringify(b.get(day) ?? [])) ?? null;
}

/** Both agendas, side by side, up to and including a day. */
export function sideBySide(live: Agenda, rehearsed: Agenda, last: Day): string {
  const days = [...new Set([...live.keys(), ...rehearsed.keys()])].filter((day) => day <= last).sort();
  const width = 74;
  const row = (day: string, left: string, right: string) => `${day.padEnd(11)} ${left === right ? ' ' : '|'} ${left.padEnd(width)} ${right}`;
  const rows = days.flatMap((day) => {
    const [left, right] = [live.get(day) ?? [], rehearsed.get(day) ?? []];
    return Array.from({ length: Math.max(left.length, right.length) }, (_, n) => row(n === 0 ? day : '', left[n] ?? '', right[n] ?? ''));
  });
  return [row('', 'LIVE', 'REHEARSED'), ...rows].join('\n');
}

/** Before what is of a strand that is not the account's own first. */
export const strandOf = (strand: string | undefined): string => (strand ? `[${strand}] ` : '');

/** Where the debtors of the invented accounts live. */
export const zone = 'Europe/Berlin';

/** What was asked of an account in vain. */
export interface Refused {
  accountId: string;
  at: Instant;
  type: RehearsalEvent['type'];
}
