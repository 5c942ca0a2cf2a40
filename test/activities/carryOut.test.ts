import { carryOut } from '../../activities/carryOut.js';
import type { Instruction } from '../../domain/instructions.js';
import { verifyAudit } from '../../prisma/store/audit.js';
import { loadFacts } from '../../prisma/store/facts.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { collector, controller, done, finance, fingerprint, manager, refusedAs, requestOf, tell, type Person } from './dealings.js';
import { createWorld, date, evening, invoicesOf, lookAt, owes, policySource, turnAt, type World } from './world.js';

const at = '2020-06-30T10:00:00.000Z';
let world: World;
let serial = 1000;

beforeAll(async () => {
  world = await createWorld();
  await world.db.user.createMany({
    data: [
      { id: 'sales-1', name: 'Sales' },
      { id: 'gone', name: 'Gone', active: false },
    ],
  });
  await publishPolicy(world.db, {
    source: policySource.replace('standard-b2b', 'gentle'),
    fileName: 'gentle.yaml',
    by: 'admin',
    role: 'admin',
    at: '2020-01-01T00:00:00Z',
  });
});
afterAll(() => world.drop());

/** An account with 100.00, 60.00 and 20.00 past due, and a running case. */
async function debtor(): Promise<{ id: string; items: number[]; numbers: string[] }> {
  const number = String(serial++);
  const id = await owes(world, {
    number,
    invoices: [
      ['2020-05-10', 10_000],
      ['2020-06-10', 6_000],
      ['2020-06-20', 2_000],
    ],
  });
  await lookAt(world, id, '2020-06-25T06:00:00Z');
  return { id, items: await invoicesOf(world, id), numbers: [1, 2, 3].map((n) => `R-${number}-${n}`) };
}

async function openTask(accountId: string, kind: string, brief: object = {}): Promise<string> {
  const data = {
    key: `${accountId}/${kind}/${serial++}`,
    accountId,
    kind,
    title: kind,
    brief,
    dueOn: date('2020-06-30'),
    status: 'OPEN',
    openedAt: date('2020-06-30'),
    caseId: `${accountId}#1`,
    step: 'call',
    round: 1,
  };
  return (await world.db.task.create({ data })).id;
}

async function proposal(accountId: string, about: 'placement' | 'write-off', itemIds: number[], role = 'manager', proposedBy = 'collector-1') {
  const expiresAt = new Date('2020-07-30T00:00:00Z');
  const made = { accountId, status: 'REQUESTED', amounts: { EUR: 18_000 }, itemIds, requestedAt: date('2020-06-29'), requestedBy: proposedBy };
  const approval = (subjectId: string) => ({
    accountId,
    subject: about,
    subjectId,
    role,
    status: 'PENDING',
    proposedBy,
    proposedAt: date('2020-06-29'),
    expiresAt,
  });
  if (about === 'write-off') {
    const { id } = await world.db.writeOffRequest.create({ data: { ...made, evidence: {} } });
    const { id: approvalId } = await world.db.approval.create({ data: approval(id) });
    await world.db.writeOffRequest.update({ where: { id }, data: { approvalId } });
    return { id, approvalId };
  }
  await world.db.agency.createMany({ data: [{ code: 'northern-agency', name: 'Northern agency' }], skipDuplicates: true });
  const { id } = await world.db.placement.create({ data: { ...made, agencyCode: 'northern-agency' } });
  const { id: approvalId } = await world.db.approval.create({ data: approval(id) });
  await world.db.placement.update({ where: { id }, data: { approvalId } });
  return { id, approvalId };
}

const auditsOf = (accountId: string) => world.db.auditEntry.findMany({ where: { accountId, actor: { not: 'system' } }, orderBy: { seq: 'asc' } });

const personOf = async (accountId: string) => (await world.db.contact.findFirstOrThrow({ where: { customer: { accounts: { some: { id: accountId } } } } })).id;

/** A payment for the first invoice. */
async function paidFirst(accountId: string, debitId: number, minor = 10_000): Promise<void> {
  const item = { accountId, kind: 'PAYMENT', number: 'P-1', currency: 'EUR', amountMinor: -minor, issuedOn: date('2020-06-26'), dueOn: date('2020-06-26') };
  const { id: creditId } = await world.db.ledgerItem.create({ data: { ...item, recordedAt: date('2020-06-26') } });
  await world.db.allocation.create({ data: { creditId, debitId, amountMinor: minor, onDate: date('2020-06-26'), recordedAt: date('2020-06-26') } });
}

const openOf = async (accountId: string) =>
  (await loadFacts(world.db, [accountId], '2020-06-30')).flatMap(({ items }) => items.map(({ openMinor }) => openMinor));

interface Example {
  instruction: Instruction;
  actor: Person;
  /** What is there when it was carried out. */
  see: () => Promise<void>;
  action: string;
  calls: (subjectId: string) => string[];
}

type Make = (debt: Awaited<ReturnType<typeof debtor>>) => Promise<Example>;

/** An example of each kind that is carried out, with its effect. */
const examples: { [K in Instruction['kind']]: Make } = {
  pause: async ({ id }) => ({
    instruction: { kind: 'pause', until: '2020-07-15', reason: 'waits for goods', startsOn: '2020-06-28' },
    actor: collector,
    action: 'hold.place',
    calls: () => [],
    see: async () =>
      expect(await world.db.hold.findMany({ where: { accountId: id } })).toMatchObject([
        { kind: 'PAUSE', startsOn: date('2020-06-28'), endsOn: date('2020-07-15'), placedBy: 'collector-1', liftedAt: null },
      ]),
  }),
  resume: async ({ id }) => {
    await done(world, id, at, { kind: 'pause', until: '2020-07-15', reason: 'waits for goods' });
    return {
      instruction: { kind: 'resume', reason: 'goods arrived' },
      actor: collector,
      action: 'hold.lift',
      calls: () => [],
      see: async () =>
        expect(await world.db.hold.findMany({ where: { accountId: id } })).toMatchObject([
          { liftedBy: 'collector-1', liftReason: 'goods arrived', liftedAt: new Date(at) },
        ]),
    };
  },
  dispute: async ({ id, items: [first = 0], numbers: [number = ''] }) => ({
    instruction: { kind: 'dispute', items: [{ item: number, amountMinor: 4_000 }], reason: 'price', ownerId: 'sales-1' },
    actor: collector,
    action: 'dispute.raise',
    calls: (subjectId) => [`start resolveDispute ${subjectId}`],
    see: async () =>
      expect(await world.db.dispute.findMany({ where: { accountId: id }, include: { items: true } })).toMatchObject([
        { ownerId: 'sales-1', raisedBy: 'collector-1', respondBy: date('2020-07-14'), items: [{ itemId: first, amountMinor: 4_000n }] },
      ]),
  }),
  'resolve-dispute': async ({ id, items: [first = 0], numbers: [number = ''] }) => {
    const disputeId = await done(world, id, at, { kind: 'dispute', items: [{ item: number, amountMinor: 4_000 }], reason: 'price' });
    return {
      instruction: { kind: 'resolve-dispute', disputeId, resolution: 'UPHELD', note: 'price was wrong' },
      actor: finance,
      action: 'dispute.resolve',
      calls: () => [`nudge resolveDispute ${disputeId}`],
      see: async () => {
        expect(await world.db.dispute.findMany({ where: { accountId: id } })).toMatchObject([{ resolution: 'UPHELD', resolvedBy: 'finance-1' }]);
        const credits = await world.db.ledgerItem.findMany({ where: { accountId: id, kind: 'ADJUSTMENT' }, include: { creditOf: true } });
        expect(credits).toMatchObject([
          {
            amountMinor: -4_000n,
            adjustsId: first,
            reason: 'dispute upheld: price was wrong',
            batchId: null,
            creditOf: [{ debitId: first, amountMinor: 4_000n, onDate: date('2020-06-30') }],
          },
        ]);
      },
    };
  },
  promise: async ({ id, items: [first = 0] }) => ({
    instruction: { kind: 'promise', currency: 'EUR', amountMinor: 10_000, dueOn: '2020-07-10' },
    actor: collector,
    action: 'plan.agree',
    calls: (subjectId) => [`start watchPlan ${subjectId}`],
    see: async () =>
      expect(await world.db.plan.findMany({ where: { accountId: id }, include: { instalments: true } })).toMatchObject([
        {
          kind: 'PROMISE',
          status: 'OPEN',
          totalMinor: 10_000n,
          itemIds: [first],
          graceDays: 2,
          agreedBy: 'collector-1',
          instalments: [{ dueOn: date('2020-07-10'), amountMinor: 10_000n, status: 'OPEN' }],
        },
      ]),
  }),
  plan: async ({ id, items }) => ({
    instruction: {
      kind: 'plan',
      currency: 'EUR',
      instalments: [
        { dueOn: '2020-07-10', amountMinor: 9_000 },
        { dueOn: '2020-08-10', amountMinor: 9_000 },
      ],
    },
    actor: collector,
    action: 'plan.agree',
    calls: (subjectId) => [`start watchPlan ${subjectId}`],
    see: async () =>
      expect(await world.db.plan.findMany({ where: { accountId: id }, include: { instalments: true } })).toMatchObject([
        { kind: 'PLAN', totalMinor: 18_000n, itemIds: items, instalments: [{ number: 1 }, { number: 2 }] },
      ]),
  }),
  settlement: async ({ id, items }) => ({
    instruction: { kind: 'settlement', currency: 'EUR', amountMinor: 9_000, dueOn: '2020-07-10' },
    actor: collector,
    action: 'plan.agree',
    calls: (subjectId) => [`start watchPlan ${subjectId}`],
    see: async () => {
      expect(await world.db.plan.findMany({ where: { accountId: id } })).toMatchObject([
        { kind: 'SETTLEMENT', status: 'PROPOSED', totalMinor: 9_000n, owedMinor: 18_000n, itemIds: items },
      ]);
      expect(await world.db.approval.findMany({ where: { accountId: id } })).toMatchObject([
        { subject: 'settlement', role: 'manager', status: 'PENDING', proposedBy: 'collector-1' },
      ]);
    },
  }),
  'cancel-plan': async ({ id }) => {
    const planId = await done(world, id, at, { kind: 'promise', currency: 'EUR', amountMinor: 10_000, dueOn: '2020-07-10' });
    return {
      instruction: { kind: 'cancel-plan', planId, reason: 'agreed anew' },
      actor: collector,
      action: 'plan.cancel',
      calls: () => [`nudge watchPlan ${planId}`],
      see: async () => expect(await world.db.plan.findMany({ where: { accountId: id } })).toMatchObject([{ status: 'CANCELLED', closedAt: new Date(at) }]),
    };
  },
  'task-done': async ({ id }) => {
    const taskId = await openTask(id, 'CALL', { people: ['whom to call'] });
    const contact = await world.db.contact.findFirstOrThrow({ where: { customerNumber: id.split('/')[1] ?? '' } });
    return {
      instruction: { kind: 'task-done', taskId, outcome: 'CALL_BACK', callBackOn: '2020-07-02', contactId: contact.id, note: 'in a meeting' },
      actor: collector,
      action: 'task.close',
      calls: () => [],
      see: async () => {
        expect(await world.db.task.findMany({ where: { accountId: id }, orderBy: { openedAt: 'asc' } })).toMatchObject([
          { status: 'DONE', outcome: 'CALL_BACK', closedBy: 'collector-1', note: 'in a meeting' },
          { kind: 'CALL', status: 'OPEN', dueOn: date('2020-07-02'), assigneeId: 'collector-1', brief: { people: ['whom to call'] } },
        ]);
        expect(await world.db.contactMade.findMany({ where: { accountId: id } })).toMatchObject([
          {
            channel: 'call',
            direction: 'OUT',
            automatic: false,
            status: 'RECORDED',
            outcome: 'CALL_BACK',
            contactId: contact.id,
            address: '+493023125001',
            caseId: `${id}#1`,
            step: 'call',
            round: 1,
            claimedAt: new Date(at),
            actor: 'collector-1',
            daySlot: null,
          },
        ]);
      },
    };
  },
  'record-contact': async ({ id }) => ({
    instruction: { kind: 'record-contact', channel: 'email', direction: 'IN', outcome: 'RECEIVED', note: 'asks for a copy' },
    actor: collector,
    action: 'contact.record',
    calls: () => [],
    see: async () =>
      expect(await world.db.contactMade.findMany({ where: { accountId: id } })).toMatchObject([
        { channel: 'email', direction: 'IN', automatic: false, status: 'RECORDED', outcome: 'RECEIVED', detail: 'asks for a copy', step: null },
      ]),
  }),
  'correct-contact': async ({ id, items: [first = 0], numbers: [number = ''] }) => {
    const called = await done(world, id, at, { kind: 'record-contact', channel: 'call', direction: 'OUT', outcome: 'REACHED' });
    return {
      instruction: { kind: 'correct-contact', contact: called, outcome: 'NOT_CONNECTED', items: [number], place: 'work', reason: 'it never rang' },
      actor: collector,
      action: 'contact.correct',
      calls: () => [],
      see: async () => {
        expect(await world.db.contactMade.findMany({ where: { accountId: id } })).toMatchObject([{ key: called, outcome: 'REACHED', itemIds: [] }]);
        const [facts] = await loadFacts(world.db, [id], '2020-06-30');
        expect(facts?.contactsMade).toMatchObject([{ key: called, outcome: 'NOT_CONNECTED', itemIds: [first], place: 'work' }]);
      },
    };
  },
  consent: async ({ id }) => {
    const contactId = await personOf(id);
    return {
      instruction: { kind: 'consent', contactId, channels: ['email', 'sms'], until: '2020-12-01' },
      actor: collector,
      action: 'consent.give',
      calls: () => [],
      see: async () => {
        const [facts] = await loadFacts(world.db, [id], '2020-06-30');
        const consent = { personId: contactId, from: new Date(at).toISOString(), until: '2020-11-30T23:00:00.000Z' };
        expect(facts?.consents).toEqual([
          { ...consent, channel: 'email' },
          { ...consent, channel: 'sms' },
        ]);
      },
    };
  },
  'withdraw-consent': async ({ id }) => {
    const contactId = await personOf(id);
    await done(world, id, '2020-06-20T10:00:00Z', { kind: 'consent', contactId, channels: ['email', 'sms'] });
    return {
      instruction: { kind: 'withdraw-consent', contactId, channels: ['sms'] },
      actor: collector,
      action: 'consent.withdraw',
      calls: () => [],
      see: async () => {
        const [facts] = await loadFacts(world.db, [id], '2020-06-30');
        expect(facts?.consents?.map(({ channel, until }) => [channel, until])).toEqual([
          ['email', null],
          ['sms', new Date(at).toISOString()],
        ]);
      },
    };
  },
  inconvenience: async ({ id }) => {
    const contactId = await personOf(id);
    return {
      instruction: { kind: 'inconvenience', contactId, channels: ['call'], weekdays: [1, 2], to: '12:00' },
      actor: collector,
      action: 'wish.record',
      calls: () => [],
      see: async () => {
        const [facts] = await loadFacts(world.db, [id], '2020-06-30');
        expect(facts?.inconveniences).toEqual([{ personId: contactId, channels: ['call'], weekdays: [1, 2], to: '12:00' }]);
      },
    };
  },
  'end-inconvenience': async ({ id }) => {
    const contactId = await personOf(id);
    await done(world, id, '2020-06-20T10:00:00Z', { kind: 'inconvenience', contactId, channels: ['call', 'sms'], from: '18:00', to: '10:00' });
    return {
      instruction: { kind: 'end-inconvenience', contactId, channels: ['call'] },
      actor: collector,
      action: 'wish.end',
      calls: () => [],
      see: async () => {
        const [facts] = await loadFacts(world.db, [id], '2020-06-30');
        expect(facts?.inconveniences).toEqual([{ personId: contactId, channels: ['sms'], from: '18:00', to: '10:00' }]);
      },
    };
  },
  'payment-pending': async ({ id, items: [first = 0], numbers: [number = ''] }) => ({
    instruction: { kind: 'payment-pending', number: 'D-1', currency: 'EUR', amountMinor: 10_000, expectedOn: '2020-07-03', items: [number] },
    actor: finance,
    action: 'payment.expect',
    calls: () => [],
    see: async () => {
      const underWay = { number: 'D-1', currency: 'EUR', amountMinor: 10_000, itemIds: [first], expectedOn: '2020-07-03' };
      expect(await loadFacts(world.db, [id], '2020-07-03')).toMatchObject([{ pendingPayments: [underWay] }]);
      expect(await loadFacts(world.db, [id], '2020-07-04')).toMatchObject([{ pendingPayments: [] }]);
    },
  }),
  'payment-failed': async ({ id }) => {
    await done(world, id, at, { kind: 'payment-pending', number: 'D-1', currency: 'EUR', amountMinor: 10_000, expectedOn: '2020-07-03' });
    return {
      instruction: { kind: 'payment-failed', number: 'D-1', reason: 'no funds' },
      actor: finance,
      action: 'payment.fail',
      calls: () => [],
      see: async () => expect(await loadFacts(world.db, [id], '2020-06-30')).toMatchObject([{ pendingPayments: [] }]),
    };
  },
  'payment-reversed': async ({ id, items: [first = 0] }) => {
    await paidFirst(id, first);
    return {
      instruction: { kind: 'payment-reversed', number: 'P-1', reason: 'no funds' },
      actor: finance,
      action: 'payment.reverse',
      calls: () => [],
      see: async () => expect(await openOf(id)).toEqual([10_000, 6_000, 2_000]),
    };
  },
  chargeback: async ({ id, items: [first = 0] }) => {
    await paidFirst(id, first);
    return {
      instruction: { kind: 'chargeback', number: 'P-1', amountMinor: 2_500, reason: 'card' },
      actor: finance,
      action: 'payment.charge-back',
      calls: () => [],
      see: async () => expect(await openOf(id)).toEqual([2_500, 6_000, 2_000]),
    };
  },
  'chargeback-won': async ({ id, items: [first = 0] }) => {
    await paidFirst(id, first);
    await done(world, id, at, { kind: 'chargeback', number: 'P-1', reason: 'card' }, finance);
    return {
      instruction: { kind: 'chargeback-won', number: 'P-1', reason: 'proof was given' },
      actor: finance,
      action: 'payment.win-back',
      calls: () => [],
      see: async () => expect(await openOf(id)).toEqual([6_000, 2_000]),
    };
  },
  void: async ({ id, items: [first = 0], numbers: [number = ''] }) => {
    await paidFirst(id, first, 4_000);
    return {
      instruction: { kind: 'void', item: number, reason: 'wrong customer' },
      actor: finance,
      action: 'item.void',
      calls: () => [],
      see: async () => expect(await openOf(id)).toEqual([6_000, 2_000, -4_000]),
    };
  },
  'opt-out': async ({ id }) => {
    const contactId = await personOf(id);
    return {
      instruction: { kind: 'opt-out', channel: 'email', contactId, reason: 'by telephone' },
      actor: collector,
      action: 'address.suppress',
      calls: () => [],
      see: async () => expect(await loadFacts(world.db, [id], '2020-06-30')).toMatchObject([{ suppressions: [{ channel: 'email', kind: 'OPTED_OUT' }] }]),
    };
  },
  'opt-in': async ({ id }) => {
    const contactId = await personOf(id);
    await done(world, id, at, { kind: 'opt-out', channel: 'email', contactId });
    return {
      instruction: { kind: 'opt-in', channel: 'email', contactId },
      actor: collector,
      action: 'address.free',
      calls: () => [],
      see: async () => expect(await loadFacts(world.db, [id], '2020-06-30')).toMatchObject([{ suppressions: [] }]),
    };
  },
  bounce: async ({ id }) => {
    const { email } = await world.db.contact.findUniqueOrThrow({ where: { id: await personOf(id) } });
    return {
      instruction: { kind: 'bounce', channel: 'email', address: (email ?? '').toUpperCase() },
      actor: collector,
      action: 'address.suppress',
      calls: () => [],
      see: async () =>
        expect(await loadFacts(world.db, [id], '2020-06-30')).toMatchObject([{ suppressions: [{ address: email, channel: 'email', kind: 'BOUNCED' }] }]),
    };
  },
  approve: async ({ id, items }) => {
    const { id: placementId, approvalId } = await proposal(id, 'placement', items);
    await openTask(id, 'APPROVE', { approvalId });
    return {
      instruction: { kind: 'approve', approvalId, reason: 'nothing else helps' },
      actor: manager,
      action: 'approval.approve',
      calls: () => [`nudge placeDebt ${placementId}`],
      see: async () => {
        expect(await world.db.approval.findMany({ where: { accountId: id } })).toMatchObject([
          { status: 'APPROVED', decidedBy: 'manager-1', decidedAt: new Date(at), reason: 'nothing else helps' },
        ]);
        expect(await world.db.placement.findMany({ where: { accountId: id } })).toMatchObject([{ status: 'APPROVED' }]);
        expect(await world.db.task.findMany({ where: { accountId: id, kind: 'APPROVE' } })).toMatchObject([{ status: 'DONE', outcome: 'APPROVED' }]);
      },
    };
  },
  decline: async ({ id, items }) => {
    const { id: writeOffId, approvalId } = await proposal(id, 'write-off', items);
    return {
      instruction: { kind: 'decline', approvalId, reason: 'too early' },
      actor: manager,
      action: 'approval.decline',
      calls: () => [`nudge approveWriteOff ${writeOffId}`],
      see: async () => {
        expect(await world.db.approval.findMany({ where: { accountId: id } })).toMatchObject([{ status: 'DECLINED', reason: 'too early' }]);
        expect(await world.db.writeOffRequest.findMany({ where: { accountId: id } })).toMatchObject([{ status: 'DECLINED' }]);
      },
    };
  },
  'acknowledge-placement': (debt) =>
    placed(
      debt,
      (placementId) => ({ kind: 'acknowledge-placement', placementId }),
      { status: 'PLACED', acknowledgedAt: new Date(at) },
      'placement.acknowledged',
      collector,
    ),
  'recall-placement': (debt) =>
    placed(
      debt,
      (placementId) => ({ kind: 'recall-placement', placementId, reason: 'paid elsewhere' }),
      { status: 'RECALLED', recalledAt: new Date(at), closeReason: 'paid elsewhere' },
      'placement.recalled',
      manager,
    ),
  'return-placement': (debt) =>
    placed(
      debt,
      (placementId) => ({ kind: 'return-placement', placementId, reason: 'not found' }),
      { status: 'RETURNED', returnedAt: new Date(at), closeReason: 'not found' },
      'placement.returned',
      collector,
    ),
  'reverse-write-off': async ({ id, items: [first = 0] }) => {
    const { id: writeOffId } = await proposal(id, 'write-off', [first]);
    await world.db.writeOffRequest.update({ where: { id: writeOffId }, data: { status: 'BOOKED' } });
    await world.store.bookings.bookCredit({
      accountId: id,
      kind: 'WRITE_OFF',
      number: `WRITE-OFF/${writeOffId}`,
      part: 1,
      currency: 'EUR',
      onDay: '2020-06-29',
      at,
      reason: 'written off',
      against: [{ itemId: first, minor: 10_000 }],
    });
    return {
      instruction: { kind: 'reverse-write-off', writeOffId, reason: 'paid after all' },
      actor: controller,
      action: 'write-off.reverse',
      calls: () => [],
      see: async () => {
        expect(await world.db.writeOffRequest.findMany({ where: { accountId: id } })).toMatchObject([{ status: 'REVERSED', reversedAt: new Date(at) }]);
        const [credit, debit, ...more] = await world.db.ledgerItem.findMany({
          where: { accountId: id, kind: { in: ['WRITE_OFF', 'ADJUSTMENT'] } },
          include: { creditOf: true, debitOf: true },
          orderBy: { id: 'asc' },
        });
        expect(more).toEqual([]);
        expect(credit).toMatchObject({
          kind: 'WRITE_OFF',
          creditOf: [
            { debitId: first, reversedOn: date('2020-06-30') },
            { debitId: debit?.id, reversedOn: null },
          ],
        });
        expect(debit).toMatchObject({ kind: 'ADJUSTMENT', amountMinor: 10_000n, reason: 'paid after all', adjustsId: credit?.id });
      },
    };
  },
  'reverse-charge': async ({ id, items: [first = 0] }) => {
    const booked = { key: 'fee/late/1', actKey: 'act', does: 'BOOK', what: 'FEE', name: 'late', caseId: null, step: 'reminder', round: 1 } as const;
    const money = { itemIds: [first], onInvoice: false, currency: 'EUR', minor: 500, setOffMinor: 0, chargeId: null, ordinaryNumber: null };
    const when = { dueOn: '2020-06-29', from: null, to: null, percent: null, periods: null, policyLine: 3, onDay: '2020-06-29', at, reason: 'late' };
    const chargeId = await world.store.charges.bookCharge({ ...booked, ...money, ...when, accountId: id, number: 'LATE-F1', by: 'system' });
    return {
      instruction: { kind: 'reverse-charge', charge: 'LATE-F1', reason: 'goodwill' },
      actor: manager,
      action: 'charge.reverse',
      calls: () => [],
      see: async () => {
        const [charge, credit, ...more] = await world.db.ledgerItem.findMany({
          where: { accountId: id, number: { startsWith: 'LATE-F1' } },
          include: { creditOf: true },
          orderBy: { id: 'asc' },
        });
        expect(more).toEqual([]);
        expect(charge).toMatchObject({ id: chargeId, kind: 'CHARGE', amountMinor: 500n });
        expect(credit).toMatchObject({ kind: 'ADJUSTMENT', number: 'LATE-F1-C1', amountMinor: -500n, creditOf: [{ debitId: chargeId, amountMinor: 500n }] });
        expect(await world.db.charge.findMany({ where: { accountId: id }, orderBy: { itemId: 'asc' } })).toMatchObject([
          { does: 'BOOK', amountMinor: 500n },
          { does: 'REVERSE', chargeId, amountMinor: 500n, bookedBy: 'manager-1', reason: 'goodwill' },
        ]);
      },
    };
  },
  note: async ({ id }) => ({
    instruction: { kind: 'note', text: 'spoke to reception' },
    actor: collector,
    action: 'note.write',
    calls: () => [],
    see: async () =>
      expect(await world.db.note.findMany({ where: { accountId: id } })).toMatchObject([
        { text: 'spoke to reception', author: 'collector-1', at: new Date(at) },
      ]),
  }),
  'set-level': async ({ id }) => ({
    instruction: { kind: 'set-level', level: 2, reason: 'warned by hand' },
    actor: collector,
    action: 'case.set-level',
    calls: () => [],
    see: async () =>
      expect(await world.db.stepTaken.findMany({ where: { case: { accountId: id } } })).toMatchObject([
        { step: 'call', round: 1, result: 'SET', at: new Date(at), itemIds: [], reason: expect.stringContaining('warned by hand') },
      ]),
  }),
  'skip-notice': async ({ id }) => ({
    instruction: { kind: 'skip-notice', reason: 'goods are late' },
    actor: collector,
    action: 'case.skip-notice',
    calls: () => [],
    see: async () =>
      expect(await world.db.stepTaken.findMany({ where: { case: { accountId: id } } })).toMatchObject([{ step: 'reminder', round: 1, result: 'SKIPPED' }]),
  }),
  'credit-hold': async ({ id }) => ({
    instruction: { kind: 'credit-hold', hold: 'on', reason: 'limit is exceeded' },
    actor: manager,
    action: 'credit-hold.on',
    calls: () => [],
    see: async () => {
      expect(await world.db.courseChange.findMany({ where: { accountId: id } })).toMatchObject([
        { kind: 'credit-hold', from: null, to: 'on', by: 'manager-1', reason: 'limit is exceeded', step: null, actions: ['credit-hold-on'] },
      ]);
      expect((await world.store.facts.loadDossier(id, at, null)).facts.creditHold).toEqual({ sinceOn: '2020-06-30', step: null });
    },
  }),
  'change-policy': async ({ id }) => ({
    instruction: { kind: 'change-policy', policy: 'gentle', reason: 'key customer' },
    actor: manager,
    action: 'case.change-policy',
    calls: () => [],
    see: async () => expect(await world.db.collectionCase.findMany({ where: { accountId: id } })).toMatchObject([{ policyName: 'gentle', policyVersion: 1 }]),
  }),
};

async function placed(
  { id, items }: Awaited<ReturnType<typeof debtor>>,
  instruct: (placementId: string) => Instruction,
  then: object,
  action: string,
  actor: Person,
): Promise<Example> {
  const { id: placementId } = await proposal(id, 'placement', items);
  await world.db.placement.update({ where: { id: placementId }, data: { status: 'PLACED', handedOverAt: date('2020-06-29') } });
  const see = async () => expect(await world.db.placement.findMany({ where: { accountId: id } })).toMatchObject([then]);
  return { instruction: instruct(placementId), actor, action, calls: () => [`nudge placeDebt ${placementId}`], see };
}

describe('an instruction', () => {
  it.each(Object.keys(examples) as Instruction['kind'][])('%s is carried out once, however often it is asked for under one id', async (kind) => {
    const debt = await debtor();
    const { instruction, actor, see, action, calls } = await examples[kind](debt);
    const request = requestOf(debt.id, instruction, actor);
    const before = (await auditsOf(debt.id)).length;
    await world.db.nudge.deleteMany();
    world.processes.calls.length = 0;

    const result = await carryOut(world)({ ...turnAt(at), request });
    expect(result).toMatchObject({ status: 'done' });
    await see();
    const subjectId = result.status === 'done' ? result.subjectId : '';
    expect(world.processes.calls).toEqual(calls(subjectId));
    const [entry, ...more] = (await auditsOf(debt.id)).slice(before);
    expect(entry).toMatchObject({ action, subjectId, actor: actor.userId, role: actor.roles[0], at: new Date(at), change: { instruction: { kind } } });
    expect(more).toEqual([]);
    expect(await world.db.nudge.count({ where: { accountId: debt.id } })).toBe(1);

    const kept = await fingerprint(world);
    const again = await carryOut(world)({ ...turnAt('2020-07-05T10:00:00Z'), request });
    expect(again).toEqual(result);
    expect(await fingerprint(world)).toEqual(kept);
    expect(world.processes.calls).toEqual([...calls(subjectId), ...calls(subjectId)]);
  });

  it('is carried out once when it arrives several times at the same moment', async () => {
    const { id } = await debtor();
    const request = requestOf(id, { kind: 'promise', currency: 'EUR', amountMinor: 10_000, dueOn: '2020-07-10' });
    const results = await Promise.all([1, 2, 3, 4].map(() => carryOut(world)({ ...turnAt(at), request })));
    for (const result of results) expect(result).toEqual(results[0]);
    expect(await world.db.plan.count({ where: { accountId: id } })).toBe(1);
  });

  it('is one of two that exclude each other, whichever comes first', async () => {
    const {
      id,
      numbers: [number = ''],
    } = await debtor();
    const promise: Instruction = { kind: 'promise', currency: 'EUR', amountMinor: 10_000, dueOn: '2020-07-10', items: [number] };
    const results = await Promise.all([1, 2, 3].map(() => tell(world, id, at, promise)));
    expect(results.map(({ status }) => status).sort()).toEqual(['done', 'refused', 'refused']);
  });

  it('tells its process once more when the first attempt died before it could', async () => {
    const { id } = await debtor();
    const request = requestOf(id, { kind: 'promise', currency: 'EUR', amountMinor: 10_000, dueOn: '2020-07-10' });
    const failing = { ...world, processes: { ...world.processes, startWatch: () => Promise.reject(new Error('no connection')) } };
    await expect(carryOut(failing)({ ...turnAt(at), request })).rejects.toThrow('no connection');
    world.processes.calls.length = 0;
    const result = await carryOut(world)({ ...turnAt(at), request });
    expect(world.processes.calls).toEqual([`start watchPlan ${result.status === 'done' ? result.subjectId : ''}`]);
    expect(await world.db.plan.count({ where: { accountId: id } })).toBe(1);
  });

  it('leaves the log of changes whole', async () => {
    expect(await verifyAudit(world.db)).toMatchObject({ intact: true });
  });
});

describe('a refusal changes nothing and says why:', () => {
  let debt: Awaited<ReturnType<typeof debtor>>;
  let taskId: string;
  let approvalId: string;
  let ownApprovalId: string;
  let disputeId: string;
  let placementId: string;
  beforeAll(async () => {
    debt = await debtor();
    const [first = 0, , third = 0] = debt.items;
    taskId = await openTask(debt.id, 'CALL');
    ({ approvalId } = await proposal(debt.id, 'write-off', [], 'controller'));
    ({ approvalId: ownApprovalId } = await proposal(debt.id, 'placement', [], 'manager', 'manager-1'));
    ({ id: placementId } = await proposal(debt.id, 'placement', []));
    disputeId = await done(world, debt.id, at, { kind: 'dispute', items: [{ item: debt.numbers[2] ?? '' }], reason: 'price' }, manager);
    expect([first, third]).not.toContain(0);
  });

  const other = () => ({ kind: 'promise', currency: 'EUR', amountMinor: 100, dueOn: '2020-07-10' }) as const;
  const cases: [string, string, () => Instruction, Person][] = [
    ['malformed', 'MALFORMED', () => ({ ...other(), amountMinor: -5 }), collector],
    ['no role for it', 'NOT_ALLOWED', () => ({ kind: 'change-policy', policy: 'gentle', reason: 'r' }), collector],
    ['an auditor', 'NOT_ALLOWED', () => ({ kind: 'note', text: 't' }), { userId: 'a', roles: ['auditor'] }],
    ['a pause without an end', 'END_MISSING', () => ({ kind: 'pause', reason: 'r' }), collector],
    ['no credit hold to end', 'NOT_ON', () => ({ kind: 'credit-hold', hold: 'off', reason: 'r' }), manager],
    ['nothing to resume', 'NOTHING_TO_RESUME', () => ({ kind: 'resume', reason: 'r' }), collector],
    ['too much promised', 'AMOUNT_TOO_HIGH', () => ({ ...other(), amountMinor: 16_001 }), collector],
    ['promised for the past', 'DUE_DAY_PAST', () => ({ ...other(), dueOn: '2020-06-29' }), collector],
    ['another currency', 'NOTHING_OPEN', () => ({ ...other(), currency: 'USD' }), collector],
    ['an item that is not owed', 'NO_OPEN_ITEM', () => ({ ...other(), items: ['R-0'] }), collector],
    [
      'a reason that the policy does not know',
      'UNKNOWN_REASON',
      () => ({ kind: 'dispute', items: [{ item: debt.numbers[0] ?? '' }], reason: 'mood' }),
      collector,
    ],
    ['an owner who left', 'UNKNOWN_OWNER', () => ({ kind: 'dispute', items: [{ item: debt.numbers[0] ?? '' }], reason: 'price', ownerId: 'gone' }), collector],
    ['a second dispute of an item', 'ALREADY_DISPUTED', () => ({ kind: 'dispute', items: [{ item: debt.numbers[2] ?? '' }], reason: 'price' }), collector],
    ['a dispute upheld by who raised it', 'SELF_APPROVAL', () => ({ kind: 'resolve-dispute', disputeId, resolution: 'UPHELD', note: 'n' }), manager],
    ['a plan that is not there', 'NO_SUCH_PLAN', () => ({ kind: 'cancel-plan', planId: 'p', reason: 'r' }), collector],
    ['an outcome of another kind of task', 'OUTCOME', () => ({ kind: 'task-done', taskId, outcome: 'FOUND' }), collector],
    ['a task that is not there', 'NO_SUCH_TASK', () => ({ kind: 'task-done', taskId: 't', outcome: 'REACHED' }), collector],
    ['a contact that is not there', 'NO_SUCH_CONTACT', () => ({ kind: 'task-done', taskId, outcome: 'REACHED', contactId: 'c' }), collector],
    ['approved by another role', 'NOT_ALLOWED', () => ({ kind: 'approve', approvalId }), manager],
    ['approved by who proposed', 'SELF_APPROVAL', () => ({ kind: 'approve', approvalId: ownApprovalId }), manager],
    ['not handed over', 'NOT_PLACED', () => ({ kind: 'acknowledge-placement', placementId }), collector],
    ['no write-off', 'NO_SUCH_WRITE_OFF', () => ({ kind: 'reverse-write-off', writeOffId: 'w', reason: 'r' }), controller],
    ['no such policy', 'NO_SUCH_POLICY', () => ({ kind: 'change-policy', policy: 'none', reason: 'r' }), manager],
    ['the same policy', 'SAME_POLICY', () => ({ kind: 'change-policy', policy: 'standard-b2b', version: 1, reason: 'r' }), manager],
  ];

  it.each(cases)('%s (%s)', async (_, code, instruct, actor) => {
    const before = await fingerprint(world);
    world.processes.calls.length = 0;
    expect(await refusedAs(world, debt.id, at, instruct(), actor)).toBe(code);
    expect(await fingerprint(world)).toEqual(before);
    expect(world.processes.calls).toEqual([]);
  });

  it('an approval that came to late (EXPIRED)', async () => {
    const before = await fingerprint(world);
    expect(await refusedAs(world, debt.id, '2020-07-30T00:00:00.000Z', { kind: 'approve', approvalId }, controller)).toBe('EXPIRED');
    expect(await fingerprint(world)).toEqual(before);
  });

  it('an account that does not exist (UNKNOWN_ACCOUNT)', async () => {
    expect(await refusedAs(world, 'DE01/none', at, { kind: 'note', text: 't' })).toBe('UNKNOWN_ACCOUNT');
  });

  it('an approval, a task, a dispute of another account', async () => {
    const { id } = await debtor();
    expect(await refusedAs(world, id, at, { kind: 'approve', approvalId }, controller)).toBe('NO_SUCH_APPROVAL');
    expect(await refusedAs(world, id, at, { kind: 'task-done', taskId, outcome: 'REACHED' })).toBe('NO_SUCH_TASK');
    expect(await refusedAs(world, id, at, { kind: 'resolve-dispute', disputeId, resolution: 'REJECTED', note: 'n' })).toBe('NO_SUCH_DISPUTE');
    expect(await refusedAs(world, id, at, { kind: 'recall-placement', placementId, reason: 'r' }, manager)).toBe('NO_SUCH_PLACEMENT');
  });

  it('an id that was used for something else (ID_TAKEN)', async () => {
    const { id } = await debtor();
    const request = requestOf(id, { kind: 'note', text: 'one' });
    await carryOut(world)({ ...turnAt(at), request });
    const before = await fingerprint(world);
    expect(await carryOut(world)({ ...turnAt(at), request: { ...request, accountId: debt.id } })).toMatchObject({ status: 'refused', code: 'ID_TAKEN' });
    expect(await carryOut(world)({ ...turnAt(at), request: { ...request, instruction: { kind: 'pause', until: '2020-07-15', reason: 'r' } } })).toMatchObject({
      code: 'ID_TAKEN',
    });
    expect(await fingerprint(world)).toEqual(before);
  });

  it('and the same id may be given again once it was put right', async () => {
    const { id } = await debtor();
    const bad = requestOf(id, { kind: 'promise', currency: 'EUR', amountMinor: 10_000, dueOn: '2020-06-01' });
    expect(await carryOut(world)({ ...turnAt(at), request: bad })).toMatchObject({ status: 'refused' });
    expect(await carryOut(world)({ ...turnAt(at), request: { ...bad, instruction: { ...other() } } })).toMatchObject({ status: 'done' });
  });
});

describe('what an instruction leads to', () => {
  it('a paused account is left alone, and goes on after it is resumed', async () => {
    const { id } = await debtor();
    await done(world, id, at, { kind: 'pause', until: '2020-07-15', reason: 'waits for goods' });
    expect((await lookAt(world, id, evening('2020-06-30'))).verdict).toMatchObject({ kind: 'wait', reason: { code: 'ON_HOLD' } });
    await done(world, id, at, { kind: 'resume', reason: 'goods arrived' });
    expect((await lookAt(world, id, evening('2020-06-30'))).verdict).toMatchObject({ kind: 'act' });
  });

  it('keeps the days of holds that were lifted, also of one that was lifted as of an earlier day; one lifted before it began never was', async () => {
    const { id } = await debtor();
    const holdsOf = async () => (await world.store.facts.loadDossier(id, at, null)).facts.holds.map(({ startsOn, endsOn }) => `${startsOn} ${endsOn}`);
    await done(world, id, at, { kind: 'pause', until: '2020-07-15', startsOn: '2020-06-20', reason: 'waits for goods' });
    await done(world, id, at, { kind: 'resume', reason: 'goods had arrived', endsOn: '2020-06-27' });
    expect(await holdsOf()).toEqual(['2020-06-20 2020-06-27']);
    await done(world, id, at, { kind: 'pause', until: '2020-06-18', startsOn: '2020-06-11', reason: 'told late' });
    await done(world, id, at, { kind: 'pause', until: '2020-08-01', startsOn: '2020-07-20', reason: 'holidays' });
    await done(world, id, at, { kind: 'resume', reason: 'no holidays' });
    expect(await holdsOf()).toEqual(['2020-06-11 2020-06-18', '2020-06-20 2020-06-27']);
  });

  it('a wrong number is not called again, and someone looks for another', async () => {
    const { id } = await debtor();
    const taskId = await openTask(id, 'CALL');
    const { id: contactId } = await world.db.contact.findFirstOrThrow({ where: { customerNumber: id.split('/')[1] ?? '' } });
    await done(world, id, at, { kind: 'task-done', taskId, outcome: 'WRONG_NUMBER', contactId });
    expect(await world.db.suppression.findMany({ where: { address: '+493023125001' } })).toMatchObject([
      { channel: 'call', kind: 'INVALID', recordedBy: 'collector-1', liftedAt: null },
    ]);
    expect(await world.db.task.findMany({ where: { accountId: id, kind: 'FIND_CONTACT' } })).toMatchObject([{ status: 'OPEN', dueOn: date('2020-07-01') }]);
    await world.db.suppression.updateMany({ data: { liftedAt: new Date(at), liftedBy: 'manager-1' } });
  });

  it('a message whose fate was unknown counts once it was found to have arrived, and may be sent again when it did not', async () => {
    const { id } = await debtor();
    const unknown = (step: string) => ({
      key: `${id}#1/${step}/1/email`,
      accountId: id,
      caseId: `${id}#1`,
      step,
      round: 1,
      channel: 'email',
      amounts: {},
      itemIds: [],
      gate: {},
      status: 'UNKNOWN',
      daySlot: `${id}/${step}`,
      claimedAt: date('2020-06-26'),
      actor: 'system',
    });
    await world.db.contactMade.createMany({ data: [unknown('reminder'), unknown('second')] });
    const arrived = await openTask(id, 'VERIFY_DELIVERY', { contactKey: `${id}#1/reminder/1/email` });
    const lost = await openTask(id, 'VERIFY_DELIVERY', { contactKey: `${id}#1/second/1/email` });
    await done(world, id, at, { kind: 'task-done', taskId: arrived, outcome: 'DELIVERED' });
    await done(world, id, at, { kind: 'task-done', taskId: lost, outcome: 'NOT_DELIVERED' });
    expect(await world.db.contactMade.findMany({ where: { accountId: id }, orderBy: { key: 'asc' } })).toMatchObject([
      { step: 'reminder', status: 'ACCEPTED' },
      { step: 'second', status: 'RETRYABLE', daySlot: null },
    ]);
    expect(await world.db.stepTaken.findMany({ where: { caseId: `${id}#1` } })).toMatchObject([
      { step: 'reminder', result: 'TAKEN', onDate: date('2020-06-26') },
    ]);
  });

  it('a case that changed its policy is looked at with the new one', async () => {
    const { id } = await debtor();
    await done(world, id, at, { kind: 'change-policy', policy: 'gentle', reason: 'key customer' }, manager);
    await lookAt(world, id, evening('2020-06-30'));
    expect(await world.db.decision.findFirst({ where: { caseId: `${id}#1` }, orderBy: { id: 'desc' } })).toMatchObject({ inputs: { policy: 'gentle@1' } });
  });
});
