import type { AccountFacts, PlanFacts } from '../../domain/facts.js';
import type { Change, Situation, Subject, TaskSubject } from '../../domain/instructing/change.js';
import { decide } from '../../domain/instructing/decide.js';
import type { Instruction } from '../../domain/instructions.js';
import type { Role } from '../../domain/policy/types.js';
import { account, contactAt, invoice, shippedPolicy } from './diary.js';

const today = '2020-06-30';
const shipped = shippedPolicy('standard-b2b');
const policy: Situation['policy'] = {
  ...shipped,
  promises: {
    graceDays: 2,
    tolerancePercent: 5,
    maxDays: 60,
    maxInstalments: 3,
    maxBroken: 1,
    defers: 'items',
    downPayment: null,
    settlement: { discountPercent: 10, approval: 'manager' },
  },
  disputes: { reasons: ['price', 'quality'], respondWithinDays: 3, remindEveryDays: 2 },
};

/** R-1 of 100.00 and R-2 of 50.00 are overdue, R-3 of 20.00 falls due in July. */
const items = [invoice(1, '2020-05-10', 10_000), invoice(2, '2020-06-10', 5_000), invoice(3, '2020-07-10', 2_000)];

interface Given {
  facts?: Partial<AccountFacts>;
  roles?: Role[];
  userId?: string;
  subject?: Subject | null;
  at?: string;
}

function told(instruction: Instruction, { facts = {}, roles = ['collector'], userId = 'u1', subject = null, at = '2020-06-30T10:00:00Z' }: Given = {}) {
  return decide(instruction, { actor: { userId, roles }, facts: account({ items, collectorId: 'c9', ...facts }), policy, at, today, subject });
}

function refused(instruction: Instruction, given: Given = {}): string {
  const decided = told(instruction, given);
  return decided.refused ? decided.refused.code : `done: ${decided.message}`;
}

function changed(instruction: Instruction, given: Given = {}): Change {
  const decided = told(instruction, given);
  if (decided.refused) throw new Error(`refused: ${decided.refused.why}`);
  return decided.change;
}

const planOf = (more: Partial<PlanFacts>): PlanFacts => ({
  id: 'p1',
  kind: 'PROMISE',
  status: 'OPEN',
  currency: 'EUR',
  itemIds: [1],
  graceDays: 2,
  level: 1,
  instalments: [],
  ...more,
});

describe('a promise', () => {
  const promise = (more: Partial<Extract<Instruction, { kind: 'promise' }>> = {}): Extract<Instruction, { kind: 'promise' }> => ({
    kind: 'promise',
    currency: 'EUR',
    amountMinor: 10_000,
    dueOn: '2020-07-10',
    ...more,
  });

  it('covers the oldest items that the amount pays, so that the rest goes on being collected', () => {
    expect(changed(promise())).toMatchObject({ kind: 'PROMISE', itemIds: [1], totalMinor: 10_000, level: 1, agreedOn: today });
    expect(changed(promise({ amountMinor: 10_001 }))).toMatchObject({ itemIds: [1, 2] });
    expect(changed(promise({ amountMinor: 17_000 }))).toMatchObject({ itemIds: [1, 2, 3] });
  });

  it('covers the items that are named', () => {
    expect(changed(promise({ amountMinor: 5_000, items: ['R-2', 'R-2'] }))).toMatchObject({ itemIds: [2] });
  });

  it('takes the grace and the tolerance of the policy with it', () => {
    expect(changed(promise())).toMatchObject({ graceDays: 2, tolerancePercent: 5, instalments: [{ number: 1, dueOn: '2020-07-10', amountMinor: 10_000 }] });
  });

  it('is for today at the earliest and for the last day of the policy at the latest', () => {
    expect(refused(promise({ dueOn: '2020-06-29' }))).toBe('DUE_DAY_PAST');
    expect(changed(promise({ dueOn: today }))).toBeDefined();
    expect(changed(promise({ dueOn: '2020-08-29' }))).toBeDefined();
    expect(refused(promise({ dueOn: '2020-08-30' }))).toBe('TOO_LATE');
  });

  it('is for no more than is open, net of credits and disputes', () => {
    expect(refused(promise({ amountMinor: 17_001 }))).toBe('AMOUNT_TOO_HIGH');
    const credit = invoice(9, '2020-06-01', -3_000, { kind: 'PAYMENT' });
    expect(changed(promise({ amountMinor: 14_000 }), { facts: { items: [...items, credit] } })).toBeDefined();
    expect(refused(promise({ amountMinor: 14_001 }), { facts: { items: [...items, credit] } })).toBe('AMOUNT_TOO_HIGH');
    const disputes = [{ id: 'd1', reason: 'price', respondBy: '2020-07-10', items: [{ itemId: 1, amountMinor: 4_000 }] }];
    expect(refused(promise({ amountMinor: 6_001, items: ['R-1'] }), { facts: { disputes } })).toBe('AMOUNT_TOO_HIGH');
    expect(changed(promise({ amountMinor: 6_000, items: ['R-1'] }), { facts: { disputes } })).toBeDefined();
  });

  it('is in a currency that is owed', () => {
    expect(refused(promise({ currency: 'USD' }))).toBe('NOTHING_OPEN');
    expect(refused(promise({ currency: 'USD', items: ['R-1'] }))).toBe('OTHER_CURRENCY');
  });

  it('is for open items of the account', () => {
    expect(refused(promise({ items: ['R-77'] }))).toBe('NO_OPEN_ITEM');
    expect(
      refused(promise({ items: ['R-1'], amountMinor: 5_000 }), {
        facts: { disputes: [{ id: 'd1', reason: 'price', respondBy: '2020-07-10', items: [{ itemId: 1, amountMinor: null }] }] },
      }),
    ).toBe('DISPUTED');
  });

  it('is the only one that runs for an item', () => {
    const plans = [planOf({})];
    expect(refused(promise({ items: ['R-1'] }), { facts: { plans } })).toBe('ITEM_TAKEN');
    expect(changed(promise({ amountMinor: 5_000 }), { facts: { plans } })).toMatchObject({ itemIds: [2] });
    expect(changed(promise({ items: ['R-1'] }), { facts: { plans: [planOf({ status: 'BROKEN' })] } })).toMatchObject({ level: 2 });
  });

  it('is not for what is with a third party or about to be written off', () => {
    expect(refused(promise({ items: ['R-1'] }), { facts: { placements: [{ id: 'x', status: 'PLACED', itemIds: [1] }] } })).toBe('ITEM_TAKEN');
    expect(refused(promise({ items: ['R-1'] }), { facts: { writeOffs: [{ id: 'w', caseId: null, status: 'REQUESTED', itemIds: [1] }] } })).toBe('ITEM_TAKEN');
    expect(changed(promise({ items: ['R-1'] }), { facts: { placements: [{ id: 'x', status: 'RECALLED', itemIds: [1] }] } })).toBeDefined();
  });

  it('takes a manager once too many were broken', () => {
    const plans = [planOf({ id: 'a', status: 'BROKEN' }), planOf({ id: 'b', status: 'BROKEN' })];
    expect(changed(promise(), { facts: { plans: plans.slice(1) } })).toBeDefined();
    expect(refused(promise(), { facts: { plans } })).toBe('TOO_OFTEN_BROKEN');
    expect(changed(promise(), { facts: { plans }, roles: ['collector', 'manager'] })).toMatchObject({ level: 3 });
  });

  it('names an instalment of an invoice by its number, and all of them by the invoice', () => {
    const parts = [1, 2].map((n) => invoice(20 + n, '2020-06-01', 1_000, { number: 'R-20', instalment: n }));
    expect(changed(promise({ amountMinor: 1_000, items: ['R-20/2'] }), { facts: { items: parts } })).toMatchObject({ itemIds: [22] });
    expect(changed(promise({ amountMinor: 2_000, items: ['R-20'] }), { facts: { items: parts } })).toMatchObject({ itemIds: [21, 22] });
  });
});

describe('a plan', () => {
  const plan = (...instalments: [string, number][]) =>
    ({ kind: 'plan', currency: 'EUR', instalments: instalments.map(([dueOn, amountMinor]) => ({ dueOn, amountMinor })) }) as const;

  it('numbers its instalments', () => {
    expect(changed(plan(['2020-07-10', 5_000], ['2020-08-10', 5_000]))).toMatchObject({
      kind: 'PLAN',
      totalMinor: 10_000,
      instalments: [{ number: 1 }, { number: 2 }],
    });
  });

  it('has instalments that follow each other, no more than the policy grants', () => {
    expect(refused(plan(['2020-07-10', 100], ['2020-07-10', 100]))).toBe('NOT_ASCENDING');
    expect(refused(plan(['2020-08-10', 100], ['2020-07-10', 100]))).toBe('NOT_ASCENDING');
    expect(refused(plan(['2020-07-01', 1], ['2020-07-02', 1], ['2020-07-03', 1], ['2020-07-04', 1]))).toBe('TOO_MANY_INSTALMENTS');
    expect(refused(plan(['2020-07-01', 1], ['2020-09-02', 1]))).toBe('TOO_LATE');
  });

  it('adds up to no more than is open', () => {
    expect(refused(plan(['2020-07-10', 10_000], ['2020-08-10', 7_001]))).toBe('AMOUNT_TOO_HIGH');
    expect(refused(plan(['2020-07-10', Number.MAX_SAFE_INTEGER], ['2020-08-10', Number.MAX_SAFE_INTEGER]))).toBe('AMOUNT_TOO_HIGH');
  });

  it('can be cancelled while it runs, and not when it is over or unknown', () => {
    const cancel = { kind: 'cancel-plan', planId: 'p1', reason: 'agreed anew' } as const;
    expect(changed(cancel, { facts: { plans: [planOf({})] } })).toMatchObject({ change: 'plan-cancelled', planId: 'p1' });
    expect(refused(cancel, { facts: { plans: [planOf({ status: 'KEPT' })] } })).toBe('NOT_RUNNING');
    expect(refused(cancel)).toBe('NO_SUCH_PLAN');
  });
});

describe('a pause', () => {
  const pause = (more: Partial<Extract<Instruction, { kind: 'pause' }>> = {}): Extract<Instruction, { kind: 'pause' }> => ({
    kind: 'pause',
    until: '2020-07-15',
    reason: 'waits for goods',
    ...more,
  });

  it('lasts from today to the day before the one it names', () => {
    expect(changed(pause())).toMatchObject({ kind: 'PAUSE', startsOn: today, endsOn: '2020-07-15', itemId: null });
  });

  it('ends in the future, and ends', () => {
    expect(refused(pause({ until: today }))).toBe('END_NOT_IN_FUTURE');
    expect(changed(pause({ until: '2020-07-01' }))).toBeDefined();
    const { until: _, ...endless } = pause();
    expect(refused(endless)).toBe('END_MISSING');
  });

  it('may have begun before it became known', () => {
    expect(changed(pause({ startsOn: '2020-06-28' }))).toMatchObject({ startsOn: '2020-06-28' });
    expect(refused(pause({ startsOn: '2020-07-15' }))).toBe('START_AFTER_END');
    expect(changed(pause({ startsOn: '2020-06-10', until: '2020-06-20' }))).toMatchObject({ startsOn: '2020-06-10', endsOn: '2020-06-20' });
  });

  it('needs no end where the law stops collection', () => {
    const { until: _, ...endless } = pause({ hold: 'BANKRUPTCY' });
    expect(changed(endless)).toMatchObject({ kind: 'BANKRUPTCY', endsOn: null });
  });

  it('takes an account out for good only by a manager', () => {
    const { until: _, ...endless } = pause({ hold: 'EXCLUDED' });
    expect(refused(endless)).toBe('NOT_ALLOWED');
    expect(changed(endless, { roles: ['manager'] })).toMatchObject({ kind: 'EXCLUDED' });
  });

  it('can be for one item, which must be open', () => {
    expect(changed(pause({ item: 'R-2' }))).toMatchObject({ itemId: 2 });
    expect(refused(pause({ item: 'R-77' }))).toBe('NO_OPEN_ITEM');
    const parts = [1, 2].map((n) => invoice(20 + n, '2020-06-01', 1_000, { number: 'R-20', instalment: n }));
    expect(refused(pause({ item: 'R-20' }), { facts: { items: parts } })).toBe('SEVERAL_INSTALMENTS');
  });

  it('can be for a part of an item, no more than is open of it', () => {
    const items = [invoice(1, '2020-06-01', 10_000)];
    expect(changed(pause({ item: 'R-1', amountMinor: 4_000 }), { facts: { items } })).toMatchObject({ itemId: 1, amountMinor: 4_000 });
    expect(refused(pause({ item: 'R-1', amountMinor: 10_001 }), { facts: { items } })).toBe('TOO_MUCH');
    expect(refused(pause({ amountMinor: 4_000 }), { facts: { items } })).toBe('ITEM_MISSING');
  });
});

describe('resuming', () => {
  const resume = { kind: 'resume', reason: 'goods arrived' } as const;
  const hold = (id: string, kind: AccountFacts['holds'][number]['kind'], startsOn: string, endsOn: string | null) => ({
    id,
    kind,
    itemId: null,
    reason: 'r',
    startsOn,
    endsOn,
  });

  it('lifts every hold that is in force or about to begin, and none that is over', () => {
    const holds = [
      hold('past', 'PAUSE', '2020-06-01', today),
      hold('now', 'PAUSE', '2020-06-01', '2020-07-01'),
      hold('soon', 'PAUSE', '2020-07-05', '2020-07-10'),
    ];
    expect(changed(resume, { facts: { holds } })).toMatchObject({ holdIds: ['now', 'soon'] });
  });

  it('lifts one by its name, and as of a day that has passed', () => {
    const holds = [hold('a', 'PAUSE', '2020-06-01', '2020-07-10'), hold('b', 'PAUSE', '2020-06-01', null), hold('past', 'PAUSE', '2020-06-01', '2020-06-20')];
    expect(changed({ ...resume, hold: 'b' }, { facts: { holds } })).toMatchObject({ holdIds: ['b'], onDay: today });
    expect(changed({ ...resume, endsOn: '2020-06-15' }, { facts: { holds } })).toMatchObject({ holdIds: ['a', 'b', 'past'], onDay: '2020-06-15' });
    expect(refused({ ...resume, hold: 'past' }, { facts: { holds } })).toBe('NOTHING_TO_RESUME');
    expect(refused({ ...resume, hold: 'c' }, { facts: { holds } })).toBe('UNKNOWN_HOLD');
  });

  it('takes a manager where the law stopped collection', () => {
    const holds = [hold('a', 'PAUSE', '2020-06-01', '2020-07-01'), hold('b', 'LITIGATION', '2020-06-01', null)];
    expect(refused(resume, { facts: { holds } })).toBe('MANAGER_NEEDED');
    expect(refused(resume, { facts: { holds }, roles: ['controller', 'finance'] })).toBe('MANAGER_NEEDED');
    expect(changed(resume, { facts: { holds }, roles: ['manager'] })).toMatchObject({ holdIds: ['a', 'b'] });
  });

  it('needs something to lift', () => {
    expect(refused(resume)).toBe('NOTHING_TO_RESUME');
    expect(refused(resume, { facts: { holds: [hold('past', 'PAUSE', '2020-06-01', today)] } })).toBe('NOTHING_TO_RESUME');
  });
});

describe('a dispute', () => {
  const dispute = (more: Partial<Extract<Instruction, { kind: 'dispute' }>> = {}): Extract<Instruction, { kind: 'dispute' }> => ({
    kind: 'dispute',
    items: [{ item: 'R-1' }],
    reason: 'price',
    ...more,
  });
  const running = [{ id: 'd1', reason: 'price', respondBy: '2020-07-10', items: [{ itemId: 1, amountMinor: 100 }] }];

  it('is about whole items or parts of them, and is answered within the business days of the policy', () => {
    const change = changed(dispute({ items: [{ item: 'R-1', amountMinor: 4_000 }, { item: 'R-2' }] }));
    expect(change).toMatchObject({
      items: [
        { itemId: 1, amountMinor: 4_000 },
        { itemId: 2, amountMinor: null },
      ],
      respondBy: '2020-07-03',
      ownerId: 'c9',
    });
    expect(
      decide(dispute(), {
        actor: { userId: 'u1', roles: ['collector'] },
        facts: account({ items }),
        policy,
        at: '2020-07-02T10:00:00Z',
        today: '2020-07-02',
        subject: null,
      }),
    ).toMatchObject({ change: { respondBy: '2020-07-07' } });
  });

  it('has a reason of the policy', () => {
    expect(refused(dispute({ reason: 'mood' }))).toBe('UNKNOWN_REASON');
  });

  it('is about open items, each of them once, by no more than is open', () => {
    expect(refused(dispute({ items: [{ item: 'R-77' }] }))).toBe('NO_OPEN_ITEM');
    expect(refused(dispute({ items: [{ item: 'R-1' }, { item: 'R-1', amountMinor: 5 }] }))).toBe('NAMED_TWICE');
    expect(refused(dispute({ items: [{ item: 'R-1', amountMinor: 10_001 }] }))).toBe('AMOUNT_TOO_HIGH');
    expect(changed(dispute({ items: [{ item: 'R-1', amountMinor: 10_000 }] }))).toMatchObject({ items: [{ itemId: 1, amountMinor: null }] });
  });

  it('is not about what is disputed already', () => {
    expect(refused(dispute(), { facts: { disputes: running } })).toBe('ALREADY_DISPUTED');
    expect(changed(dispute({ items: [{ item: 'R-2' }] }), { facts: { disputes: running } })).toBeDefined();
  });

  it('has an owner who exists and is active', () => {
    expect(refused(dispute({ ownerId: 'nobody' }))).toBe('UNKNOWN_OWNER');
    expect(refused(dispute({ ownerId: 'left' }), { subject: { of: 'user', id: 'left', active: false } })).toBe('UNKNOWN_OWNER');
    expect(changed(dispute({ ownerId: 'sales' }), { subject: { of: 'user', id: 'sales', active: true } })).toMatchObject({ ownerId: 'sales' });
  });
});

describe('the resolution of a dispute', () => {
  const resolve = (resolution: 'UPHELD' | 'REJECTED') => ({ kind: 'resolve-dispute', disputeId: 'd1', resolution, note: 'checked' }) as const;
  const subject: Subject = {
    of: 'dispute',
    id: 'd1',
    status: 'OPEN',
    raisedBy: 'u2',
    items: [
      { itemId: 1, amountMinor: 4_000 },
      { itemId: 2, amountMinor: null },
      { itemId: 99, amountMinor: null },
    ],
  };

  it('credits what is still open of the disputed amounts when it is upheld', () => {
    expect(changed(resolve('UPHELD'), { subject, roles: ['finance'] })).toMatchObject({
      credits: [
        { itemId: 1, currency: 'EUR', minor: 4_000 },
        { itemId: 2, currency: 'EUR', minor: 5_000 },
      ],
    });
    const paid = [invoice(1, '2020-05-10', 10_000, { openMinor: 1_500 })];
    expect(changed(resolve('UPHELD'), { subject, roles: ['finance'], facts: { items: paid } })).toMatchObject({ credits: [{ itemId: 1, minor: 1_500 }] });
  });

  it('credits nothing when it is rejected', () => {
    expect(changed(resolve('REJECTED'), { subject })).toMatchObject({ resolution: 'REJECTED', credits: [] });
  });

  it('is upheld by someone who may grant a credit and did not raise it', () => {
    expect(refused(resolve('UPHELD'), { subject })).toBe('NOT_ALLOWED');
    expect(refused(resolve('UPHELD'), { subject, roles: ['manager'], userId: 'u2' })).toBe('SELF_APPROVAL');
    expect(changed(resolve('REJECTED'), { subject, userId: 'u2' })).toBeDefined();
  });

  it('happens once, to a dispute of the account', () => {
    expect(refused(resolve('REJECTED'), { subject: { ...subject, status: 'RESOLVED' } })).toBe('ALREADY_RESOLVED');
    expect(refused(resolve('REJECTED'))).toBe('NO_SUCH_DISPUTE');
  });
});

describe('a task that is done', () => {
  const task = (kind: TaskSubject['kind'], more: Partial<TaskSubject> = {}): TaskSubject => ({
    of: 'task',
    id: 't1',
    kind,
    status: 'OPEN',
    caseId: 'DE01/1000#1',
    step: 'call',
    round: 1,
    ...more,
  });
  const done = (outcome: string, more: Partial<Extract<Instruction, { kind: 'task-done' }>> = {}): Extract<Instruction, { kind: 'task-done' }> => ({
    kind: 'task-done',
    taskId: 't1',
    outcome,
    ...more,
  });

  it.each(['REACHED', 'NO_ANSWER', 'VOICEMAIL', 'REFUSES', 'PAYMENT_SENT', 'NOT_RECEIVED'])(
    'is a call with the outcome %s, which counts as a contact',
    (outcome) => {
      const change = changed(done(outcome, { contactId: 'c1', note: 'said so' }), { subject: task('CALL') });
      expect(change).toMatchObject({
        contact: { channel: 'call', direction: 'OUT', outcome, contactId: 'c1', address: '+493023125001', step: 'call', round: 1, suppress: null },
        opens: [],
      });
    },
  );

  it('opens the next call on the day that was agreed', () => {
    expect(changed(done('CALL_BACK', { callBackOn: '2020-07-02' }), { subject: task('CALL') })).toMatchObject({
      opens: [{ kind: 'CALL', dueOn: '2020-07-02', key: 't1/call-back' }],
    });
    expect(refused(done('CALL_BACK'), { subject: task('CALL') })).toBe('CALL_BACK_DAY');
    expect(refused(done('CALL_BACK', { callBackOn: '2020-06-29' }), { subject: task('CALL') })).toBe('CALL_BACK_DAY');
  });

  it('suppresses a wrong number and has another one found', () => {
    const change = changed(done('WRONG_NUMBER', { contactId: 'c1' }), { subject: task('CALL') });
    expect(change).toMatchObject({
      contact: { suppress: { address: '+493023125001', channel: 'call', kind: 'INVALID' } },
      opens: [{ kind: 'FIND_CONTACT', dueOn: '2020-07-01' }],
    });
    expect(changed(done('WRONG_NUMBER', { address: '+491715550100' }), { subject: task('CALL') })).toMatchObject({
      contact: { suppress: { address: '+491715550100' } },
    });
    expect(refused(done('WRONG_NUMBER'), { subject: task('CALL') })).toBe('NUMBER_MISSING');
    const mobileOnly = [contactAt({ phone: null })];
    expect(changed(done('WRONG_NUMBER', { contactId: 'c1' }), { subject: task('CALL'), facts: { contacts: mobileOnly } })).toMatchObject({
      contact: { address: '+491715550100' },
    });
  });

  it.each<[TaskSubject['kind'], string]>([
    ['FIND_CONTACT', 'FOUND'],
    ['FIND_CONTACT', 'NOT_FOUND'],
    ['VERIFY_DELIVERY', 'DELIVERED'],
    ['VERIFY_DELIVERY', 'NOT_DELIVERED'],
    ['REVIEW_ACCOUNT', 'REVIEWED'],
    ['RECORD_HANDOVER', 'RECORDED'],
  ])('of the kind %s can end in %s, and is no contact', (kind, outcome) => {
    expect(changed(done(outcome), { subject: task(kind) })).toMatchObject({
      contact: null,
      delivered: kind === 'VERIFY_DELIVERY' ? outcome === 'DELIVERED' : null,
    });
  });

  it('has an outcome of its kind', () => {
    expect(refused(done('REACHED'), { subject: task('REVIEW_ACCOUNT') })).toBe('OUTCOME');
    expect(refused(done('FOUND'), { subject: task('CALL') })).toBe('OUTCOME');
  });

  it('is not an approval or a dispute: those are decided', () => {
    expect(refused(done('APPROVED'), { subject: task('APPROVE') })).toBe('OTHER_INSTRUCTION');
    expect(refused(done('ANSWERED'), { subject: task('ANSWER_DISPUTE') })).toBe('OTHER_INSTRUCTION');
  });

  it('was open, belongs to the account, and was done with someone who is known', () => {
    expect(refused(done('REACHED'), { subject: task('CALL', { status: 'DONE' }) })).toBe('NOT_OPEN');
    expect(refused(done('REACHED'))).toBe('NO_SUCH_TASK');
    expect(refused(done('REACHED', { contactId: 'stranger' }), { subject: task('CALL') })).toBe('NO_SUCH_CONTACT');
  });
});

describe('a contact that is recorded', () => {
  const record = (more: Partial<Extract<Instruction, { kind: 'record-contact' }>>): Extract<Instruction, { kind: 'record-contact' }> => ({
    kind: 'record-contact',
    channel: 'email',
    direction: 'IN',
    outcome: 'RECEIVED',
    ...more,
  });

  it('belongs to the running case and to no step', () => {
    const running = { id: 'DE01/1000#1', episode: 1, openedAt: '2020-06-01T00:00:00Z', entryStep: null, campaignId: null };
    expect(changed(record({ contactId: 'c1' }), { facts: { case: running } })).toMatchObject({
      contact: { caseId: 'DE01/1000#1', step: null, address: 'ap@example.com' },
    });
  });

  it('has an outcome that fits its channel and direction', () => {
    expect(refused(record({ direction: 'OUT' }))).toBe('OUTCOME');
    expect(changed(record({ direction: 'OUT', outcome: 'SENT' }))).toBeDefined();
    expect(refused(record({ outcome: 'VOICEMAIL' }))).toBe('OUTCOME');
    expect(refused(record({ channel: 'call' }))).toBe('OUTCOME');
    expect(changed(record({ channel: 'call', outcome: 'REACHED' }))).toBeDefined();
  });
});

describe('a decision on an approval', () => {
  const approve = { kind: 'approve', approvalId: 'a1' } as const;
  const subject: Subject = {
    of: 'approval',
    id: 'a1',
    status: 'PENDING',
    role: 'manager',
    proposedBy: 'u2',
    expiresAt: '2020-07-01T00:00:00Z',
    about: 'placement',
    aboutId: 'x1',
  };

  it('is taken by the role of the approval; a controller stands in for a manager, and nobody for a controller', () => {
    expect(refused(approve, { subject })).toBe('NOT_ALLOWED');
    expect(changed(approve, { subject, roles: ['manager'] })).toMatchObject({ decision: 'APPROVED' });
    expect(changed(approve, { subject, roles: ['controller'] })).toMatchObject({ decision: 'APPROVED' });
    expect(refused(approve, { subject: { ...subject, role: 'controller' }, roles: ['manager', 'finance', 'collector'] })).toBe('NOT_ALLOWED');
  });

  it('is never taken by who proposed it', () => {
    expect(refused(approve, { subject, roles: ['manager'], userId: 'u2' })).toBe('SELF_APPROVAL');
    expect(refused({ kind: 'decline', approvalId: 'a1', reason: 'r' }, { subject, roles: ['manager'], userId: 'u2' })).toBe('SELF_APPROVAL');
  });

  it('is taken before it expires, to the millisecond', () => {
    expect(changed(approve, { subject, roles: ['manager'], at: '2020-06-30T23:59:59.999Z' })).toBeDefined();
    expect(refused(approve, { subject, roles: ['manager'], at: '2020-07-01T00:00:00Z' })).toBe('EXPIRED');
  });

  it('is taken once, on an approval of the account', () => {
    expect(refused(approve, { subject: { ...subject, status: 'DECLINED' }, roles: ['manager'] })).toBe('ALREADY_DECIDED');
    expect(refused(approve, { roles: ['manager'] })).toBe('NO_SUCH_APPROVAL');
  });
});

describe('a placement', () => {
  const at = (status: 'REQUESTED' | 'APPROVED' | 'PLACED' | 'RECALLED' | 'RETURNED' | 'CLOSED', acknowledged = false): Subject => ({
    of: 'placement',
    id: 'x1',
    status,
    acknowledged,
  });
  const acknowledge = { kind: 'acknowledge-placement', placementId: 'x1' } as const;
  const recall = { kind: 'recall-placement', placementId: 'x1', reason: 'r' } as const;
  const giveBack = { kind: 'return-placement', placementId: 'x1', reason: 'r' } as const;

  it('is acknowledged once, after it was handed over', () => {
    expect(changed(acknowledge, { subject: at('PLACED') })).toMatchObject({ to: 'ACKNOWLEDGED' });
    expect(refused(acknowledge, { subject: at('PLACED', true) })).toBe('ALREADY_ACKNOWLEDGED');
    expect(refused(acknowledge, { subject: at('APPROVED') })).toBe('NOT_PLACED');
  });

  it('is recalled while it is on its way or with the third party', () => {
    expect([at('APPROVED'), at('PLACED')].map((subject) => changed(recall, { subject }))).toHaveLength(2);
    expect([at('REQUESTED'), at('RECALLED'), at('RETURNED'), at('CLOSED')].map((subject) => refused(recall, { subject }))).toEqual(Array(4).fill('NOT_PLACED'));
  });

  it('comes back from where it was', () => {
    expect([at('PLACED'), at('RECALLED')].map((subject) => changed(giveBack, { subject }))).toHaveLength(2);
    expect([at('REQUESTED'), at('APPROVED'), at('RETURNED')].map((subject) => refused(giveBack, { subject }))).toEqual(Array(3).fill('NOT_PLACED'));
  });

  it('belongs to the account', () => {
    expect([acknowledge, recall, giveBack].map((each) => refused(each))).toEqual(Array(3).fill('NO_SUCH_PLACEMENT'));
  });
});

describe('a write-off', () => {
  const reverse = { kind: 'reverse-write-off', writeOffId: 'w1', reason: 'paid after all' } as const;

  it('is reversed once, after it was booked', () => {
    expect(changed(reverse, { subject: { of: 'write-off', id: 'w1', status: 'BOOKED' } })).toMatchObject({ change: 'write-off-reversed' });
    expect(refused(reverse, { subject: { of: 'write-off', id: 'w1', status: 'REVERSED' } })).toBe('NOT_BOOKED');
    expect(refused(reverse, { subject: { of: 'write-off', id: 'w1', status: 'APPROVED' } })).toBe('NOT_BOOKED');
    expect(refused(reverse)).toBe('NO_SUCH_WRITE_OFF');
  });
});

describe('a change of policy', () => {
  const change = (version?: number) => ({ kind: 'change-policy', policy: 'gentle', reason: 'key customer', ...(version ? { version } : {}) }) as const;
  const running = { id: 'DE01/1000#1', episode: 1, openedAt: '2020-06-01T00:00:00Z', entryStep: null, campaignId: null };
  const subject: Subject = { of: 'policy', name: 'gentle', versions: [1, 3], current: { name: 'standard-b2b', version: 1 } };

  it('pins the running case to the version that is named, or to the newest', () => {
    expect(changed(change(1), { subject, facts: { case: running } })).toMatchObject({ caseId: 'DE01/1000#1', policy: 'gentle', version: 1 });
    expect(changed(change(), { subject, facts: { case: running } })).toMatchObject({ version: 3 });
  });

  it('needs a running case, a published version, and another one than it has', () => {
    expect(refused(change(), { subject })).toBe('NO_CASE');
    expect(refused(change(2), { subject, facts: { case: running } })).toBe('NO_SUCH_VERSION');
    expect(refused(change(), { subject: { ...subject, versions: [] }, facts: { case: running } })).toBe('NO_SUCH_POLICY');
    expect(refused(change(3), { subject: { ...subject, current: { name: 'gentle', version: 3 } }, facts: { case: running } })).toBe('SAME_POLICY');
  });
});
