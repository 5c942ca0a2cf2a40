import { addDays, daysBetween, type Day } from '../calendar/day.js';
import type { AccountFacts, OpenItem } from '../facts.js';
import type { InterestPeriod } from '../interest/interest.js';
import { interestOnItem, type ItemInterest } from '../interest/onItem.js';
import { valueDate, type DatedAllocation } from '../ledger/openAmount.js';
import { sum, type Minor } from '../money/minor.js';
import { orderOfPayment, standingCharges } from './ledger.js';
import type { Application, BookedDebit, ChargeFacts, InterestTerms } from './types.js';

/** Interest is owed on what was invoiced: never on interest and fees. */
const bearing: ReadonlySet<string> = new Set(['INVOICE', 'ADJUSTMENT']);

/** What is known of an account's debits and payments on a day. */
export interface Knowledge {
  debits: ReadonlyMap<number, BookedDebit>;
  /** By debit: what counts on the day, with the credits that stand alone set off. */
  allocations: ReadonlyMap<number, DatedAllocation[]>;
  /** By debit: what was set off in truth and counts on the day. */
  settled: ReadonlyMap<number, DatedAllocation[]>;
  consumer: boolean;
}

/**
 * What is left of each open debit once the credits that stand alone are set off, and those set-offs. A credit pays what was there on its
 * day; fees and interest that were booked later come last, so that interest is never reckoned on interest.
 */
export function withCreditsSetOff(
  facts: Pick<AccountFacts, 'items' | 'charges'>,
  application: Application,
): { left: Map<number, Minor>; made: DatedAllocation[] } {
  const debits = facts.items.filter(({ openMinor }) => openMinor > 0);
  const left = new Map(debits.map(({ id, openMinor }) => [id, openMinor]));
  const credits = facts.items.filter(({ openMinor }) => openMinor < 0).sort(byDay);
  const made: DatedAllocation[] = [];
  if (credits.length === 0) return { left, made };
  const booked = standingCharges(facts);
  const inOrder = [...debits].sort(orderOfPayment(debits, booked, application));
  for (const credit of credits) {
    let rest = -credit.openMinor;
    const isLater = ({ id }: OpenItem) => (booked.get(id)?.onDay ?? '') > credit.issuedOn;
    for (const debit of [...inOrder.filter((each) => !isLater(each)), ...inOrder.filter(isLater)]) {
      const amountMinor = debit.currency === credit.currency ? Math.min(rest, left.get(debit.id) ?? 0) : 0;
      if (amountMinor <= 0) continue;
      left.set(debit.id, (left.get(debit.id) ?? 0) - amountMinor);
      rest -= amountMinor;
      made.push({ creditId: credit.id, debitId: debit.id, amountMinor, onDay: credit.issuedOn, reversedOn: null });
    }
  }
  return { left, made };
}

/** What is known on a day: allocations made by then, without those that were taken back by then; each on its value date. */
export function knownOn(facts: AccountFacts, application: Application, today: Day): Knowledge {
  const { debits, allocations } = facts.booked ?? { debits: [], allocations: [] };
  const counting = allocations.filter(({ onDay, reversedOn }) => onDay <= today && (reversedOn === null || reversedOn > today));
  const made = counting.map((each) => ({ ...each, onDay: valueDate(each), reversedOn: null }));
  const due = debits.filter(({ kind, amountMinor, issuedOn, dueOn }) => bearing.has(kind) && amountMinor > 0 && issuedOn <= today && dueOn < today);
  return {
    debits: new Map(due.map((debit) => [debit.id, debit])),
    allocations: byDebit([...made, ...withCreditsSetOff(facts, application).made]),
    settled: byDebit(made),
    consumer: facts.customer.kind === 'CONSUMER',
  };
}

function byDebit(allocations: readonly DatedAllocation[]): Map<number, DatedAllocation[]> {
  const grouped = new Map<number, DatedAllocation[]>();
  for (const each of allocations) grouped.set(each.debitId, [...(grouped.get(each.debitId) ?? []), each]);
  return grouped;
}

/** Interest on an item up to and including a day, as far as is known, but for a part that is not asked for; null where the item bears none. */
export function interestTo({ rule }: InterestTerms, known: Knowledge, itemId: number, to: Day, withheldMinor: Minor = 0): ItemInterest | null {
  const debit = known.debits.get(itemId);
  if (!debit) return null;
  const left = { creditId: 0, debitId: itemId, amountMinor: withheldMinor, onDay: debit.dueOn, reversedOn: null };
  const paid = [...(known.allocations.get(itemId) ?? []), ...(withheldMinor > 0 ? [left] : [])];
  return interestOnItem(rule, { ...debit, consumer: known.consumer }, paid, to);
}

/** What was booked of interest on an item: its sum less what was corrected or waived, its newest day, and how often. */
export function bookedInterest(
  charges: readonly ChargeFacts[] | undefined,
  itemId: number,
): { minor: Minor; to: Day | null; times: number; booked: ChargeFacts[] } {
  const own = (charges ?? []).filter(({ what, itemIds }) => what === 'INTEREST' && itemIds[0] === itemId);
  const booked = own.filter(({ does }) => does === 'BOOK');
  const back = own.filter(({ does }) => does === 'CORRECT' || does === 'WAIVE');
  const to = booked.reduce<Day | null>((last, each) => (last === null || (each.to ?? '') > last ? each.to : last), null);
  return { minor: sum(booked.map(({ minor }) => minor)) - sum(back.map(({ minor }) => minor)), to, times: booked.length, booked };
}

/** The stretches after a day, with the part of each that lies after it. */
export function stretchesAfter(interest: ItemInterest, day: Day | null): (InterestPeriod & { principalMinor: Minor })[] {
  if ('none' in interest) return [];
  const all = interest.parts.flatMap(({ periods, principalMinor }) => periods.map((period) => ({ ...period, principalMinor })));
  return day === null ? all : all.filter(({ to }) => to > day).map((period) => (period.from > day ? period : clipped(period, day)));
}

function clipped<P extends InterestPeriod>(period: P, after: Day): P {
  return { ...period, from: addDays(after, 1), days: daysBetween(after, period.to) };
}

function byDay(a: OpenItem, b: OpenItem): number {
  return a.issuedOn < b.issuedOn ? -1 : a.issuedOn > b.issuedOn ? 1 : a.id - b.id;
}
