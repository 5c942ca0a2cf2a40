import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dayOf, type Day } from '../../domain/calendar/day.js';
import type { Instruction } from '../../domain/instructions.js';
import { processes, taskQueue } from '../../workflows/messages.js';
import { invoice, invoicesOf, owes, pays } from '../activities/world.js';
import { collector, manager, startLifecycle, type Lifecycle } from '../support/lifecycle.js';
import { record, sizeOf } from '../support/record.js';

/** Accounts of one creditor, each with an invoice that falls due on 9 March, and what becomes of them in half a year. */
const names = ['silent', 'small', 'keeper', 'breaker', 'disputer', 'pauser', 'planner', 'partial', 'unreachable', 'bounced', 'busy', 'lost'] as const;
type Name = (typeof names)[number];

const id = (name: Name) => `DE01/${name}`;
const mail = (name: Name) => `${name}@example.com`;

let life: Lifecycle;
/** Sizes of the histories after 120 days. */
const sizes = new Map<Name, ReturnType<typeof sizeOf>>();

async function open(name: Name): Promise<void> {
  const reach = name === 'unreachable' ? { email: null, phone: null } : { mobile: `+4917139200${String(names.indexOf(name)).padStart(2, '0')}` };
  await owes(life, { number: name, invoices: [['2026-03-09', name === 'small' ? 30_000 : 120_000]], ...reach });
  await life.collect(id(name));
}

/** A payment arrives, and the import tells the account. */
async function pay(name: Name, amount: number, on: Day): Promise<void> {
  const item = (await invoicesOf(life, id(name))).at(-1) ?? null;
  await pays(life, id(name), item, amount, on);
  await life.nudge(id(name));
}

async function ask(name: Name, instruction: Instruction, actor = collector): Promise<void> {
  expect(await life.instruct(id(name), instruction, actor)).toMatchObject({ status: 'done' });
}

/** A manager's decision on what the account waits for. */
async function approve(name: Name): Promise<void> {
  const { id: approvalId } = await life.db.approval.findFirstOrThrow({ where: { accountId: id(name), status: 'PENDING' } });
  await ask(name, { kind: 'approve', approvalId }, manager);
}

const placementOf = async (name: Name) => (await life.db.placement.findFirstOrThrow({ where: { accountId: id(name) } })).id;
const disputeOf = async (name: Name) => (await life.db.dispute.findFirstOrThrow({ where: { accountId: id(name) } })).id;

/** A new invoice of a customer whose case was closed is found by the daily enrolment. */
async function fallBehindAgain(name: Name): Promise<void> {
  await invoice(life, id(name), `R-${name}-2`, '2026-06-01', 45_000);
  await life.env.client.workflow.start(processes.enrolDaily, { workflowId: 'enrol', taskQueue });
}

/** What people did, and what the world did, by day. */
const events: [Day, () => Promise<unknown>][] = [
  ['2026-03-13', () => ask('pauser', { kind: 'pause', reason: 'Their system is being replaced', until: '2026-04-15' })],
  ['2026-03-15', () => pay('partial', 70_000, '2026-03-15')],
  ['2026-03-16', () => ask('disputer', { kind: 'dispute', items: [{ item: 'R-disputer-1' }], reason: 'quality' })],
  ['2026-03-20', () => ask('keeper', { kind: 'promise', currency: 'EUR', amountMinor: 120_000, dueOn: '2026-04-10' })],
  ['2026-03-20', () => ask('breaker', { kind: 'promise', currency: 'EUR', amountMinor: 120_000, dueOn: '2026-04-03' })],
  [
    '2026-03-20',
    () =>
      ask('planner', {
        kind: 'plan',
        currency: 'EUR',
        instalments: [
          { dueOn: '2026-04-01', amountMinor: 60_000 },
          { dueOn: '2026-05-01', amountMinor: 60_000 },
        ],
      }),
  ],
  ['2026-03-27', () => pay('lost', 120_000, '2026-03-27')],
  ['2026-04-01', () => pay('planner', 60_000, '2026-04-01')],
  ['2026-04-01', () => pay('partial', 50_000, '2026-04-01')],
  ['2026-04-01', () => pay('busy', 120_000, '2026-04-01')],
  ['2026-04-09', () => pay('keeper', 120_000, '2026-04-09')],
  [
    '2026-04-20',
    async () => ask('disputer', { kind: 'resolve-dispute', disputeId: await disputeOf('disputer'), resolution: 'REJECTED', note: 'Delivered as ordered' }),
  ],
  ['2026-04-30', () => pay('disputer', 120_000, '2026-04-30')],
  ['2026-05-01', () => pay('planner', 60_000, '2026-05-01')],
  ['2026-05-04', () => pay('pauser', 120_000, '2026-05-04')],
  ['2026-05-12', () => approve('silent')],
  ['2026-05-13', async () => ask('silent', { kind: 'acknowledge-placement', placementId: await placementOf('silent') })],
  ['2026-05-20', () => ask('keeper', { kind: 'note', text: 'Thanked them for paying on time' })],
  ['2026-06-10', () => approve('small')],
  ['2026-06-10', () => fallBehindAgain('keeper')],
  ['2026-06-15', () => pay('silent', 70_000, '2026-06-15')],
  ['2026-06-22', () => pay('keeper', 45_000, '2026-06-22')],
  [
    '2026-07-03',
    async () => {
      for (const name of names) sizes.set(name, sizeOf(await life.handleOf(id(name)).fetchHistory()));
    },
  ],
  ['2026-07-20', async () => ask('silent', { kind: 'return-placement', placementId: await placementOf('silent'), reason: 'Nothing more to be had' })],
  ['2026-07-25', () => approve('silent')],
];

beforeAll(async () => {
  life = await startLifecycle('2026-03-05');
  const { outcomes } = life.ports.post;
  outcomes.set(mail('bounced'), [async () => ({ outcome: 'rejected', reason: '550 no such mailbox', suppress: 'BOUNCED' })]);
  outcomes.set(mail('busy'), [async () => ({ outcome: 'retryable', reason: '451 try again later' })]);
  outcomes.set(mail('lost'), [async () => ({ outcome: 'accepted', providerId: '1' }), () => Promise.reject(new Error('connection lost after DATA'))]);
  for (const name of names) await open(name);
  for (const [day, happen] of events) {
    await life.until(day);
    await happen();
  }
  await life.until('2026-09-05');
  for (const name of names) await record(`life-${name}`, life.handleOf(id(name)));
}, 600_000);
afterAll(() => life.stop());

/** What was done to an account, by day in Berlin: contacts with what they asked for, tasks, and the end. */
async function diaryOf(name: Name): Promise<string[]> {
  const where = { accountId: id(name) };
  const [contacts, tasks, cases] = await Promise.all([
    life.db.contactMade.findMany({ where }),
    life.db.task.findMany({ where }),
    life.db.collectionCase.findMany({ where }),
  ]);
  const entries = [
    ...contacts.map(({ claimedAt: at, channel, step, status, amounts }) => ({
      at,
      what: `${channel} ${step}, ${(amounts as { EUR: number }).EUR / 100} EUR: ${status.toLowerCase()}`,
    })),
    ...tasks.map(({ openedAt: at, kind, step }) => ({ at, what: `task ${kind}${step ? ` (${step})` : ''}` })),
    ...cases.flatMap(({ closedAt: at, outcome }) => (at ? [{ at, what: `closed ${outcome}` }] : [])),
  ];
  return entries
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.what < b.what ? -1 : 1))
    .map(({ at, what }) => `${dayOf(at.toISOString(), 'Europe/Berlin').slice(5)} ${what}`);
}

/** What is seen of each account afterwards: contacts, tasks, and the end. */
const diaries: Record<Name, { who: string; diary: string[] }> = {
  silent: {
    who: 'that never answers climbs the whole ladder, is placed after approval, and is written off when the agency gives the rest back',
    diary: [
      '03-05 email courtesy, 1200 EUR: accepted',
      '03-12 email reminder, 1200 EUR: accepted',
      '03-19 sms text, 1200 EUR: accepted',
      '03-26 email second-reminder, 1200 EUR: accepted',
      '04-02 task CALL (call)',
      '04-13 email final-notice, 1200 EUR: accepted',
      '05-08 task APPROVE (placement)',
      '05-12 task RECORD_HANDOVER',
      '07-20 task REVIEW_ACCOUNT',
      '07-21 task APPROVE (write-off)',
      '07-25 closed WRITTEN_OFF',
    ],
  },
  small: {
    who: 'with too little for an agency is recommended for write-off, and closes once a manager has approved',
    diary: [
      '03-05 email courtesy, 300 EUR: accepted',
      '03-12 email reminder, 300 EUR: accepted',
      '03-19 sms text, 300 EUR: accepted',
      '03-26 email second-reminder, 300 EUR: accepted',
      '04-02 task CALL (call)',
      '04-13 email final-notice, 300 EUR: accepted',
      '06-08 task APPROVE (write-off)',
      '06-10 closed WRITTEN_OFF',
    ],
  },
  keeper: {
    who: 'that keeps a promise hears nothing meanwhile, closes when paid, and begins anew with the next overdue invoice',
    diary: [
      '03-05 email courtesy, 1200 EUR: accepted',
      '03-12 email reminder, 1200 EUR: accepted',
      '03-19 sms text, 1200 EUR: accepted',
      '04-09 closed PAID',
      '06-11 email reminder, 450 EUR: accepted',
      '06-16 sms text, 450 EUR: accepted',
      '06-22 email second-reminder, 450 EUR: accepted',
      '06-22 closed PAID',
    ],
  },
  breaker: {
    who: 'that breaks a promise gets a call, to which that of the ladder is added, and the ladder goes on',
    diary: [
      '03-05 email courtesy, 1200 EUR: accepted',
      '03-12 email reminder, 1200 EUR: accepted',
      '03-19 sms text, 1200 EUR: accepted',
      '04-07 task CALL',
      '04-07 email second-reminder, 1200 EUR: accepted',
      '04-20 email final-notice, 1200 EUR: accepted',
      '05-11 task APPROVE (placement)',
      '06-10 task REVIEW_ACCOUNT',
      '06-10 task APPROVE (write-off)',
      '07-10 task REVIEW_ACCOUNT',
    ],
  },
  disputer: {
    who: 'that disputes everything hears nothing until the dispute is resolved; its owner is reminded',
    diary: [
      '03-05 email courtesy, 1200 EUR: accepted',
      '03-12 email reminder, 1200 EUR: accepted',
      '03-16 task ANSWER_DISPUTE',
      '03-31 task ANSWER_DISPUTE',
      '04-21 sms text, 1200 EUR: accepted',
      '04-27 email second-reminder, 1200 EUR: accepted',
      '04-30 closed PAID',
    ],
  },
  pauser: {
    who: 'that is paused hears nothing until the pause ends',
    diary: [
      '03-05 email courtesy, 1200 EUR: accepted',
      '03-12 email reminder, 1200 EUR: accepted',
      '04-15 sms text, 1200 EUR: accepted',
      '04-21 email second-reminder, 1200 EUR: accepted',
      '04-27 task CALL (call)',
      '05-04 email final-notice, 1200 EUR: accepted',
      '05-04 closed PAID',
    ],
  },
  planner: {
    who: 'with a plan of two instalments hears nothing while it keeps it',
    diary: ['03-05 email courtesy, 1200 EUR: accepted', '03-12 email reminder, 1200 EUR: accepted', '03-19 sms text, 1200 EUR: accepted', '05-01 closed PAID'],
  },
  partial: {
    who: 'that pays a part is asked for the rest',
    diary: [
      '03-05 email courtesy, 1200 EUR: accepted',
      '03-12 email reminder, 1200 EUR: accepted',
      '03-19 sms text, 500 EUR: accepted',
      '03-26 email second-reminder, 500 EUR: accepted',
      '04-01 closed PAID',
    ],
  },
  unreachable: {
    who: 'whom nobody can reach has a contact looked for, and is placed all the same',
    diary: [
      '03-05 task FIND_CONTACT (courtesy)',
      '05-08 task APPROVE (placement)',
      '06-07 task REVIEW_ACCOUNT',
      '06-08 task APPROVE (write-off)',
      '07-08 task REVIEW_ACCOUNT',
    ],
  },
  bounced: {
    who: 'whose mail bounces is written to by another channel, and a contact is looked for',
    diary: [
      '03-05 email courtesy, 1200 EUR: rejected',
      '03-05 task FIND_CONTACT (courtesy)',
      '03-12 sms reminder, 1200 EUR: accepted',
      '03-19 sms text, 1200 EUR: accepted',
      '03-26 sms second-reminder, 1200 EUR: accepted',
      '04-02 task CALL (call)',
      '04-13 sms final-notice, 1200 EUR: accepted',
      '05-08 task APPROVE (placement)',
      '06-07 task REVIEW_ACCOUNT',
      '06-08 task APPROVE (write-off)',
      '07-08 task REVIEW_ACCOUNT',
    ],
  },
  busy: {
    who: 'whose mail server is busy gets the message later the same day, once',
    diary: [
      '03-05 email courtesy, 1200 EUR: accepted',
      '03-12 email reminder, 1200 EUR: accepted',
      '03-19 sms text, 1200 EUR: accepted',
      '03-26 email second-reminder, 1200 EUR: accepted',
      '04-01 closed PAID',
    ],
  },
  lost: {
    who: 'whose message may or may not have arrived is not written to again for that step; a person finds out',
    diary: [
      '03-05 email courtesy, 1200 EUR: accepted',
      '03-12 email reminder, 1200 EUR: unknown',
      '03-12 task VERIFY_DELIVERY (reminder)',
      '03-19 sms text, 1200 EUR: accepted',
      '03-26 email second-reminder, 1200 EUR: accepted',
      '03-27 closed PAID',
    ],
  },
};

describe('Over half a year', () => {
  it.each(names.map((name) => [name, diaries[name].who] as const))('%s: an account %s', async (name) => {
    expect(await diaryOf(name)).toEqual(diaries[name].diary);
  });

  it('plans are judged by what was paid, and placements follow the decisions', async () => {
    const plans = await life.db.plan.findMany({ orderBy: { accountId: 'asc' } });
    expect(plans.map(({ accountId, status }) => `${accountId} ${status}`)).toEqual(['DE01/breaker BROKEN', 'DE01/keeper KEPT', 'DE01/planner KEPT']);
    const placements = await life.db.placement.findMany({ orderBy: { accountId: 'asc' } });
    expect(placements.map(({ accountId, status }) => `${accountId} ${status}`)).toEqual([
      'DE01/bounced DECLINED',
      'DE01/breaker DECLINED',
      'DE01/silent RETURNED',
      'DE01/unreachable DECLINED',
    ]);
    expect(life.ports.files.kept.map(({ text }) => text)).toEqual(['DE01/silent;R-silent-1=120000\n']);
  });

  it('no message was handed over twice, but one that its server asked for again', () => {
    const { delivered } = life.ports.post;
    const twice = delivered.filter(({ key }, i) => delivered.findIndex((other) => other.key === key) !== i);
    expect(twice.map(({ to }) => to)).toEqual([mail('busy')]);
  });

  it('no open case was left without a next look', async () => {
    const open = await life.db.collectionCase.findMany({ where: { status: 'OPEN' } });
    const now = await life.now();
    expect(open.map(({ accountId }) => accountId).sort()).toEqual(['DE01/bounced', 'DE01/breaker', 'DE01/unreachable']);
    for (const { nextLookAt } of open) expect(nextLookAt!.toISOString() > now).toBe(true);
  });

  it('the history of 120 days holds at most 150 events and 100 KB', () => {
    expect(sizes.size).toBe(names.length);
    for (const { events, bytes } of sizes.values()) {
      expect(events).toBeLessThanOrEqual(150);
      expect(bytes).toBeLessThanOrEqual(100_000);
    }
  });
});
