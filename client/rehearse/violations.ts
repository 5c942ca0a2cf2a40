/** Checks an agenda against the rules of contact by means of its own: from the events and the files, not from what the rule says of itself. */
import { addDays, daysBetween, type Day, type Instant } from '../../domain/calendar/day.js';
import { isHoliday } from '../../domain/calendar/holidays.js';
import { openOn } from '../../domain/ledger/openAmount.js';
import type { Policy } from '../../domain/policy/types.js';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import type { RehearsalEvent } from '../../domain/rehearsal/event.js';
import type { World } from '../../domain/rehearsal/world.js';
import { debtorZone } from '../../domain/rule/debtorZone.js';
import { whereaboutsOf } from '../../domain/rule/whereabouts.js';
import type { Played, Stage } from './play.js';

/** A contact that should not have been. */
export interface Violation {
  rule: 'once' | 'window' | 'hold' | 'cap' | 'gap' | 'nothing owed' | 'suppressed' | 'approval';
  line: AgendaLine;
  why: string;
}

interface Account {
  world: World;
  policies: ReadonlyMap<string, Policy>;
  events: readonly RehearsalEvent[];
  contacts: readonly AgendaLine[];
  clock: (at: Instant) => { day: Day; time: string };
}

/** All violations of a rehearsal; there must be none. */
export function violationsOf({ events, policies }: Pick<Stage, 'events' | 'policies'>, played: Played): Violation[] {
  const contacts = groupBy(
    played.lines.filter(({ kind }) => kind === 'contact'),
    ({ account }) => account,
  );
  const happenings = groupBy(events, ({ accountId }) => accountId);
  const known = new Map([...policies, played.policy].map((policy) => [policy.name, policy]));
  return played.worlds.flatMap((world) => {
    const own = contacts.get(world.base.accountId) ?? [];
    const account: Account = {
      world,
      policies: known,
      events: happenings.get(world.base.accountId) ?? [],
      contacts: own,
      clock: clockIn(debtorZone(world.base)),
    };
    return own.flatMap((line) => checks.flatMap((check) => check(account, line)));
  });
}

type Check = (account: Account, line: AgendaLine) => Violation[];

const sentTwice: Check = ({ contacts }, line) => {
  const same = contacts.filter(
    (each) => each.case === line.case && each.strand === line.strand && each.step === line.step && each.round === line.round && each.channel === line.channel,
  );
  return same.length > 1 && same[0] !== line ? [{ rule: 'once', line, why: `${line.step} (${line.round}) went out by ${line.channel} before` }] : [];
};

const outsideWindow: Check = ({ clock, policies, world }, line) => {
  const contact = policies.get(line.policy)?.contact;
  if (!contact) return [];
  const { day, time } = clock(line.at);
  const { country, region } = whereaboutsOf(world.base);
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  const closed = contact.businessDaysOnly && (weekday === 0 || weekday === 6 || isHoliday(day, country, region));
  return closed || time < contact.window.from || time >= contact.window.to ? [{ rule: 'window', line, why: `${day} ${time} is outside the hours` }] : [];
};

/** Holds as the events tell of them: from when they are known, and until they are released. */
const onHold: Check = ({ events, clock }, line) => {
  const { day } = clock(line.at);
  const holds = events.filter((event) => (event.type === 'hold' && event.item === null) || event.type === 'cease');
  const inForce = holds.filter((event) => {
    const starts = event.type === 'hold' ? (event.startsOn ?? clock(event.at).day) : clock(event.at).day;
    const ends = event.type === 'hold' ? event.endsOn : null;
    const released = events.some((other) => other.type === 'release' && other.at >= event.at && other.at <= line.at);
    return event.at <= line.at && starts <= day && (ends === null || day < ends) && !released;
  });
  return inForce.length > 0 ? [{ rule: 'hold', line, why: `a hold is in force on ${day}` }] : [];
};

const aboveCap: Check = ({ contacts, events, policies, clock }, line) => {
  const contact = policies.get(line.policy)?.contact;
  if (!contact) return [];
  const today = clock(line.at).day;
  const corrected = new Set(events.flatMap((event) => (event.type === 'call-corrected' ? [event.call] : [])));
  const byHand = events.filter(
    (event) => (event.type === 'call' || event.type === 'contact') && event.direction === 'OUT' && event.at <= line.at && !corrected.has(event.id ?? ''),
  );
  const days = [...contacts.filter(({ at }) => at <= line.at), ...byHand].map(({ at }) => clock(at).day).filter((day) => day > addDays(today, -7));
  return days.length > contact.maxIn7Days ? [{ rule: 'cap', line, why: `${days.length} contacts in seven days, and ${contact.maxIn7Days} may be` }] : [];
};

const tooSoon: Check = ({ contacts, policies, clock }, line) => {
  const policy = policies.get(line.policy);
  const gap = Math.max(1, policy?.ladder.find(({ id }) => id === line.step)?.minGapDays ?? policy?.contact.minGapDays ?? 1);
  const besides = (each: AgendaLine) =>
    policy?.levels.message !== 'account' && each.strand === line.strand && each.date === line.date && !each.items.some((item) => line.items.includes(item));
  const before = contacts.findLast((each) => each.at < line.at && !besides(each));
  const days = before ? daysBetween(clock(before.at).day, clock(line.at).day) : gap;
  return days < gap ? [{ rule: 'gap', line, why: `${days} days after the message before` }] : [];
};

/** Numbers of the credits that an event books: a void is dated back to the invoice, and was not known before. */
function creditsOf(event: RehearsalEvent): string[] {
  if (event.type === 'void') return [`${event.number}-void`, `${event.number.replace(/\/\d+$/, '')}-void`];
  return event.type === 'payment' || event.type === 'credit-note' ? [event.number] : [];
}

/** Nothing is asked for when credits, as they were known then, cover all debits. */
const nothingOwed: Check = ({ world, events, clock }, line) => {
  const later = new Set(events.filter(({ at }) => at > line.at).flatMap(creditsOf));
  const items = world.items.filter((item) => !(item.amountMinor < 0 && later.has(item.number)));
  const ids = new Set(items.map(({ id }) => id));
  const open = openOn(
    items,
    world.allocations.filter(({ creditId }) => ids.has(creditId)),
    clock(line.at).day,
  );
  const net = new Map<string, number>();
  for (const { id, currency } of items) net.set(currency, (net.get(currency) ?? 0) + (open.get(id) ?? 0));
  return [...net.values()].some((minor) => minor > 0) ? [] : [{ rule: 'nothing owed', line, why: 'nothing is open' }];
};

const suppressed: Check = ({ events }, line) => {
  const said = events.filter(
    (event) =>
      (event.type === 'opt-out' || event.type === 'bounce' || event.type === 'opt-in') &&
      event.address === line.to &&
      event.channel === line.channel &&
      event.at <= line.at,
  );
  const last = said.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1);
  return last !== undefined && last.type !== 'opt-in' ? [{ rule: 'suppressed', line, why: `${line.to} must not be used` }] : [];
};

/** A message of a step that somebody has to approve goes out after an approval of its own, by the events. */
const notApproved: Check = ({ contacts, events, policies }, line) => {
  const asks = (each: AgendaLine) => (policies.get(each.policy)?.ladder.find(({ id }) => id === each.step)?.approval ?? null) !== null;
  if (!asks(line)) return [];
  const sent = contacts.filter((each) => each.at <= line.at && each.step === line.step && asks(each)).length;
  const approved = events.filter(
    (event) =>
      event.type === 'approval' &&
      event.subject === 'notice' &&
      event.decision === 'APPROVED' &&
      event.at <= line.at &&
      (event.step === undefined || event.step === null || event.step === line.step),
  ).length;
  return approved < sent ? [{ rule: 'approval', line, why: `${line.step} needs an approval, and had ${approved} for ${sent} messages` }] : [];
};

const checks: readonly Check[] = [sentTwice, outsideWindow, onHold, aboveCap, tooSoon, nothingOwed, suppressed, notApproved];

function clockIn(timeZone: string): Account['clock'] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const known = new Map<Instant, { day: Day; time: string }>();
  return (at) => {
    const [day = '', time = ''] = known.has(at) ? [] : format.format(new Date(at)).split(' ');
    const told = known.get(at) ?? { day, time };
    known.set(at, told);
    return told;
  };
}

function groupBy<Each>(all: readonly Each[], keyOf: (each: Each) => string): Map<string, Each[]> {
  const groups = new Map<string, Each[]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group) group.push(each);
    else groups.set(keyOf(each), [each]);
  }
  return groups;
}
