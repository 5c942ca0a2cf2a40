import type { MessageToRender } from '../../activities/ports.js';
import { amountsOf, askedItems, figuresOf } from './account.js';
import { phraseOf, type Formats } from './formats.js';

/** Everything that a template may use. What is not known for a message is absent, and a template that prints it all the same is refused. */
export const variableNames = [
  'company',
  'phone',
  'email',
  'iban',
  'customer',
  'customerNumber',
  'recipient',
  'today',
  'deadline',
  'asked',
  'overdue',
  'upcoming',
  'open',
  'credits',
  'notAsked',
  'charges',
  'count',
  'oldestDue',
  'daysPastDue',
  'tone',
  'channel',
  'statementAttached',
] as const;

/** Whether a template may use a name. */
export function isVariable(name: string): boolean {
  return (variableNames as readonly string[]).includes(name);
}

/** What is said of a name that stands for nothing. */
export function unknownVariable(name: string): string {
  return `{{${name}}} is not known; there is ${[...variableNames].sort().join(', ')}`;
}

export type Variables = Partial<Record<(typeof variableNames)[number], string | number | boolean>>;

/** What a message, of whatever kind, is told about. */
export interface Subject {
  company: { name: string; phone: string | null; email: string | null; iban: string | null };
  customer: { number: string; name: string };
  recipient: string | null;
  onDay: string;
  deadlineOn: string | null;
  tone: string;
  channel: string;
  statementAttached: boolean;
  /** Phrases, null where there is nothing. */
  amounts: Record<'asked' | 'overdue' | 'upcoming' | 'open' | 'credits' | 'notAsked' | 'charges', string | null>;
  /** How many items are asked for. */
  count: number | null;
  oldestDueOn: string | null;
  daysPastDue: number | null;
}

/** What is said about the account that a message is for. */
export function subjectOf(message: MessageToRender, formats: Formats, statementAttached: boolean): Subject {
  const { statement, recipient, onDay, deadlineOn, tone, channel } = message;
  const { entity, customer } = statement;
  const figures = figuresOf(statement);
  const asked = askedItems(statement.items);
  const phrase = (which: Parameters<typeof amountsOf>[1]) => phraseOf(amountsOf(figures, which), formats);
  const oldest = asked.reduce<string | null>((first, { dueOn }) => (first === null || dueOn < first ? dueOn : first), null);
  return {
    company: entity,
    customer,
    // A consumer is the person; who pays for a business is not known by its name.
    recipient: recipient.name ?? (customer.kind === 'CONSUMER' ? customer.name : null),
    onDay,
    deadlineOn,
    tone,
    channel,
    statementAttached,
    amounts: {
      asked: phrase('askedMinor'),
      upcoming: phrase('upcomingMinor'),
      credits: phrase('creditsMinor'),
      notAsked: phrase('notAskedMinor'),
      charges: phrase('chargesAskedMinor'),
      overdue: phraseOf(statement.overdue, formats),
      open: phraseOf(statement.open, formats),
    },
    count: asked.length,
    oldestDueOn: oldest,
    daysPastDue: asked.reduce<number | null>((most, item) => Math.max(most ?? 0, item.daysPastDue), null),
  };
}

/** The variables as they are written in a language; text for a phone takes the short days. */
export function variablesOf(subject: Subject, formats: Formats): Variables {
  const { company, customer, amounts } = subject;
  const day = subject.channel === 'sms' ? formats.shortDay : formats.longDay;
  const all = {
    company: subject.channel === 'sms' ? shortened(company.name) : company.name,
    phone: company.phone,
    email: company.email,
    iban: company.iban,
    customer: customer.name,
    customerNumber: customer.number,
    recipient: subject.recipient,
    today: day(subject.onDay),
    deadline: subject.deadlineOn && day(subject.deadlineOn),
    ...amounts,
    count: subject.count,
    oldestDue: subject.oldestDueOn && day(subject.oldestDueOn),
    daysPastDue: subject.daysPastDue,
    tone: subject.tone,
    channel: subject.channel,
    statementAttached: subject.statementAttached,
  };
  const known = Object.entries(all).filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(known.map(([name, value]) => [name, typeof value === 'string' ? harmless(value) : value]));
}

/** A company's name as a short message has room for it: 48 characters, cut at a word. */
function shortened(name: string): string {
  if (name.length <= 48) return name;
  const cut = name.slice(0, 47);
  const word = cut.lastIndexOf(' ');
  return `${word < 12 ? cut : cut.slice(0, word)}…`;
}

/** Text from the ledger on one line and without the marks that a template's text gives a meaning to. */
export function harmless(value: string): string {
  return value
    .replace(/\p{Cf}+/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp} ]+/gu, ' ')
    .replace(/\*{2,}/g, '*')
    .trim();
}
