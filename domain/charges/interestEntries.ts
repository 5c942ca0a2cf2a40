import { Decimal } from 'decimal.js';
import type { Day } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import { say } from '../instructing/items.js';
import type { InterestPeriod } from '../interest/interest.js';
import type { ItemInterest } from '../interest/onItem.js';
import type { Minor } from '../money/minor.js';
import type { Reason } from '../verdict.js';
import { bookedInterest, interestTo, stretchesAfter, type Knowledge } from './accrual.js';
import { blankEntry, isCharged, type Occasion } from './entry.js';
import type { AskedItem } from './fees.js';
import type { ChargeEntry, InterestTerms } from './types.js';

/** What there is to book, or why nothing is. Neither: nothing is owed, or it is left for the next booking. */
export interface Due {
  entries: ChargeEntry[];
  refused: Reason[];
}

/** Interest on items up to and including a day, less what is booked already. A day without a known rate is refused, item by item. */
export function interestDue(
  facts: AccountFacts,
  terms: InterestTerms,
  known: Knowledge,
  items: readonly Pick<AskedItem, 'itemId' | 'withheldMinor'>[],
  to: Day,
  occasion: Occasion,
): Due {
  const due: Due = { entries: [], refused: [] };
  if (!isCharged(terms.debtors, known.consumer)) return due;
  for (const { itemId, withheldMinor } of items) {
    const interest = interestTo(terms, known, itemId, to, withheldMinor);
    if (interest === null) continue;
    if ('none' in interest) {
      if (interest.none === 'NO_RATE') due.refused.push(rateMissing(interest, terms));
      continue;
    }
    const entry = entryFor(facts, terms, known, itemId, interest, occasion);
    if (entry) due.entries.push(entry);
  }
  return due;
}

/** The entry that brings what is booked on an item up to the engine's figure; null when there is nothing to add. */
export function entryFor(
  { charges }: Pick<AccountFacts, 'charges'>,
  terms: InterestTerms,
  known: Knowledge,
  itemId: number,
  interest: Exclude<ItemInterest, { none: unknown }>,
  occasion: Occasion,
): ChargeEntry | null {
  const debit = known.debits.get(itemId);
  const booked = bookedInterest(charges, itemId);
  if (!debit) return null;
  const minor = interest.interestMinor - booked.minor;
  const least = Math.max(1, terms.minimum[debit.currency] ?? 0);
  if (minor < least) return null;
  const fresh = stretchesAfter(interest, booked.to);
  const isAllFresh = Math.abs(interestOf(fresh) - minor) <= 1;
  const stretches = isAllFresh ? fresh : stretchesAfter(interest, null);
  const told = stretches.map((period) => tell(period, debit.currency)).join('; ');
  const from = stretches.reduce<Day>((first, period) => (period.from < first ? period.from : first), stretches[0]?.from ?? interest.firstDay);
  const to = stretches.reduce<Day>((last, period) => (period.to > last ? period.to : last), from);
  return {
    ...blankEntry(occasion),
    key: `interest/${itemId}/${booked.times + 1}`,
    does: 'BOOK',
    what: 'INTEREST',
    name: 'interest',
    itemIds: [itemId],
    currency: debit.currency,
    minor,
    from,
    to,
    percent: [...new Set(stretches.map(({ percent }) => percent))].join(', '),
    periods: isAllFresh || booked.minor <= 0 ? told : `${told}; less ${say(booked.minor, debit.currency)} booked before`,
    line: terms.line,
  };
}

/** What stretches come to, in minor units; a stretch may be a part of the one that was reckoned. */
function interestOf(stretches: readonly (InterestPeriod & { principalMinor: Minor })[]): Minor {
  const exact = stretches.map(({ principalMinor, percent, days, yearDays }) => new Decimal(principalMinor).times(percent).times(days).div(yearDays).div(100));
  return exact.reduce((sum, each) => sum.plus(each), new Decimal(0)).toNumber();
}

function tell({ from, to, days, percent, principalMinor }: InterestPeriod & { principalMinor: Minor }, currency: string): string {
  return `${from} to ${to}, ${days} ${days === 1 ? 'day' : 'days'} at ${percent} % on ${say(principalMinor, currency)}`;
}

function rateMissing({ series, from }: Extract<ItemInterest, { none: 'NO_RATE' }>, { line }: InterestTerms): Reason {
  return { code: 'RATE_MISSING', figures: { series, from }, line };
}
