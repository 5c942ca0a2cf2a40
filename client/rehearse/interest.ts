import type { Day } from '../../domain/calendar/day.js';
import { withCreditsSetOff } from '../../domain/charges/accrual.js';
import type { InterestRule } from '../../domain/interest/interest.js';
import { interestOnItem, type ItemInterest } from '../../domain/interest/onItem.js';
import { halfYearOf } from '../../domain/interest/rates.js';
import { openOn } from '../../domain/ledger/openAmount.js';
import { total, type Amounts, type Minor } from '../../domain/money/minor.js';
import { numberOf } from '../../domain/instructing/items.js';
import type { World } from '../../domain/rehearsal/world.js';
import { exits, Failure } from '../cli/failure.js';

/** Interest on one item, with the figures that it was reckoned from. */
export type InterestLine = {
  account: string;
  item: string;
  issuedOn: Day;
  dueOn: Day;
  currency: string;
  amountMinor: Minor;
  openMinor: Minor;
  consumer: boolean;
} & ItemInterest;

/** What late payment costs by a day, item by item. */
export interface InterestReport {
  asOf: Day;
  rule: InterestRule;
  lines: InterestLine[];
  totals: { interest: Amounts; lumpSums: Amounts; all: Amounts };
}

/** Reckons interest on every invoice that was late, paid or not; credits that stand alone pay the oldest. Throws Failure where no rate is known for a day. */
export function interestOn(worlds: readonly World[], rule: InterestRule, asOf: Day, alwaysConsumer: boolean): InterestReport {
  const lines = worlds.flatMap((world) => linesOf(world, rule, asOf, alwaysConsumer));
  for (const line of lines)
    if ('none' in line && line.none === 'NO_RATE')
      throw new Failure(
        `There is no rate of ${line.series} for ${line.from} (item ${line.item} of ${line.account}). Ask for an earlier day, or state it with --reference-rate ${halfYearOf(line.from)}=PERCENT.`,
        exits.refused,
      );
  const charged = lines.flatMap((line) => ('none' in line ? [] : [line]));
  const sumOf = (minorOf: (line: (typeof charged)[number]) => Minor) => total(charged.map((line) => ({ currency: line.currency, minor: minorOf(line) })));
  const totals = {
    interest: sumOf(({ interestMinor }) => interestMinor),
    lumpSums: sumOf(({ lumpSumMinor }) => lumpSumMinor),
    all: sumOf(({ totalMinor }) => totalMinor),
  };
  return { asOf, rule, lines, totals };
}

/** Interest is owed on what was invoiced: never on interest and fees. */
const bearing: ReadonlySet<string> = new Set(['INVOICE', 'ADJUSTMENT']);

function linesOf({ base, items, allocations }: World, rule: InterestRule, asOf: Day, alwaysConsumer: boolean): InterestLine[] {
  const consumer = alwaysConsumer || base.customer.kind === 'CONSUMER';
  const open = openOn(items, allocations, asOf);
  const standing = items.flatMap((item) => (open.get(item.id) ? [{ ...item, openMinor: open.get(item.id) ?? 0 }] : []));
  const paid = [...allocations, ...withCreditsSetOff({ items: standing }, 'interest-first').made];
  const debits = items.filter((item) => item.amountMinor > 0 && bearing.has(item.kind) && item.issuedOn <= asOf && item.dueOn < asOf);
  return debits.map((item): InterestLine => {
    const { issuedOn, dueOn, currency, amountMinor } = item;
    const figures = { account: base.accountId, item: numberOf(item), issuedOn, dueOn, currency, amountMinor, openMinor: open.get(item.id) ?? 0, consumer };
    return { ...figures, ...interestOnItem(rule, { ...item, consumer }, paid, asOf) };
  });
}
