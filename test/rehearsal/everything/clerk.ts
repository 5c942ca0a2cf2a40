/** Reckons by itself, from events and bookings, what may be asked of an account at a moment. Knows nothing of the rule. */
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import type { RehearsalEvent } from '../../../domain/rehearsal/event.js';
import { clockIn, plus, zoneOf } from './almanac.js';
import { holds, planAt, recordOf, taken } from './record.js';
import type { Rules } from './rules.js';
import type { Told } from './tell.js';

export type Item = Told['world']['items'][number];
type Moment = Pick<AgendaLine, 'at' | 'date' | 'policy'>;

export const nameOf = ({ number, instalment }: Pick<Item, 'number' | 'instalment'>): string => (instalment > 0 ? `${number}/${instalment}` : number);
export const rulesAt = (told: Told, { policy }: Pick<AgendaLine, 'policy'>): Rules => told.rulesBy.get(policy) ?? told.rules;

/** Numbers of credits that became known later: they may be dated back. */
function credits(event: RehearsalEvent): string[] {
  if (event.type === 'payment' || event.type === 'credit-note') return [event.number];
  return event.type === 'void' ? [`${event.number.replace(/\/\d+$/, '')}-void`] : [];
}

/** What is open of each item, as it was known at a line: money that became known later is not there. */
export function openAt(told: Told, line: Moment): Map<Item, number> {
  const { plot, world } = told;
  const { at, date } = line;
  const later = new Set([...plot.events.flatMap((event) => (event.at > at ? credits(event) : [])), ...bookedAfter(told, line)]);
  const known = world.items.filter(({ number, issuedOn, kind }) => issuedOn <= date && !(later.has(number) && kind !== 'INVOICE'));
  const ids = new Set(known.map(({ id }) => id));
  const open = new Map(known.map((item) => [item, item.amountMinor]));
  const byId = new Map(known.map((item) => [item.id, item]));
  for (const { creditId, debitId, amountMinor, onDay, reversedOn } of world.allocations) {
    if (!ids.has(creditId) || !ids.has(debitId) || onDay > date || (reversedOn !== null && reversedOn <= date)) continue;
    for (const [id, minor] of [
      [creditId, amountMinor],
      [debitId, -amountMinor],
    ] as const) {
      const item = byId.get(id);
      if (item) open.set(item, (open.get(item) ?? 0) + minor);
    }
  }
  return open;
}

/** Numbers of what lines of the same instant book after a line. */
function bookedAfter({ lines }: Told, line: Moment): string[] {
  const n = lines.findIndex((each) => each === line);
  if (n < 0) return [];
  const following = lines.slice(n + 1);
  const end = following.findIndex(({ at }) => at > line.at);
  return following.slice(0, end < 0 ? following.length : end).flatMap(({ charge }) => charge?.number ?? []);
}

/** How much of each item is out of collection at a line: disputed, promised, held, left alone, with a third party, or about to be paid. */
export function withheldAt(told: Told, open: ReadonlyMap<Item, number>, { at, date }: Moment): (item: Item) => number {
  const record = recordOf(told);
  const events = record.taken.filter((event) => event.at <= at);
  const running = record.plans.filter((plan) => planAt(plan, at) === 'OPEN');
  const placed = told.world.base.placements.filter(({ id }) => isPlaced(told, id, at));
  const left = record.leftAlone.filter(({ from, to }) => from <= at && (to === null || to > at));
  const itemHolds = events.filter((event) => event.type === 'hold').filter((event) => event.item !== null && holds(event, events, date));
  const disputed = record.disputes.filter(({ from, to }) => from <= at && (to === null || to > at)).flatMap(({ event }) => event.items);
  const coming = inFlight(open, events, date);
  return (item) => {
    const most = Math.max(0, open.get(item) ?? 0);
    const name = nameOf(item);
    const own = itemHolds.filter((event) => event.item === name);
    const whole =
      own.some((event) => !event.part) ||
      left.some((each) => each.item === name || each.item === item.number) ||
      [...running, ...placed].some(({ itemIds }) => itemIds.includes(item.id));
    if (whole) return most;
    const disputes = disputed.filter((part) => part.item === name).reduce((sum, { amountMinor }) => sum + (amountMinor ?? most), 0);
    const parts = own.reduce((sum, { part }) => sum + Math.min(most, part?.amountMinor ?? 0), 0);
    return Math.min(most, disputes + parts + (coming.get(item) ?? 0));
  };
}

/** What of each item a payment under way is going to pay. */
function inFlight(open: ReadonlyMap<Item, number>, events: readonly RehearsalEvent[], date: string): Map<Item, number> {
  const pays = new Map<Item, number>();
  const inOrder = [...open.keys()]
    .filter((item) => (open.get(item) ?? 0) > 0)
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id - b.id));
  for (const event of events) {
    if (event.type !== 'payment-pending' || event.expectedOn < date) continue;
    if (events.some((other) => (other.type === 'payment' || other.type === 'payment-failed') && other.number === event.number && other.at > event.at)) continue;
    let money = event.amountMinor;
    const { items } = event;
    for (const item of inOrder.filter((each) => (items === null ? each.currency === event.currency : items.includes(nameOf(each))))) {
      const part = Math.min(money, (open.get(item) ?? 0) - (pays.get(item) ?? 0));
      pays.set(item, (pays.get(item) ?? 0) + part);
      money -= part;
    }
  }
  return pays;
}

function isPlaced({ lines, world }: Told, id: string, at: string): boolean {
  const n = world.base.placements.findIndex((each) => each.id === id);
  const requested = lines.filter((line) => line.kind === 'placement' && line.result === 'REQUESTED')[n];
  const approved = lines.find(
    (line) => line.kind === 'event' && line.result === 'approval' && requested && line.at > requested.at && /placement was approved/.test(line.sentence),
  );
  const ended = lines.find(
    (line) => line.kind === 'placement' && requested && line.at > requested.at && (line.result === 'RECALLED' || line.result === 'CLOSED'),
  );
  return approved !== undefined && approved.at <= at && (ended === undefined || ended.at > at);
}

/** Fees and interest that were booked by a line and did not become ordinary items: what each is for. */
export interface Charge {
  item: Item;
  what: string;
  forItems: Item[];
}

/** Charges that were booked before a line, by their item. */
export function chargesAt({ lines, world }: Told, moment: Pick<Moment, 'at'>): Map<Item, Charge> {
  const charges = new Map<Item, Charge>();
  for (const line of lines) {
    if (line.at > moment.at || line === moment) break;
    if (!line.charge || line.result !== 'BOOKED') continue;
    const item = world.items.find(({ number, kind }) => kind === 'CHARGE' && number === line.charge?.number);
    const forItems = world.items.filter((each) => each.amountMinor > 0 && line.items.includes(nameOf(each)));
    if (item)
      charges.set(item, { item, what: line.charge.what, forItems: forItems.toSorted((a, b) => line.items.indexOf(nameOf(a)) - line.items.indexOf(nameOf(b))) });
  }
  return charges;
}

/** Debits in the order in which money pays them that names none: costs, interest, principal of the oldest debt; or all principal first. */
export function inOrderOfPayment(charges: ReadonlyMap<Item, Charge>, application: 'interest-first' | 'principal-first'): (a: Item, b: Item) => number {
  const kindOf = (item: Item) => (!charges.has(item) ? 2 : charges.get(item)?.what === 'INTEREST' ? 1 : 0);
  const debtOf = (item: Item) => charges.get(item)?.forItems.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id - b.id))[0] ?? item;
  return (a, b) => {
    const [debtA, debtB, kindA, kindB] = [debtOf(a), debtOf(b), kindOf(a), kindOf(b)];
    const byDebt = debtA.dueOn < debtB.dueOn ? -1 : debtA.dueOn > debtB.dueOn ? 1 : debtA.id - debtB.id;
    if (application === 'interest-first') return byDebt || kindA - kindB || a.id - b.id;
    const turn = (kind: number) => (kind === 2 ? -1 : kind);
    return turn(kindA) - turn(kindB) || byDebt || a.id - b.id;
  };
}

/** What may be asked for at a line: principal and the charges that go with it, by item. */
export interface Askable {
  principal: Map<Item, number>;
  charges: Map<Item, number>;
}

/** Past due and not withheld, less credits (`gross`: before them), where it is above the tolerance; charges go with the principal that they are for. */
export function askableAt(told: Told, line: Moment, gross = false): Askable {
  const open = openAt(told, line);
  const rules = rulesAt(told, line);
  const charges = chargesAt(told, line);
  const withheld = withheldAt(told, open, line);
  const rides = (item: Item) => charges.get(item)?.forItems.some((each) => (open.get(each) ?? 0) > 0) ?? false;
  const due = [...open].filter(([item, minor]) => minor > 0 && (item.dueOn < line.date || charges.has(item)));
  const left = setOffCredits(
    open,
    due.map(([item, minor]): [Item, number] => [item, minor - withheld(item)]),
    inOrderOfPayment(charges, rules.charges?.application ?? 'interest-first'),
  );
  const free = due.flatMap(([item, minor]): [Item, number][] => (minor > withheld(item) ? [[item, minor - withheld(item)]] : []));
  const above = gross ? new Map(free) : aboveTolerance(left, rules);
  const principal = new Map([...above].filter(([item]) => !rides(item)));
  const riding = [...above].filter(([item]) => rides(item) && charges.get(item)?.forItems.some((each) => principal.has(each)));
  return { principal, charges: new Map(riding) };
}

/** Everything past due and known at a line, withheld or not, less credits; charges whose principal is open are left out. */
export function pastDueAt(told: Told, line: Moment, alsoNotDue = false): Map<Item, number> {
  const open = openAt(told, line);
  const charges = chargesAt(told, line);
  const rules = rulesAt(told, line);
  const rides = (item: Item) => charges.get(item)?.forItems.some((each) => (open.get(each) ?? 0) > 0) ?? false;
  const due = [...open].filter(([item, minor]) => minor > 0 && (alsoNotDue || item.dueOn < line.date));
  const left = setOffCredits(open, due, inOrderOfPayment(charges, rules.charges?.application ?? 'interest-first'));
  return new Map([...aboveTolerance(left, rules)].filter(([item]) => !rides(item)));
}

function setOffCredits(open: ReadonlyMap<Item, number>, debits: readonly [Item, number][], order: (a: Item, b: Item) => number): Map<Item, number> {
  const credit: Record<string, number> = {};
  for (const [{ currency }, minor] of open) if (minor < 0) credit[currency] = (credit[currency] ?? 0) - minor;
  const left = new Map<Item, number>();
  for (const [item, minor] of debits.toSorted(([a], [b]) => order(a, b))) {
    const covered = Math.min(minor, credit[item.currency] ?? 0);
    credit[item.currency] = (credit[item.currency] ?? 0) - covered;
    if (minor > covered) left.set(item, minor - covered);
  }
  return left;
}

const digits: Readonly<Record<string, number>> = { JPY: 0 };
export const toMinor = (major: number, currency: string): number => Math.round(major * 10 ** (digits[currency] ?? 2));

function aboveTolerance(left: ReadonlyMap<Item, number>, { tolerance }: Rules): Map<Item, number> {
  const sums = sumsOf(left);
  return new Map([...left].filter(([{ currency }]) => (sums[currency] ?? 0) > toMinor(tolerance?.[currency] ?? 0, currency)));
}

/** Sums by currency. */
export function sumsOf(...amounts: ReadonlyMap<Item, number>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const each of amounts) for (const [{ currency }, minor] of each) sums[currency] = (sums[currency] ?? 0) + minor;
  return sums;
}

export const sameSums = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean =>
  Object.keys({ ...a, ...b }).every((currency) => (a[currency] ?? 0) === (b[currency] ?? 0));

/** What falls due within a courtesy's days, without what is withheld. */
export function comingAt(told: Told, line: Moment, atMost: number): Map<Item, number> {
  const open = openAt(told, line);
  const withheld = withheldAt(told, open, line);
  const coming = [...open].filter(([item, minor]) => minor > withheld(item) && item.dueOn >= line.date && item.dueOn <= plus(line.date, atMost));
  return new Map(coming.map(([item, minor]) => [item, minor - withheld(item)]));
}

/**
 * Whether the ledger as it is left does not say how a line found it: an invoice was voided since, as if its payments had never been for it,
 * or a payment came back later on the same day.
 */
export const isUnsure = (told: Told, { at, date }: Pick<Moment, 'at' | 'date'>): boolean =>
  taken(told).some((event) => {
    if (event.at <= at) return false;
    return event.type === 'void' || (comesBack.has(event.type) && clockIn(zoneOf(told.plot.base), event.at).day === date);
  });

const comesBack: ReadonlySet<string> = new Set(['payment-reversed', 'chargeback']);
