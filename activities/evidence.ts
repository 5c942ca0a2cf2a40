import { total, type Amounts } from '../domain/money/minor.js';
import { claimsAsked } from '../domain/rule/standing.js';
import type { StoreTx } from '../prisma/store/store.js';
import type { Look } from './look.js';
import type { StatementItem } from './ports.js';
import { statementItem } from './statement.js';

/** What speaks for a write-off: how old the debt is, what was tried, and what was promised. Kept with the request. */
export interface Evidence {
  asOf: string;
  amounts: Amounts;
  daysPastDue: number | null;
  /** The items to be written off. */
  items: StatementItem[];
  /** How often each channel was tried, with what result: `email: { ACCEPTED: 3 }`. */
  attempts: Record<string, Record<string, number>>;
  /** All contacts, newest first. */
  contacts: {
    at: string;
    channel: string;
    direction: string;
    step: string | null;
    status: string;
    address: string | null;
    subject: string | null;
    outcome: string | null;
    actor: string;
  }[];
  promises: { made: number; broken: number };
  placements: { id: string; status: string }[];
  disputes: number;
}

/** Contacts that are kept as evidence. */
const mostContacts = 1_000;

/** Collects the evidence as of the look. */
export async function evidenceOf(tx: StoreTx, { facts, standing, today }: Look): Promise<Evidence> {
  const claims = claimsAsked(standing);
  const log = await tx.contacts.contactLog(facts.accountId, mostContacts);
  return {
    asOf: today,
    amounts: total(claims.map(({ item, minor }) => ({ currency: item.currency, minor }))),
    daysPastDue: standing.daysPastDue,
    items: claims.map(({ item }) => statementItem(item, today, standing.withheld)),
    attempts: attemptsOf(log),
    contacts: log.map(({ at, channel, direction, step, status, address, subject, outcome, actor }) => ({
      at,
      channel,
      direction,
      step,
      status,
      address,
      subject,
      outcome,
      actor,
    })),
    promises: { made: facts.plans.length, broken: facts.plans.filter(({ status }) => status === 'BROKEN').length },
    placements: facts.placements.map(({ id, status }) => ({ id, status })),
    disputes: facts.disputes.length,
  };
}

function attemptsOf(log: readonly { channel: string; status: string; outcome: string | null; direction: string }[]): Evidence['attempts'] {
  const attempts: Evidence['attempts'] = {};
  for (const { channel, status, outcome, direction } of log) {
    if (direction !== 'OUT') continue;
    const results = (attempts[channel] ??= {});
    const result = outcome ?? status;
    results[result] = (results[result] ?? 0) + 1;
  }
  return attempts;
}
