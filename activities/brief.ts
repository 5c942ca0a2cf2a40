import type { BriefedDebt, BriefedPerson, BriefedPromise, TaskBrief } from '../domain/brief.js';
import type { ContactFacts, PlanFacts } from '../domain/facts.js';
import { debtorZone } from '../domain/rule/debtorZone.js';
import { isSuppressed, templateFor } from '../domain/rule/reach.js';
import type { TaskAct } from '../domain/verdict.js';
import type { StoreTx } from '../prisma/store/store.js';
import type { Look } from './look.js';
import { statementItem } from './statement.js';

/** Items that a brief names one by one. */
const mostItems = 20;
/** Contacts that a brief recounts. */
const mostContacts = 20;

/** Puts together what a person needs for a task that a policy's step, or its end, asked for. */
export async function briefOf(tx: StoreTx, act: TaskAct, seen: Look): Promise<TaskBrief> {
  const { facts, policy } = seen;
  const { number, name, country, language } = facts.customer;
  const people = facts.contacts.map((contact) => personOf(contact, seen));
  const step = policy.ladder.find(({ id }) => id === act.step);
  const script =
    step && act.task !== 'OTHER' ? { template: templateFor(step, 'call'), tone: step.tone, language: step.language ?? people[0]?.language ?? language } : null;
  const log = await tx.contacts.contactLog(facts.accountId, mostContacts);
  const contacts = log.map(({ at, channel, direction, step: rung, status, outcome, detail, actor }) => ({
    at,
    channel,
    direction,
    step: rung,
    status,
    outcome,
    detail,
    actor,
  }));
  return {
    reason: act.reason,
    customer: { number, name, country, language },
    script,
    people,
    debt: debtOf(seen),
    contacts,
    promises: facts.plans.map(promiseOf),
  };
}

function personOf(contact: ContactFacts, { facts }: Look): BriefedPerson {
  const { id, name, role, phone, mobile, email } = contact;
  const addresses = [
    ['call', phone],
    ['call', mobile],
    ['sms', mobile],
    ['email', email],
  ] as const;
  const bad = addresses.filter(([channel, address]) => address !== null && isSuppressed(facts, channel, address)).map(([, address]) => address ?? '');
  return {
    contactId: id,
    name,
    role,
    phone,
    mobile,
    email,
    language: contact.language ?? facts.customer.language,
    timeZone: contact.timeZone ?? debtorZone(facts),
    suppressed: [...new Set(bad)],
  };
}

function debtOf({ facts, standing, today }: Look): BriefedDebt {
  const oldest = facts.items.filter(({ openMinor }) => openMinor > 0).slice(0, mostItems);
  const { open, overdue, collectable, daysPastDue, oldestDueOn } = standing;
  return {
    open,
    overdue,
    collectable,
    daysPastDue,
    oldestDueOn,
    itemCount: facts.items.length,
    oldest: oldest.map((item) => {
      const { number, dueOn, currency, openMinor, disputed: isDisputed } = statementItem(item, today, standing.withheld);
      return { number, dueOn, currency, openMinor, disputed: isDisputed };
    }),
  };
}

function promiseOf({ kind, status, currency, instalments }: PlanFacts): BriefedPromise {
  return {
    kind,
    status,
    currency,
    instalments: instalments.map(({ dueOn, amountMinor, paidMinor, status: kept }) => ({ dueOn, amountMinor, paidMinor, status: kept })),
  };
}
