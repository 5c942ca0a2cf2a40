import { readFileSync } from 'node:fs';
import { addDays, dayOf, isBefore, type Day, type Instant } from '../../domain/calendar/day.js';
import type { AccountFacts, ContactFacts, OpenItem, TaskFacts } from '../../domain/facts.js';
import { windowOf } from '../../domain/gate/gate.js';
import { readPolicy } from '../../domain/policy/read.js';
import type { Policy } from '../../domain/policy/types.js';
import { assess } from '../../domain/rule/assess.js';
import type { Act, Assessment } from '../../domain/verdict.js';

/** Something that happens to the account on a day, before business begins. */
export interface Happening {
  on: Day;
  change: (facts: AccountFacts) => AccountFacts;
}

/** One line of a diary: the day, and what was done, waited for or concluded. */
export interface Entry {
  on: Day;
  at: Instant;
  did: string;
  assessment: Assessment;
}

export function shippedPolicy(name: string): Policy {
  return readPolicy(readFileSync(new URL(`../../policies/${name}.yaml`, import.meta.url), 'utf8'), `${name}.yaml`);
}

/** Runs the rule over days as the workflow does: assess, one act, look again or wait; ends at the close or after `to`. */
export function keepDiary(start: AccountFacts, policy: Policy, from: Day, to: Day, happenings: readonly Happening[] = []): Entry[] {
  const entries: Entry[] = [];
  const pending = [...happenings].sort((a, b) => (a.on < b.on ? -1 : 1));
  let facts: AccountFacts = {
    ...start,
    case: start.case ?? { id: `${start.accountId}#1`, episode: 1, openedAt: `${from}T06:00:00Z`, entryStep: null, campaignId: null },
  };
  let now = `${from}T06:00:00Z`;
  for (let turn = 0; turn < 2000 && now.slice(0, 10) <= to; turn++) {
    while (pending[0] && pending[0].on <= now.slice(0, 10)) facts = pending.shift()!.change(facts);
    facts = { ...facts, ledgerAsOf: now.slice(0, 10) };
    const assessment = assess(facts, policy, now);
    const { verdict } = assessment;
    const on = dayOf(now, windowOf(facts, policy).zone);
    facts = { ...facts, steps: [...facts.steps, ...assessment.passed.map(({ step, round, result }) => ({ step, round, result, onDay: on }))] };
    if (verdict.kind === 'close') return [...entries, { on, at: now, did: `close ${verdict.outcome}`, assessment }];
    if (verdict.kind === 'act') {
      facts = carryOut(facts, verdict.act, now, on);
      entries.push({ on, at: now, did: nameOf(verdict.act), assessment });
    }
    const next = verdict.kind === 'act' ? verdict.lookAgainAt : verdict.until;
    if (verdict.kind === 'wait' && !isBefore(now, next)) throw new Error(`waits until ${next} at ${now}`);
    const happens = pending[0] ? `${pending[0].on}T06:00:00Z` : null;
    now = happens && isBefore(happens, next) && isBefore(now, happens) ? happens : next;
  }
  return entries;
}

/** `Day 3: email reminder`, counted from a due date. */
export function agenda(entries: readonly Entry[], dueOn?: Day): string[] {
  return entries.map(({ on, did }) => `${dueOn ? `Day ${Math.round((Date.parse(on) - Date.parse(dueOn)) / 86_400_000)}` : on}: ${did}`);
}

function nameOf(act: Act): string {
  switch (act.kind) {
    case 'contact':
      return `${act.channel} ${act.step}${act.round > 1 ? ` (${act.round})` : ''}`;
    case 'draft':
      return `draft ${act.step}${act.round > 1 ? ` (${act.round})` : ''}`;
    case 'task':
      return `task ${act.task.toLowerCase()}`;
    case 'credit-hold':
      return `credit hold ${act.hold}`;
    case 'place':
    case 'write-off':
    case 'charge':
      return act.kind;
  }
}

function carryOut(facts: AccountFacts, act: Act, at: Instant, onDay: Day): AccountFacts {
  const step =
    act.step === null || act.kind === 'draft' || (act.kind === 'task' && act.task !== 'CALL')
      ? []
      : [{ step: act.step, round: act.round, result: 'TAKEN' as const, onDay }];
  const next = { ...facts, steps: [...facts.steps, ...step] };
  switch (act.kind) {
    case 'contact':
      return {
        ...next,
        contactsMade: [
          ...next.contactsMade,
          {
            key: act.key,
            caseId: facts.case?.id ?? null,
            step: act.step,
            round: act.round,
            channel: act.channel,
            direction: 'OUT',
            automatic: true,
            status: 'ACCEPTED',
            at,
            attempt: 1,
            notBefore: null,
            contactId: act.contactId,
            outcome: null,
          },
        ],
      };
    case 'draft':
      return { ...next, drafts: [...(next.drafts ?? []), { ...act, id: act.key, caseId: facts.case?.id ?? '', status: 'WAITING', asked: [], reason: null }] };
    case 'task': {
      const task: TaskFacts = {
        id: act.key,
        key: act.key,
        kind: act.task,
        step: act.step,
        round: act.round,
        status: 'OPEN',
        outcome: null,
        openedAt: at,
        closedAt: null,
      };
      return { ...next, tasks: [...next.tasks, task] };
    }
    case 'credit-hold':
      return { ...next, creditHold: act.hold === 'on' ? { sinceOn: onDay, step: act.step } : null };
    case 'place':
      return { ...next, placements: [...next.placements, { id: act.key, status: 'REQUESTED', itemIds: openIds(facts) }] };
    case 'write-off':
      return { ...next, writeOffs: [...next.writeOffs, { id: act.key, caseId: facts.case?.id ?? null, status: 'REQUESTED', itemIds: openIds(facts) }] };
    case 'charge':
      return facts;
  }
}

function openIds(facts: AccountFacts): number[] {
  return facts.items.filter(({ openMinor }) => openMinor > 0).map(({ id }) => id);
}

/** An invoice in euro that fell due on a day. */
export function invoice(id: number, dueOn: Day, openMinor: number, more: Partial<OpenItem> = {}): OpenItem {
  return {
    id,
    kind: 'INVOICE',
    number: `R-${id}`,
    instalment: 0,
    issuedOn: addDays(dueOn, -30),
    dueOn,
    currency: 'EUR',
    amountMinor: openMinor,
    openMinor,
    ...more,
  };
}

export function contactAt(more: Partial<ContactFacts> = {}): ContactFacts {
  return {
    id: 'c1',
    name: 'Accounts payable',
    role: 'accounts_payable',
    language: null,
    email: 'ap@example.com',
    phone: '+493023125001',
    mobile: '+491715550100',
    timeZone: null,
    rank: 0,
    ...more,
  };
}

/** A German business customer with one contact who can be reached by every channel. */
export function account(more: Partial<AccountFacts> = {}): AccountFacts {
  return {
    accountId: 'DE01/1000',
    entity: { code: 'DE01', name: 'Seller', country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin', language: 'de' },
    customer: {
      number: '1000',
      name: 'Buyer',
      kind: 'BUSINESS',
      language: 'de',
      country: 'DE',
      region: null,
      postcode: '10115',
      timeZone: null,
      addressLines: ['Buyer', 'Musterstr. 1', '10115 Berlin'],
      segment: null,
      riskClass: null,
      tags: [],
    },
    collectorId: null,
    ledgerAsOf: null,
    items: [],
    contacts: [contactAt()],
    suppressions: [],
    holds: [],
    disputes: [],
    plans: [],
    contactsMade: [],
    steps: [],
    tasks: [],
    placements: [],
    writeOffs: [],
    case: null,
    ...more,
  };
}

export const from = (on: Day, change: (facts: AccountFacts) => AccountFacts): Happening => ({ on, change });
