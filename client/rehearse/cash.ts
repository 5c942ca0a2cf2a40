import { addDays, dayOf, weekdayOf, type Day } from '../../domain/calendar/day.js';
import type { Amounts, Minor } from '../../domain/money/minor.js';
import type { RehearsalEvent } from '../../domain/rehearsal/event.js';
import type { Played } from './play.js';

/** What is assumed of how people pay. It is no forecast: it lets two policies be compared. */
export const assumption = { messagePercent: 15, callPercent: 30, promisePercent: 70, days: 7 } as const;

/** The assumption in words. */
export const assumptionSaid =
  `Assumed, not forecast: ${assumption.days} days after each message ${assumption.messagePercent} % of what it asks for has arrived, after each call ${assumption.callPercent} %, ` +
  `of what no earlier contact of the account has brought; of what is promised ${assumption.promisePercent} % arrives on its day. Payments among the events and in the ledger are shown apart and are not assumed.`;

/** Money by the Monday of its week and currency, in minor units. */
export type CashByWeek = Map<Day, Amounts>;

/** Expected and actual money of a rehearsal. */
export function cashOf(played: Played, events: readonly RehearsalEvent[]): { expected: CashByWeek; actual: CashByWeek } {
  const expected: CashByWeek = new Map();
  const actual: CashByWeek = new Map();
  const brought = new Map<string, Minor>();
  for (const { kind, result, date, account, channel, amounts } of played.lines) {
    if (kind === 'event' && result === 'payment') for (const [currency, minor] of Object.entries(amounts)) add(actual, date, currency, minor);
    if (kind !== 'contact' && !(kind === 'task' && channel === 'call')) continue;
    const percent = channel === 'call' ? assumption.callPercent : assumption.messagePercent;
    for (const [currency, minor] of Object.entries(amounts)) {
      const key = `${account}\n${currency}`;
      const left = Math.max(0, minor - (brought.get(key) ?? 0));
      const brings = Math.floor((left * percent) / 100);
      brought.set(key, (brought.get(key) ?? 0) + brings);
      add(expected, addDays(date, assumption.days), currency, brings);
    }
  }
  for (const { dueOn, currency, amountMinor } of events.flatMap((event) => promised(event, played)))
    add(expected, dueOn, currency, Math.floor((amountMinor * assumption.promisePercent) / 100));
  return { expected, actual };
}

function promised(event: RehearsalEvent, { span: { from, to } }: Played): { dueOn: Day; currency: string; amountMinor: Minor }[] {
  const made = dayOf(event.at, 'UTC');
  if (made < from || made > to) return [];
  if (event.type === 'promise') return [event];
  return event.type === 'plan' ? event.instalments.map((each) => ({ ...each, currency: event.currency })) : [];
}

function add(cash: CashByWeek, day: Day, currency: string, minor: Minor): void {
  const week = addDays(day, 1 - weekdayOf(day));
  const known = cash.get(week) ?? {};
  cash.set(week, { ...known, [currency]: (known[currency] ?? 0) + minor });
}
