/** Fees are charged once and as the policy says; interest comes to the engine's figure once rounded, and no day is booked twice. */
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import { daysFrom, isFree, plus } from './almanac.js';
import { askableAt, chargesAt, inOrderOfPayment, isUnsure, nameOf, openAt, rulesAt, toMinor, withheldAt, type Item } from './clerk.js';
import { taken } from './record.js';
import type { FeeRule } from './rules.js';
import type { Breach, Told } from './tell.js';

export function charging(told: Told): Breach[] {
  const booked = told.lines.filter((line) => line.result === 'BOOKED' && line.charge);
  if (booked.length === 0) return [];
  const fees = booked.filter(({ kind }) => kind === 'fee');
  return [...twice(told), ...fees.flatMap((line) => wrongFee(told, line)), ...interestOf(told, booked), ...daysTwice(told, booked)];
}

const feeOf = (told: Told, line: AgendaLine): FeeRule | undefined => rulesAt(told, line).charges?.fees.find(({ id }) => id === line.charge?.name);

/** Once in each round of each step; what is charged only once, in the case, or for the item. */
function keyOf(told: Told, line: AgendaLine): string {
  const fee = feeOf(told, line);
  const [currency] = Object.keys(line.amounts);
  const perItem = fee?.per === 'item' || fee?.lumpSum !== undefined;
  const what = perItem ? line.items[0] : fee?.percent === undefined ? '' : currency;
  if (!fee?.once && fee?.lumpSum === undefined) return [line.policy, fee?.id, line.case, line.step, line.round, what].join('/');
  return [line.policy, fee.id, perItem ? '' : line.case, what].join('/');
}

function twice(told: Told): Breach[] {
  const seen = new Set<string>();
  return told.lines.flatMap((line): Breach[] => {
    if (line.kind !== 'fee' || !line.charge) return [];
    const key = keyOf(told, line);
    // What was given up because its principal was paid is owed again when the payment comes back.
    const name = `${line.policy}/${line.charge.name}/`;
    if (line.result === 'WAIVED') for (const each of seen) if (each.startsWith(name)) seen.delete(each);
    if (line.result !== 'BOOKED') return [];
    const again = seen.has(key);
    seen.add(key);
    return again ? [{ property: 'fee once', why: `${line.at} ${key}` }] : [];
  });
}

const flatSums: Readonly<Record<string, readonly number[]>> = { DE: [4000], ES: [4000], EU: [4000], UK: [4000, 7000, 10_000] };

/** The amount, and whether the step and the debtor are those of the policy. */
function wrongFee(told: Told, line: AgendaLine): Breach[] {
  const fee = feeOf(told, line);
  const step = rulesAt(told, line).ladder.find(({ id }) => id === line.step);
  const [[currency, minor] = ['', 0]] = Object.entries(line.amounts);
  const breach = (why: string): Breach[] => [{ property: 'fee amount', why: `${line.at} ${line.charge?.number}: ${why}` }];
  if (!fee || !step?.charge?.includes(fee.id)) return breach(`no step charges it`);
  if (!isMeant(told, fee.debtors)) return breach(`${fee.id} is for ${fee.debtors}`);
  if (minor < toMinor(fee.minimum?.[currency] ?? 0, currency)) return breach('below the minimum');
  if (fee.lumpSum !== undefined) return flatSums[fee.lumpSum]?.includes(minor) ? [] : breach(`${minor} is no sum of ${fee.lumpSum}`);
  if (fee.amount) return minor === toMinor(fee.amount[currency] ?? 0, currency) ? [] : breach(`${minor} is not what the policy names`);
  if (isUnsure(told, line)) return [];
  const { principal } = askableAt(told, firstOfStep(told, line));
  const asked = [...principal].filter(([item]) => item.currency === currency && line.items.includes(nameOf(item))).reduce((sum, [, each]) => sum + each, 0);
  const expected = halfUp(asked * Math.round(Number(fee.percent) * 100), 10_000);
  return minor === expected ? [] : breach(`${minor}, and ${fee.percent} % of ${asked} are ${expected}`);
}

/** All fees of a step are of what it asks for before any of them is booked. */
function firstOfStep({ lines }: Told, line: AgendaLine): AgendaLine {
  return lines.find(({ charge, at, step, round }) => charge && at === line.at && step === line.step && round === line.round) ?? line;
}

function isMeant({ plot }: Told, debtors: string | undefined): boolean {
  return debtors === undefined || debtors === 'all' || (debtors === 'consumers') === (plot.base.customer.kind === 'CONSUMER');
}

const halfUp = (numerator: number, denominator: number): number => Math.floor((2 * numerator + denominator) / (2 * denominator));

/** Percent a year in the first half of 2026; consumers pay it by German law alone. */
function rateOf(told: Told, { law, percent }: { law?: string; percent?: string }): number | null {
  const consumer = told.plot.base.customer.kind === 'CONSUMER';
  if (law === undefined) return Number(percent);
  if (law === 'DE') return consumer ? 6.27 : 10.27;
  return consumer ? null : ({ UK: 11.75, ES: 10.15, EU: 10.15 }[law] ?? null);
}

/** After each booking for an item all that was booked on it, less what was taken back, is the interest up to that day. */
function interestOf(told: Told, booked: readonly AgendaLine[]): Breach[] {
  const all = told.lines.filter(({ charge, kind }) => kind === 'interest' && charge);
  return booked
    .filter(({ kind }) => kind === 'interest')
    .flatMap((line): Breach[] => {
      const terms = rulesAt(told, line).charges?.interest;
      const item = told.world.items.find((each) => each.amountMinor > 0 && nameOf(each) === line.items[0]);
      const breach = (why: string): Breach[] => [{ property: 'interest', why: `${line.at} ${line.charge?.number}: ${why}` }];
      const rate = terms && isMeant(told, terms.debtors) ? rateOf(told, terms) : null;
      if (!terms || !item || rate === null) return breach('the policy charges none');
      if (isUnsure(told, line)) return [];
      const sums = all.slice(0, all.indexOf(line) + 1).filter(({ items, result }) => items[0] === line.items[0] && result !== 'CONVERTED');
      const net = sums.reduce((sum, { amounts }) => sum + (amounts[item.currency] ?? 0), 0);
      const to = line.reason?.figures['step'] === null && terms.monthly ? [line.date, plus(`${line.date.slice(0, 7)}-01`, -1)] : [line.date];
      const withheld = withheldAt(told, openAt(told, line), line)(item);
      const expected = [...new Set([withheld, 0])].flatMap((left) => to.map((day) => accrued(told, line, item, { rate, law: terms.law, to: day, left })));
      return expected.includes(net) ? [] : breach(`${net} is booked, and up to ${to.join(' or ')} it is ${expected.join(' or ')}`);
    });
}

interface Terms {
  rate: number;
  law: string | undefined;
  to: string;
  /** What of the item is not asked for: it bears nothing for now. */
  left: number;
}

/** Interest day by day: on what was open, from the day after the due date up to the payment's day, or to the day asked about. */
function accrued(told: Told, line: AgendaLine, item: Item, { rate, law, to, left: withheld }: Terms): number {
  let due = item.dueOn;
  while (law === 'DE' && isFree({ ...told.plot.base, customer: { ...told.plot.base.customer, country: 'DE', region: null } }, due)) due = plus(due, 1);
  let left = item.amountMinor - withheld;
  let weighted = 0;
  for (const { minor, on } of paidOf(told, line, item)) {
    if (on > to) continue;
    left -= minor;
    weighted += minor * Math.max(0, daysFrom(due, on));
  }
  weighted += left * Math.max(0, daysFrom(due, to));
  return halfUp(weighted * Math.round(rate * 100), 100 * 100 * 365);
}

/** What has been paid of an item, each with its value date; credits that stand alone are set off in their order. */
function paidOf(told: Told, line: AgendaLine, item: Item): { minor: number; on: string }[] {
  const { date } = line;
  const open = openAt(told, firstOfStep(told, line));
  const byId = new Map([...open.keys()].map((each) => [each.id, each]));
  const set = told.world.allocations.flatMap(({ creditId, debitId, amountMinor, onDay, reversedOn }) => {
    const credit = byId.get(creditId);
    const counts = debitId === item.id && onDay <= date && (reversedOn === null || reversedOn > date);
    return counts && credit ? [{ minor: amountMinor, on: valueOf(credit, item, onDay) }] : [];
  });
  return [...set, ...standingAlone(told, firstOfStep(told, line), open, item)];
}

/** Money counts from its own day; what was disputed rightly was never owed. */
function valueOf({ kind, number, issuedOn }: Item, debit: Item, onDay: string): string {
  if (kind === 'PAYMENT' || kind === 'CREDIT_NOTE') return issuedOn;
  return number.startsWith('dispute-') ? debit.dueOn : onDay;
}

function standingAlone(told: Told, line: AgendaLine, open: ReadonlyMap<Item, number>, item: Item): { minor: number; on: string }[] {
  const charges = chargesAt(told, line);
  const order = inOrderOfPayment(charges, rulesAt(told, line).charges?.application ?? 'interest-first');
  const debits = [...open].filter(([, minor]) => minor > 0).toSorted(([a], [b]) => order(a, b));
  const left = new Map(debits);
  const credits = [...open].filter(([, minor]) => minor < 0).toSorted(([a], [b]) => (a.issuedOn < b.issuedOn ? -1 : a.issuedOn > b.issuedOn ? 1 : a.id - b.id));
  return credits.flatMap(([credit, minor]) => {
    let money = -minor;
    const isLater = ([debit]: [Item, number]) => charges.has(debit) && debit.issuedOn > credit.issuedOn;
    return [...debits.filter((each) => !isLater(each)), ...debits.filter(isLater)].flatMap(([debit]) => {
      const part = debit.currency === credit.currency ? Math.min(money, left.get(debit) ?? 0) : 0;
      money -= part;
      left.set(debit, (left.get(debit) ?? 0) - part);
      return debit === item && part > 0 ? [{ minor: part, on: credit.issuedOn }] : [];
    });
  });
}

/** What makes earlier days count anew: money that came back or was known late, and charges that were taken back. */
const again: ReadonlySet<string> = new Set(
  'payment-reversed chargeback void reverse-charge policy dispute hold payment-pending promise plan settlement'.split(' '),
);

/** As long as nothing is taken back, bookings for an item follow upon each other. */
function daysTwice(told: Told, booked: readonly AgendaLine[]): Breach[] {
  const late = (event: ReturnType<typeof taken>[number]) => event.type === 'payment' || event.type === 'credit-note';
  if (taken(told).some((event) => again.has(event.type) || late(event)) || told.plot.items.some(({ amountMinor }) => amountMinor < 0)) return [];
  const last = new Map<string, string>();
  return booked.flatMap(({ kind, items, charge, at }): Breach[] => {
    const item = items[0] ?? '';
    if (kind !== 'interest' || !charge) return [];
    const before = last.get(item);
    last.set(item, charge.to ?? '');
    return before !== undefined && (charge.from ?? '') <= before ? [{ property: 'days', why: `${at} ${charge.number}: ${charge.from} is booked already` }] : [];
  });
}
