import type { Day } from '../../domain/calendar/day.js';
import type { Exchange, Exchanged } from '../../domain/money/exchange.js';
import { total, type Amounts } from '../../domain/money/minor.js';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import { cashOf, type CashByWeek } from './cash.js';
import type { Played, Stage } from './play.js';
import { inOneCurrency } from './rates.js';
import { violationsOf, type Violation } from './violations.js';

/** How many of each kind fall on a day. */
export type Calendar = Map<Day, Map<string, number>>;

/** An account that goes to a third party or is given up. */
export interface Reaching {
  account: string;
  name: string;
  on: Day;
  amounts: Amounts;
}

/** One account in a line. */
export interface AccountSummary {
  account: string;
  name: string;
  collector: string | null;
  firstContactOn: Day | null;
  contacts: number;
  calls: number;
  level: number;
  outcome: string;
}

/** What finance wants to know of a rehearsal. */
export interface Summary {
  played: Played;
  /** Messages by day and channel; call tasks by day and collector. */
  contacts: Calendar;
  calls: Calendar;
  figures: { name: string; value: number }[];
  placements: Reaching[];
  writeOffs: Reaching[];
  violations: Violation[];
  refused: AgendaLine[];
  accounts: AccountSummary[];
  /** Fees, lump sums and interest that were booked, before what was taken back. */
  charged: Amounts;
  expected: CashByWeek;
  actual: CashByWeek;
  /** The same in one currency by the rates of the last day; null without rates. */
  reported: { expected: Exchanged; actual: Exchanged } | null;
}

/** Whose calls they are when nobody has the account. */
export const nobody = '(nobody)';

/** Sums a rehearsal up. */
export function summarise(stage: Pick<Stage, 'events' | 'policies' | 'exchange'>, played: Played): Summary {
  const cash = cashOf(played, stage.events);
  const { lines, worlds } = played;
  const collectors = new Map(worlds.map(({ base }) => [base.accountId, base.collectorId ?? nobody]));
  const names = new Map(worlds.map(({ base }) => [base.accountId, base.customer.name]));
  const contacts = lines.filter(({ kind }) => kind === 'contact');
  const calls = lines.filter(({ kind, channel }) => kind === 'task' && channel === 'call');
  const reaching = (kind: AgendaLine['kind'], result: string) =>
    lines
      .filter((line) => line.kind === kind && line.result === result)
      .map((line) => ({ account: line.account, name: names.get(line.account) ?? '', on: line.date, amounts: line.amounts }));
  return {
    played,
    contacts: countByDay(contacts, ({ channel }) => channel ?? ''),
    calls: countByDay(calls, ({ account }) => collectors.get(account) ?? nobody),
    figures: figuresOf(played),
    placements: reaching('placement', 'REQUESTED'),
    writeOffs: reaching('write-off', 'RECOMMENDED'),
    violations: violationsOf(stage, played),
    refused: lines.filter(({ kind }) => kind === 'refused'),
    accounts: accountsOf(played),
    charged: chargedIn(lines),
    ...cash,
    reported: stage.exchange ? reportedIn(stage.exchange, cash, played.span.to) : null,
  };
}

function reportedIn(exchange: Exchange, { expected, actual }: Pick<Summary, 'expected' | 'actual'>, on: Day): NonNullable<Summary['reported']> {
  return { expected: inOneCurrency(sumOf(expected), exchange, on), actual: inOneCurrency(sumOf(actual), exchange, on) };
}

function countByDay(lines: readonly AgendaLine[], keyOf: (line: AgendaLine) => string): Calendar {
  const calendar: Calendar = new Map();
  for (const line of lines) {
    const day = calendar.get(line.date) ?? new Map<string, number>();
    day.set(keyOf(line), (day.get(keyOf(line)) ?? 0) + 1);
    calendar.set(line.date, day);
  }
  return calendar;
}

function figuresOf({ lines, worlds }: Played): Summary['figures'] {
  const count = (holds: (line: AgendaLine) => boolean) => lines.filter(holds).length;
  const contact = (channel: string) => count((line) => line.kind === 'contact' && line.channel === channel);
  return [
    { name: 'Accounts', value: worlds.length },
    { name: 'Cases opened', value: count(({ kind }) => kind === 'open') },
    { name: 'E-mails', value: contact('email') },
    { name: 'Short messages', value: contact('sms') },
    { name: 'Letters', value: contact('letter') },
    { name: 'Call tasks', value: count(({ kind, channel }) => kind === 'task' && channel === 'call') },
    { name: 'Other tasks', value: count(({ kind, channel }) => kind === 'task' && channel !== 'call') },
    { name: 'Placements proposed', value: count(({ kind, result }) => kind === 'placement' && result === 'REQUESTED') },
    { name: 'Write-offs recommended', value: count(({ kind, result }) => kind === 'write-off' && result === 'RECOMMENDED') },
    { name: 'Plans broken', value: count(({ kind, result }) => kind === 'plan' && (result === 'BROKEN' || result === 'PARTLY_KEPT')) },
    { name: 'Cases closed', value: count(({ kind }) => kind === 'close') },
  ];
}

function accountsOf({ lines, worlds }: Played): AccountSummary[] {
  const byAccount = new Map(
    worlds.map(({ base }): [string, AccountSummary] => [
      base.accountId,
      {
        account: base.accountId,
        name: base.customer.name,
        collector: base.collectorId,
        firstContactOn: null,
        contacts: 0,
        calls: 0,
        level: 0,
        outcome: 'nothing to do',
      },
    ]),
  );
  for (const line of lines) {
    const account = byAccount.get(line.account);
    if (!account) continue;
    if (line.kind === 'contact') account.contacts += 1;
    if (line.kind === 'contact') account.firstContactOn ??= line.date;
    if (line.kind === 'task' && line.channel === 'call') account.calls += 1;
    // A line of kind level tells of the items that moved.
    if (line.kind !== 'level') account.level = line.kind === 'close' ? 0 : line.level;
    if (line.kind === 'close') account.outcome = `closed (${(line.result ?? '').toLowerCase().replaceAll('_', ' ')})`;
    else if (line.kind === 'wait' || line.kind === 'block' || line.kind === 'deferral' || line.kind === 'open')
      account.outcome = (line.reason?.code ?? 'open').toLowerCase().replaceAll('_', ' ');
  }
  return [...byAccount.values()];
}

function chargedIn(lines: readonly AgendaLine[]): Amounts {
  const booked = lines.filter(({ kind, result }) => (kind === 'fee' || kind === 'interest') && result === 'BOOKED');
  return total(booked.flatMap(({ amounts }) => Object.entries(amounts).map(([currency, minor]) => ({ currency, minor }))));
}

/** Amounts of all weeks together. */
export function sumOf(cash: CashByWeek): Amounts {
  return total([...cash.values()].flatMap((amounts) => Object.entries(amounts).map(([currency, minor]) => ({ currency, minor }))));
}
