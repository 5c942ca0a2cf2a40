/** What an agenda must never say. Each check has its own arithmetic, and names the property that is broken. */
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import { collectableAt, holds, openAt, taken } from './clerk.js';
import type { Told } from './tell.js';

export type Property = 'held' | 'hours' | 'day' | 'cap' | 'gap' | 'once' | 'amount' | 'suppressed' | 'wait' | 'level' | 'money';

export interface Breach {
  property: Property;
  why: string;
}

type Check = (told: Told, line: AgendaLine, contacts: readonly AgendaLine[]) => string | null;

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' });
const weekday = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;
const plus = (day: string, n: number): string => new Date(Date.parse(`${day}T12:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

/** Good Friday and Easter Monday of 2026, where they are no working days. */
const holidays: Readonly<Record<string, readonly string[]>> = { DE: ['2026-04-03', '2026-04-06'], ES: ['2026-04-03'], FR: ['2026-04-06'] };

const held: Check = (told, { at, date }) => {
  const events = taken(told).filter((event) => event.at <= at);
  const hold = events.find((event) => ((event.type === 'hold' && event.item === null) || event.type === 'cease') && holds(event, events, date));
  return hold ? `${hold.id} is in force` : null;
};

const hours: Check = ({ rules: { contact } }, { at }) => {
  const time = clock.format(new Date(at)).slice(11, 16);
  return time < contact.window.from || time >= contact.window.to ? `${time} is outside ${contact.window.from} to ${contact.window.to}` : null;
};

const day: Check = ({ plot, rules: { contact } }, { date }) => {
  const free = weekday(date) > 5 || (holidays[plot.base.customer.country ?? ''] ?? []).includes(date);
  if (contact.businessDaysOnly && free) return `${date} is no working day`;
  if (contact.blackouts.some(({ from, to }) => from <= date && date <= to)) return `${date} is blacked out`;
  return contact.runs && !contact.runs.weekdays.includes(weekday(date)) ? `${date} is no run day` : null;
};

const cap: Check = (told, { at, date }, contacts) => {
  const from = plus(date, -6);
  const byHand = taken(told).filter((event) => (event.type === 'call' || event.type === 'contact') && event.direction === 'OUT' && event.at <= at);
  const made = [...contacts.filter((each) => each.at <= at).map((each) => each.date), ...byHand.map((event) => clock.format(new Date(event.at)).slice(0, 10))];
  const count = made.filter((each) => each >= from && each <= date).length;
  return count > told.rules.contact.maxIn7Days ? `${count} contacts in seven days` : null;
};

const gap: Check = ({ rules: { contact } }, line, contacts) => {
  const before = contacts.findLast(({ at }) => at < line.at);
  return before && line.date < plus(before.date, Math.max(1, contact.minGapDays)) ? `the one before was on ${before.date}` : null;
};

const once: Check = (_, line, contacts) => {
  const first = contacts.find((each) => each.case === line.case && each.strand === line.strand && each.step === line.step && each.round === line.round);
  return first === line ? null : `${line.step}/${line.round} went out on ${first?.date}`;
};

const amount: Check = (told, line) => {
  if (told.governs) return ofItsOwn(told, line, told.governs);
  if (told.rules.ladder.find(({ id }) => id === line.step)?.when.daysBeforeDue) return owed(told, line) ? null : 'nothing is owed';
  const may = collectableAt(told, line);
  const same = Object.keys({ ...may, ...line.amounts }).every((currency) => (may[currency] ?? 0) === (line.amounts[currency] ?? 0));
  return same && Object.keys(may).length > 0 ? null : `asks for ${JSON.stringify(line.amounts)}, and ${JSON.stringify(may)} may be asked for`;
};

/** Where items have policies of their own: a message asks for items of its policy alone, and for no more than is open of them. */
function ofItsOwn(told: Told, line: AgendaLine, governs: (line: AgendaLine, item: string) => string): string | null {
  const foreign = line.items.find((item) => governs(line, item) !== line.policy);
  if (foreign) return `${foreign} is by ${governs(line, foreign)}`;
  const open: Record<string, number> = {};
  for (const [{ number, currency }, minor] of openAt(told, line)) if (line.items.includes(number)) open[currency] = (open[currency] ?? 0) + minor;
  const over = Object.entries(line.amounts).find(([currency, minor]) => minor > (open[currency] ?? 0));
  return over ? `asks for ${over[1]} ${over[0]}, and ${open[over[0]] ?? 0} is open` : null;
}

function owed(told: Told, line: AgendaLine): boolean {
  const sums = new Map<string, number>();
  for (const [{ currency }, minor] of openAt(told, line)) sums.set(currency, (sums.get(currency) ?? 0) + minor);
  return [...sums.values()].some((minor) => minor > 0);
}

const suppressed: Check = (told, { at, to, channel }) => {
  const about = taken(told).filter((event) => (event.type === 'opt-out' || event.type === 'opt-in' || event.type === 'bounce') && event.at <= at);
  const last = about.findLast((event) => 'address' in event && event.address === to && event.channel === channel);
  return last && last.type !== 'opt-in' ? `${to} must not be used` : null;
};

const onContact: readonly [Property, Check][] = [
  ['held', held],
  ['hours', hours],
  ['day', day],
  ['cap', cap],
  ['gap', gap],
  ['once', once],
  ['amount', amount],
  ['suppressed', suppressed],
];

/** Everything that is wrong with what a rehearsal says. */
export function breachesOf(told: Told): Breach[] {
  const contacts = told.lines.filter(({ kind }) => kind === 'contact');
  const found = contacts.flatMap((line) =>
    onContact.flatMap(([property, check]) => {
      const why = check(told.rulesOf ? { ...told, rules: told.rulesOf(line) } : told, line, contacts);
      return why === null ? [] : [{ property, why: `${line.at} ${line.channel} ${line.step}: ${why}` }];
    }),
  );
  return [...found, ...waits(told), ...levels(told), ...money(told)];
}

/** Each wait has a reason and an end, after it and within seven weeks; a case is closed or waits. */
function waits({ lines }: Told): Breach[] {
  const bad = lines.filter(({ kind, result, reason, at, date }) => {
    if (kind !== 'wait' && kind !== 'deferral' && kind !== 'block') return false;
    return !reason?.code || result === null || Date.parse(result) <= Date.parse(at) || result.slice(0, 10) > plus(date, 49);
  });
  return bad.map((line) => ({ property: 'wait', why: `${line.at} ${line.sentence}` }));
}

/** Within a case the level falls by nothing but a policy that says so, and none here does. */
function levels({ lines, governs }: Told): Breach[] {
  const highest = new Map<string, number>();
  return lines.flatMap((line): Breach[] => {
    // A course of the account that is over has no level, while its items go on by other policies.
    if (line.case === null || line.kind === 'open' || (governs && line.step === null)) return [];
    const course = `${line.case} ${line.strand ?? ''}`;
    const before = highest.get(course) ?? 0;
    highest.set(course, Math.max(before, line.level));
    return line.level < before ? [{ property: 'level', why: `${line.at} ${line.kind}: ${line.level} after ${before}` }] : [];
  });
}

/** No item is set off by more than it is, on either side, and nothing is set off across currencies. */
function money({ world }: Told): Breach[] {
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
