/** Money is neither made nor lost: what events and charges booked is what is open, and no money is set off twice. */
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import { clockIn, zoneOf } from './almanac.js';
import { nameOf, sameSums } from './clerk.js';
import { taken } from './record.js';
import type { Breach, Told } from './tell.js';

/** Everything that was booked by a line, in its order: days, currencies and amounts, debits positive. */
function booked(told: Told, until: AgendaLine): Record<string, number> {
  const sums: Record<string, number> = {};
  const book = (currency: string, minor: number, on = '') => {
    if (on <= until.date) sums[currency] = (sums[currency] ?? 0) + minor;
  };
  for (const { currency, amountMinor, issuedOn } of told.plot.items) book(currency, amountMinor, issuedOn);
  const ledger = new Books(told);
  for (const event of taken(told)) if (event.at <= until.at) for (const { currency, minor, on } of ledger.entries(event)) book(currency, minor, on);
  for (const { kind, result, amounts } of told.lines.slice(0, told.lines.indexOf(until))) {
    const isCharge = (kind === 'fee' || kind === 'interest') && result !== 'CONVERTED';
    if (!isCharge && kind !== 'settlement') continue;
    for (const [currency, minor] of Object.entries(amounts)) book(currency, kind === 'settlement' && result === 'WRITTEN_DOWN' ? -minor : minor);
  }
  for (const { kind, number, currency, amountMinor, issuedOn } of told.world.items) if (ledger.isDecided(kind, number)) book(currency, amountMinor, issuedOn);
  return sums;
}

interface Entry {
  currency: string;
  minor: number;
  on: string;
}

/** Payments and invoices by number, as events book them and take them back. */
class Books {
  private readonly payments = new Map<string, Entry[]>();
  private readonly back = new Map<string, Entry & { number: string }>();
  private readonly drafts = new Map<string, { currency: string; minor: number }[]>();
  private readonly debits = new Map<string, Entry[]>();
  private readonly told: ReadonlySet<string>;
  private readonly zone: string;

  constructor({ plot, lines }: Told) {
    this.zone = zoneOf(plot.base);
    for (const item of plot.drafts)
      this.drafts.set(item.number, [...(this.drafts.get(item.number) ?? []), { currency: item.currency, minor: item.amountMinor }]);
    for (const item of plot.items)
      if (item.amountMinor > 0) this.owe([item.number, nameOf(item)], { currency: item.currency, minor: item.amountMinor, on: item.issuedOn });
    this.told = new Set(lines.flatMap(({ charge }) => charge?.number ?? []));
  }

  /** Credits of decisions that no amount was told of: disputes upheld, write-offs, charges that a person took back. */
  isDecided(kind: string, number: string): boolean {
    if (kind === 'WRITE_OFF') return number.startsWith('write-off-');
    return kind === 'ADJUSTMENT' && (number.startsWith('dispute-') || (/-C\d+$/.test(number) && !this.told.has(number)));
  }

  entries(event: ReturnType<typeof taken>[number]): Entry[] {
    const on = clockIn(this.zone, event.at).day;
    if (event.type === 'invoice') {
      const { number, currency, amountMinor: minor, issuedOn } = event;
      if (!event.draft) return this.owe([number], { currency, minor, on: issuedOn });
      this.drafts.set(number, [{ currency, minor }]);
    }
    if (event.type === 'invoice-issued') {
      const drafts = this.drafts.get(event.number) ?? [];
      this.drafts.delete(event.number);
      return drafts.flatMap((draft) => this.owe([event.number], { ...draft, on }));
    }
    if (event.type === 'void') return (this.debits.get(event.number) ?? []).map((debit) => ({ ...debit, minor: -debit.minor }));
    if (event.type === 'credit-note') return [{ currency: event.currency, minor: -event.amountMinor, on }];
    if (event.type === 'payment') return this.pay(event.number, { currency: event.currency, minor: -event.amountMinor, on: event.paidOn });
    if (event.type === 'payment-reversed') return this.takeBack(event.number, null, on);
    if (event.type === 'chargeback') return this.takeBack(event.number, event.amountMinor, on);
    const lost = event.type === 'chargeback-won' ? this.back.get(event.number) : undefined;
    return lost ? this.pay(lost.number, { ...lost, minor: -lost.minor, on }) : [];
  }

  private owe(names: string[], debit: Entry): Entry[] {
    for (const name of new Set(names)) this.debits.set(name, [...(this.debits.get(name) ?? []), debit]);
    return [debit];
  }

  private pay(number: string, payment: Entry): Entry[] {
    this.payments.set(number, [...(this.payments.get(number) ?? []), payment]);
    return [payment];
  }

  private takeBack(number: string, minor: number | null, on: string): Entry[] {
    const last = this.payments.get(number)?.at(-1);
    if (!last) return [];
    const entry = { currency: last.currency, minor: minor ?? -last.minor, on };
    this.back.set(number, { ...entry, number });
    return [entry];
  }
}

/** Where it is said how an account stands: all that was booked is what is open, item by item and in all. */
export function conserved(told: Told): Breach[] {
  return told.lines.flatMap((line): Breach[] => {
    if (!line.state) return [];
    const expected = booked(told, line);
    const items: Record<string, number> = {};
    for (const { currency, openMinor, amountMinor, item } of line.state.itemStates) {
      items[currency] = (items[currency] ?? 0) + openMinor;
      if (openMinor * amountMinor < 0 || Math.abs(openMinor) > Math.abs(amountMinor))
        return [{ property: 'conserved', why: `${line.date} ${item}: ${openMinor} of ${amountMinor}` }];
    }
    const isSame = sameSums(expected, line.state.open) && sameSums(expected, items);
    return isSame
      ? []
      : [
          {
            property: 'conserved',
            why: `${line.date}: ${JSON.stringify(expected)} was booked, ${JSON.stringify(line.state.open)} is open, ${JSON.stringify(items)} by item`,
          },
        ];
  });
}

/** No item is set off by more than it is, on either side, and nothing is set off across currencies. */
export function spentOnce({ world }: Told): Breach[] {
  const byId = new Map(world.items.map((item) => [item.id, item]));
  const used = new Map<number, number>();
  for (const { creditId, debitId, amountMinor, reversedOn } of world.allocations) {
    const [credit, debit] = [byId.get(creditId), byId.get(debitId)];
    if (!credit || !debit || credit.currency !== debit.currency || amountMinor <= 0 || credit.amountMinor >= 0 || debit.amountMinor <= 0)
      return [{ property: 'money', why: `${creditId} is set against ${debitId}` }];
    if (reversedOn !== null) continue;
    for (const id of [creditId, debitId]) used.set(id, (used.get(id) ?? 0) + amountMinor);
  }
  const over = world.items.filter(({ id, amountMinor }) => (used.get(id) ?? 0) > Math.abs(amountMinor));
  return over.map(({ number }) => ({ property: 'money', why: `${number} is set off by more than it is` }));
}
