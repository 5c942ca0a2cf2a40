import { dayOf, instantOf, type Instant } from '../../domain/calendar/day.js';
import { fromDecimal, type Minor } from '../../domain/money/minor.js';
import type { ItemPart, RehearsalEvent } from '../../domain/rehearsal/event.js';
import { readPhone } from '../imports/places.js';
import type { EventLine } from './eventSchema.js';
import { currencyMeant } from './currencyMeant.js';
import type { LedgerAccount } from './ledger.js';

/** What is known of a line besides what it says. */
export interface Line {
  at: Instant;
  line: number;
  account: LedgerAccount;
  /** The currency of the account's entity. */
  entity: string;
  /** Where the debtor's days are counted, and where its telephone numbers belong. */
  zone: string;
  country: string | null;
  note: (field: string | null, value: unknown, why: string) => void;
}

type Money = { amount?: string | number | undefined; amountMinor?: number | undefined };

/** An event in memory from one that was checked; null when its amounts can't be taken, which is noted. */
export function toEvent(event: EventLine, line: Line): RehearsalEvent | null {
  const dated = { at: line.at, accountId: line.account.id, line: line.line, id: event.id ?? null };
  if (isOneOf(event, talking)) return toTalk(event, dated, line);
  if (isOneOf(event, bookkeeping)) return toLedgerEvent(event, dated, countingFor(event, line), line);
  return isOneOf(event, aboutMoney) ? toMoneyEvent(event, dated, line, countingFor(event, line)) : toPlainEvent(event, dated);
}

/** How the amounts of an event are read. */
interface Counting {
  currency: string;
  needed(given: Money, field?: string): Minor;
  parts(given: readonly (string | ({ item: string } & Money))[]): ItemPart[];
}

function countingFor(event: MoneyEvent | Bookkeeping, line: Line): Counting {
  const currency = currencyMeant(event, line);
  const part = (each: { item: string } & Money, n: number): ItemPart => ({ item: each.item, amountMinor: minorOf(each, currency, line, `items.${n}.amount`) });
  return {
    currency,
    needed: (given, field = 'amount') => minorOf(given, currency, line, field) ?? missing(given, line, field),
    parts: (given) => given.map((each, n) => (typeof each === 'string' ? { item: each, amountMinor: null } : part(each, n))),
  };
}

function toMoneyEvent(event: MoneyEvent, dated: Dated, line: Line, { currency, needed, parts }: Counting): RehearsalEvent {
  switch (event.type) {
    case 'payment':
      return {
        ...dated,
        type: 'payment',
        number: event.number ?? event.id ?? `payment-${line.line}`,
        currency,
        amountMinor: needed(event),
        paidOn: event.paidOn ?? dayIn(event, line),
        items: parts(event.items),
      };
    case 'credit-note':
      return { ...dated, type: 'credit-note', number: event.number, currency, amountMinor: needed(event), items: parts(event.items) };
    case 'invoice':
      return {
        ...dated,
        type: 'invoice',
        number: event.number,
        instalment: event.instalment,
        currency,
        amountMinor: needed(event),
        issuedOn: event.issuedOn ?? dayIn(event, line),
        dueOn: event.dueOn,
        draft: event.status === 'draft',
      };
    case 'promise':
      return { ...dated, type: 'promise', currency, amountMinor: needed(event), dueOn: event.dueOn, items: event.items ?? null };
    case 'settlement':
      return { ...dated, type: 'settlement', currency, amountMinor: needed(event), dueOn: event.dueOn, items: event.items ?? null, by: event.by ?? null };
    case 'plan':
      return {
        ...dated,
        type: 'plan',
        currency,
        instalments: event.instalments.map((each, n) => ({ dueOn: each.dueOn, amountMinor: needed(each, `instalments.${n}.amount`) })),
        items: event.items ?? null,
      };
    case 'dispute':
      return { ...dated, type: 'dispute', reason: event.reason, items: parts(event.items) };
    case 'hold':
      return toHold(event, dated, line, currency);
    default:
      return event satisfies never;
  }
}

/** A hold of the account, of an item, or of a part of it. */
function toHold(event: Of<'hold'>, dated: Dated, line: Line, currency: string): RehearsalEvent {
  const { kind, item = null, startsOn = null, endsOn = null, reason } = event;
  if (endsOn !== null && startsOn !== null && endsOn <= startsOn)
    line.note('endsOn', endsOn, 'is not after startsOn; it is the first day on which the hold is over');
  const amountMinor = minorOf(event, currency, line, 'amount');
  if (amountMinor !== null && item === null) line.note('amount', event.amount ?? event.amountMinor, 'is a part of an item; name the item');
  return { ...dated, type: 'hold', kind, item, startsOn, endsOn, reason, part: amountMinor === null ? null : { currency, amountMinor } };
}

type Dated = Pick<RehearsalEvent, 'at' | 'accountId' | 'line' | 'id'>;
/** Events that carry amounts, and those of what people say, wish and can be reached by. */
const aboutMoney = ['payment', 'credit-note', 'invoice', 'promise', 'plan', 'settlement', 'dispute', 'hold'] as const;
const bookkeeping = ['invoice-issued', 'void', 'payment-reversed', 'chargeback', 'chargeback-won', 'payment-pending', 'payment-failed'] as const;
const talking = [
  'call',
  'call-corrected',
  'contact',
  'consent',
  'consent-withdrawn',
  'inconvenience',
  'inconvenience-ended',
  'opt-out',
  'opt-in',
  'bounce',
  'person',
] as const;

type Of<Type> = Extract<EventLine, { type: Type }>;
type Bookkeeping = Of<(typeof bookkeeping)[number]>;
type MoneyEvent = Of<(typeof aboutMoney)[number]>;
type Talk = Of<(typeof talking)[number]>;
type Plain = Exclude<EventLine, Talk | MoneyEvent | Bookkeeping>;

function isOneOf<Type extends EventLine['type']>(event: EventLine, types: readonly Type[]): event is Of<Type> {
  return (types as readonly string[]).includes(event.type);
}

/** What becomes of invoices and payments. */
function toLedgerEvent(event: Bookkeeping, dated: Dated, { currency, needed }: Counting, line: Line): RehearsalEvent {
  const { number } = event;
  switch (event.type) {
    case 'invoice-issued':
      return { ...dated, type: event.type, number, issuedOn: event.issuedOn ?? null, dueOn: event.dueOn ?? null };
    case 'void':
    case 'payment-reversed':
    case 'chargeback-won':
    case 'payment-failed':
      return { ...dated, type: event.type, number, reason: event.reason };
    case 'chargeback':
      return { ...dated, type: event.type, number, currency, amountMinor: minorOf(event, currency, line, 'amount'), reason: event.reason };
    case 'payment-pending':
      return { ...dated, type: event.type, number, currency, amountMinor: needed(event), expectedOn: event.expectedOn, items: event.items ?? null };
    default:
      return event satisfies never;
  }
}

/** Events without amounts. */
function toPlainEvent(event: Plain, dated: Dated): RehearsalEvent | null {
  switch (event.type) {
    case 'cancel-plan':
      return { ...dated, type: event.type, plan: event.plan ?? null, reason: event.reason };
    case 'resolve-dispute':
      return { ...dated, type: event.type, dispute: event.dispute ?? null, resolution: event.resolution };
    case 'release':
      return { ...dated, type: event.type, reason: event.reason, hold: event.hold ?? null, endsOn: event.endsOn ?? null };
    case 'approval':
      return {
        ...dated,
        type: event.type,
        subject: event.subject,
        decision: event.decision,
        reason: event.reason,
        step: event.step ?? null,
        item: event.item ?? null,
        by: event.by ?? null,
      };
    case 'set-level':
      return { ...dated, type: event.type, level: event.level, item: event.item ?? null, reason: event.reason };
    case 'skip-notice':
      return { ...dated, type: event.type, item: event.item ?? null, reason: event.reason };
    case 'policy':
      return { ...dated, type: event.type, policy: event.policy, item: event.item ?? null, reason: event.reason };
    case 'credit-hold':
      return { ...dated, type: event.type, hold: event.hold, reason: event.reason };
    case 'reverse-charge':
      return { ...dated, type: 'reverse-charge', charge: event.charge, reason: event.reason };
    case 'cease':
      return { ...dated, type: event.type, reason: event.reason };
    case 'task-done':
      return { ...dated, type: event.type, task: event.task, outcome: event.outcome };
    case 'tag':
      return { ...dated, type: event.type, add: event.add, remove: event.remove };
    default:
      return event satisfies never;
  }
}

/** What people say, wish, and can be reached by. */
function toTalk(event: Talk, dated: Dated, line: Line): RehearsalEvent {
  switch (event.type) {
    case 'call':
      return {
        ...dated,
        type: event.type,
        person: event.person ?? null,
        number: numberIn(event.number, line),
        direction: event.direction,
        outcome: event.outcome,
        debts: event.debts,
        place: event.place ?? null,
        step: event.step ?? null,
        callBackOn: event.callBackOn ?? null,
      };
    case 'call-corrected':
      return {
        ...dated,
        type: event.type,
        call: event.call,
        outcome: event.outcome ?? null,
        direction: event.direction ?? null,
        person: event.person ?? null,
        removed: event.removed,
        debts: event.debts ?? null,
        number: numberIn(event.number, line),
        place: event.place ?? null,
      };
    case 'contact': {
      const { type, channel, direction, person = null, debts, step = null } = event;
      return { ...dated, type, channel, direction, person, debts, step };
    }
    case 'consent':
      return {
        ...dated,
        type: event.type,
        person: event.person,
        channels: event.channel,
        until: event.until === undefined ? null : instantIn(event.until, line),
      };
    case 'consent-withdrawn':
    case 'inconvenience-ended':
      return { ...dated, type: event.type, person: event.person, channels: event.channel };
    case 'inconvenience': {
      const { type, person, channel: channels, weekdays = null, from = null, to = null, place = null } = event;
      return { ...dated, type, person, channels, weekdays, from, to, place };
    }
    case 'opt-out':
    case 'opt-in':
    case 'bounce':
      if ((event.address === undefined) === (event.person === undefined)) line.note('address', event.address ?? null, 'or "person" is needed, one of the two');
      return {
        ...dated,
        type: event.type,
        channel: event.channel,
        address: event.channel === 'call' || event.channel === 'sms' ? numberIn(event.address, line) : (event.address ?? null),
        person: event.person ?? null,
      };
    case 'person':
      return {
        ...dated,
        type: event.type,
        name: event.name,
        role: event.role,
        email: event.email ?? null,
        phone: numberIn(event.phone, line),
        mobile: numberIn(event.mobile, line),
        timeZone: event.timeZone ?? null,
      };
    default:
      return event satisfies never;
  }
}

const dayIn = ({ on }: EventLine, { at, zone }: Line): string => on ?? dayOf(at || '1970-01-01T00:00:00Z', zone);

/** The first instant of a day, or the instant that is written, in UTC. */
const instantIn = (written: string, { zone }: Line): Instant =>
  written.length === 10 ? instantOf(written, '00:00', zone) : new Date(written).toISOString().replace('.000Z', 'Z');

/** A telephone number as it is kept on file; what is none stays as it is written. */
function numberIn(written: string | undefined, { country }: Line): string | null {
  if (written === undefined) return null;
  const read = readPhone(written, country);
  return typeof read === 'string' ? read : written;
}

function minorOf({ amount, amountMinor }: Money, currency: string, { note }: Line, field: string): Minor | null {
  if (amount !== undefined && amountMinor !== undefined) note(field, amount, 'and amountMinor exclude each other');
  if (amountMinor !== undefined || amount === undefined) return amountMinor ?? null;
  try {
    const minor = fromDecimal(String(amount), currency);
    if (minor <= 0) note(field, amount, 'must be more than 0');
    return minor;
  } catch (error) {
    note(field, amount, `can't be taken: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

function missing({ amount }: Money, { note }: Line, field: string): Minor {
  note(field, amount ?? null, 'is needed, as "1200.00"; or amountMinor, as 120000');
  return 1;
}
