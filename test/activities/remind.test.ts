import { remind } from '../../activities/remind.js';
import type { Activities } from '../../activities/activities.js';
import { createWorld, evening, invoice, invoicesOf, lookAt, owes, pays, turnAt, wanted, type World } from './world.js';

let world: World;
let send: Activities['remind'];
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.drop());
beforeEach(() => {
  world.post.delivered.length = 0;
  world.post.next.length = 0;
  world.renderer.rendered.length = 0;
  send = remind(world);
});

const madeOf = (accountId: string) => world.db.contactMade.findMany({ where: { accountId }, orderBy: [{ claimedAt: 'asc' }, { key: 'asc' }] });
const tasksOf = (accountId: string) => world.db.task.findMany({ where: { accountId }, orderBy: { openedAt: 'asc' } });
const stepsOf = (accountId: string) => world.db.stepTaken.findMany({ where: { case: { accountId } } });

describe('a reminder', () => {
  it('goes out once with all open items, however often it is asked for', async () => {
    const id = await owes(world, {
      number: '200',
      invoices: [
        ['2020-06-20', 60_000],
        ['2020-07-20', 5_000],
      ],
    });
    await pays(world, id, null, 10_000, '2020-06-29');
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    expect(await send(turn)).toEqual({ result: 'DONE', reason: null });
    expect(await send(turn)).toEqual({ result: 'DONE', reason: null });
    expect(world.post.delivered).toHaveLength(1);
    expect(world.post.delivered[0]).toMatchObject({
      key: turn.act.key,
      to: '200@example.com',
      recipientName: 'Accounts payable',
      from: { name: 'Seller', email: 'ar@example.com' },
    });
    expect(world.renderer.rendered[0]).toMatchObject({
      template: 'reminder',
      language: 'de',
      onDay: '2020-06-30',
      statement: {
        open: { EUR: 55_000 },
        overdue: { EUR: 50_000 },
        items: [
          { openMinor: 60_000, daysPastDue: 10 },
          { openMinor: -10_000, daysPastDue: 0 },
          { openMinor: 5_000, daysPastDue: 0 },
        ],
      },
    });
    expect(await stepsOf(id)).toMatchObject([{ step: 'reminder', round: 1, result: 'TAKEN' }]);
    const [made, ...more] = await madeOf(id);
    expect(more).toEqual([]);
    expect(made).toMatchObject({
      key: `${id}#1/reminder/1/email`,
      status: 'ACCEPTED',
      attempt: 1,
      daySlot: `${id}/2020-06-30`,
      gate: { decision: 'ALLOW' },
      amounts: { EUR: 50_000 },
      subject: 'reminder de',
      providerId: '<1@example.com>',
    });
    expect(made?.itemIds).toEqual([(await invoicesOf(world, id))[0]]);
  });

  it('is held back when a payment lands between the look and the sending', async () => {
    const id = await owes(world, { number: '201', invoices: [['2020-06-20', 60_000]] });
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    const [item] = await invoicesOf(world, id);
    await pays(world, id, item ?? 0, 60_000, '2020-06-30');
    expect(await send(turn)).toMatchObject({ result: 'HELD_BACK', reason: { code: 'PAID' } });
    expect(await send(turn)).toMatchObject({ result: 'HELD_BACK' });
    expect(world.post.delivered).toEqual([]);
    expect(await madeOf(id)).toMatchObject([
      { status: 'HELD_BACK', key: `${turn.act.key}/held/${evening('2020-06-30')}`, daySlot: null, detail: 'nothing overdue is left to collect' },
    ]);
  });

  it('is held back when a payment lands while it is being written', async () => {
    const id = await owes(world, { number: '202', invoices: [['2020-06-20', 60_000]] });
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    const [item] = await invoicesOf(world, id);
    const slow = {
      ...world,
      renderer: {
        render: async (message: Parameters<World['renderer']['render']>[0]) => {
          await pays(world, id, item ?? 0, 20_000, '2020-06-30');
          return world.renderer.render(message);
        },
      },
    };
    expect(await remind(slow)(turn)).toMatchObject({ result: 'HELD_BACK', reason: { code: 'STANDING_CHANGED' } });
    expect(world.post.delivered).toEqual([]);
  });

  it('goes out later although it was held back before', async () => {
    const id = await owes(world, { number: '203', invoices: [['2020-06-20', 60_000]] });
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    const hold = await world.db.hold.create({
      data: { accountId: id, kind: 'PAUSE', reason: 'asked', startsOn: new Date('2020-06-30'), placedAt: new Date(evening('2020-06-30')), placedBy: 'manager' },
    });
    expect(await send(turn)).toMatchObject({ result: 'HELD_BACK', reason: { code: 'ON_HOLD' } });
    await world.db.hold.update({ where: { id: hold.id }, data: { liftedAt: new Date(evening('2020-07-02')), liftedOn: new Date('2020-07-02') } });
    const again = await wanted(world, 'contact', id, evening('2020-07-02'));
    expect(again.act.key).toBe(turn.act.key);
    expect(await send(again)).toMatchObject({ result: 'DONE' });
    expect((await madeOf(id)).map(({ status }) => status)).toEqual(['HELD_BACK', 'ACCEPTED']);
  });

  it('goes to the address that is on file at the moment of sending', async () => {
    const id = await owes(world, { number: '204', invoices: [['2020-06-20', 60_000]] });
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    await world.db.contact.updateMany({ where: { customerNumber: '204' }, data: { email: 'new@example.com' } });
    expect(await send(turn)).toMatchObject({ result: 'DONE' });
    expect(world.post.delivered[0]?.to).toBe('new@example.com');
    expect(await madeOf(id)).toMatchObject([{ address: 'new@example.com' }]);
  });

  it('is one a day, whatever case or campaign asks', async () => {
    const id = await owes(world, { number: '205', invoices: [['2020-06-20', 60_000]] });
    await send(await wanted(world, 'contact', id, evening('2020-06-30')));
    const [item] = await invoicesOf(world, id);
    await pays(world, id, item ?? 0, 60_000, '2020-06-30');
    await lookAt(world, id, evening('2020-06-30'));
    await invoice(world, id, 'R-205-2', '2020-06-21', 8_000);
    const { caseId, verdict } = await lookAt(world, id, '2020-06-30T18:05:00.000Z');
    expect(caseId).toBe(`${id}#2`);
    expect(verdict).toMatchObject({ kind: 'wait', reason: { code: 'ONE_A_DAY' } });
    const act = {
      kind: 'contact',
      key: `${id}#2/reminder/1/email`,
      step: 'reminder',
      round: 1,
      channel: 'email',
      template: 'reminder',
      tone: 'friendly',
      contactId: null,
      address: '205@example.com',
      language: 'de',
      deadlineOn: null,
    } as const;
    expect(await send({ accountId: id, caseId: `${id}#2`, act, ...turnAt('2020-06-30T18:05:00.000Z') })).toMatchObject({
      result: 'HELD_BACK',
      reason: { code: 'ONE_A_DAY' },
    });
    expect(world.post.delivered).toHaveLength(1);
  });

  it('cannot claim a day that another contact has, even past the gate', async () => {
    const id = await owes(world, { number: '206', invoices: [['2020-06-20', 60_000]] });
    await lookAt(world, id, evening('2020-06-30'));
    const contact = {
      accountId: id,
      caseId: `${id}#1`,
      step: 'reminder',
      round: 1,
      channel: 'email',
      contactId: null,
      address: 'a@example.com',
      language: 'de',
      template: 'reminder',
      subject: null,
      amounts: {},
      itemIds: [],
      cc: [],
      deadlineOn: null,
      spokenFor: null,
      gate: {},
      daySlot: `${id}/2020-06-30`,
      at: evening('2020-06-30'),
    } as const;
    const claims = await Promise.allSettled(
      ['a', 'b', 'c'].map((key) => world.store.contacts.claimContact({ ...contact, itemIds: [], cc: [], key: `${id}/${key}` })),
    );
    expect(claims.filter((claim) => claim.status === 'fulfilled' && claim.value !== null)).toHaveLength(1);
  });

  it('is sent once when two workers carry it out at the same time', async () => {
    const id = await owes(world, { number: '207', invoices: [['2020-06-20', 60_000]] });
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    await Promise.all([send(turn), send(turn), send(turn)]);
    expect(world.post.delivered).toHaveLength(1);
    expect(await madeOf(id)).toMatchObject([{ status: 'ACCEPTED' }]);
    expect((await tasksOf(id)).filter(({ status }) => status === 'OPEN')).toEqual([]);
  });
});

describe('a message that is refused', () => {
  it('suppresses the bounced address, asks for a contact and gives the day back', async () => {
    const id = await owes(world, { number: '210', invoices: [['2020-06-20', 60_000]], email: 'Gone@Example.com', mobile: '+491715550100' });
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    world.post.next.push({ outcome: 'rejected', reason: '550 no such user', suppress: 'BOUNCED' });
    expect(await send(turn)).toMatchObject({ result: 'FAILED', reason: { code: 'MESSAGE_REJECTED' } });
    expect(await send(turn)).toMatchObject({ result: 'FAILED' });
    expect(world.post.delivered).toHaveLength(1);
    expect(await madeOf(id)).toMatchObject([{ status: 'REJECTED', daySlot: null, detail: '550 no such user' }]);
    expect(await world.db.suppression.findMany({ where: { address: 'gone@example.com' } })).toMatchObject([
      { channel: 'email', kind: 'BOUNCED', liftedAt: null },
    ]);
    expect(await tasksOf(id)).toMatchObject([{ kind: 'FIND_CONTACT', status: 'OPEN', assigneeId: 'collector-1', key: `${id}#1/reminder/1/find_contact` }]);
    expect(await stepsOf(id)).toEqual([]);
  });

  it('is followed by the next channel on the same day', async () => {
    const id = 'DE01/210';
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    expect(turn.act).toMatchObject({ channel: 'sms', address: '+491715550100', key: `${id}#1/reminder/1/sms` });
    expect(await send(turn)).toMatchObject({ result: 'DONE' });
    expect((await madeOf(id)).map(({ channel, status }) => `${channel} ${status}`)).toEqual(['email REJECTED', 'sms ACCEPTED']);
  });

  it('for its content leaves the address alone', async () => {
    const id = await owes(world, { number: '211', invoices: [['2020-06-20', 60_000]] });
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    world.post.next.push({ outcome: 'rejected', reason: '554 too large', suppress: null });
    expect(await send(turn)).toMatchObject({ result: 'FAILED' });
    expect(await world.db.suppression.count({ where: { address: '211@example.com' } })).toBe(0);
    expect(await tasksOf(id)).toEqual([]);
  });
});

describe('a message that can be tried again', () => {
  it('waits longer each time and is given up after five attempts', async () => {
    const id = await owes(world, { number: '220', invoices: [['2020-06-20', 60_000]] });
    let at = evening('2020-06-30');
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt++) {
      const turn = await wanted(world, 'contact', id, at);
      world.post.next.push({ outcome: 'retryable', reason: '451 later' });
      expect(await send(turn)).toMatchObject({ result: 'RETRY_LATER', reason: { code: 'RETRY_LATER', figures: { attempt } } });
      expect(await send(turn)).toMatchObject({ result: 'RETRY_LATER' });
      const [made] = await madeOf(id);
      expect(made).toMatchObject({ status: 'RETRYABLE', attempt, daySlot: null });
      const { verdict } = await lookAt(world, id, at);
      expect(verdict).toMatchObject({ kind: 'wait', reason: { code: 'RETRY_LATER' } });
      waits.push((made?.notBefore?.getTime() ?? 0) - Date.parse(at));
      at = evening(new Date(Date.parse(at) + 86_400_000).toISOString().slice(0, 10));
    }
    world.post.next.push({ outcome: 'retryable', reason: '451 later' });
    expect(await send(await wanted(world, 'contact', id, at))).toMatchObject({ result: 'FAILED' });
    expect(waits.map((wait) => wait / 60_000)).toEqual([15, 60, 240, 960]);
    expect(world.post.delivered).toHaveLength(5);
    expect(await madeOf(id)).toMatchObject([{ status: 'REJECTED', attempt: 5, detail: '451 later (given up after 5 attempts)' }]);
  });

  it('goes out on its second attempt under the same key', async () => {
    const id = await owes(world, { number: '221', invoices: [['2020-06-20', 60_000]] });
    world.post.next.push({ outcome: 'retryable', reason: '451 later' });
    await send(await wanted(world, 'contact', id, evening('2020-06-30')));
    expect(await send(await wanted(world, 'contact', id, evening('2020-07-01')))).toMatchObject({ result: 'DONE' });
    expect(new Set(world.post.delivered.map(({ key }) => key)).size).toBe(1);
    expect(await madeOf(id)).toMatchObject([{ status: 'ACCEPTED', attempt: 2, daySlot: `${id}/2020-07-01` }]);
  });
});

describe('a message of which nobody knows whether it left', () => {
  it('is never sent again, and becomes a task', async () => {
    const id = await owes(world, { number: '230', invoices: [['2020-06-20', 60_000]] });
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    world.post.next.push(new Error('connection lost after DATA'));
    expect(await send(turn)).toMatchObject({ result: 'UNKNOWN', reason: { code: 'DELIVERY_UNKNOWN' } });
    expect(await send(turn)).toMatchObject({ result: 'UNKNOWN' });
    expect(world.post.delivered).toHaveLength(1);
    expect(await madeOf(id)).toMatchObject([{ status: 'UNKNOWN', detail: 'connection lost after DATA', daySlot: `${id}/2020-06-30` }]);
    expect(await tasksOf(id)).toMatchObject([{ kind: 'VERIFY_DELIVERY', status: 'OPEN', brief: { contactKey: turn.act.key } }]);
    const { verdict } = await lookAt(world, id, evening('2020-07-01'));
    expect(verdict.kind).toBe('wait');
  });

  it('is unknown when the worker dies between the claim and the settlement', async () => {
    const id = await owes(world, { number: '231', invoices: [['2020-06-20', 60_000]] });
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    const dying = { ...world, store: { ...world.store, transact: dieAfterDelivery(world.store.transact) } };
    await expect(remind(dying)(turn)).rejects.toThrow('the worker is gone');
    expect(world.post.delivered).toHaveLength(1);
    expect(await madeOf(id)).toMatchObject([{ status: 'CLAIMED' }]);
    expect(await send(turn)).toMatchObject({ result: 'UNKNOWN' });
    expect(await send(turn)).toMatchObject({ result: 'UNKNOWN' });
    expect(world.post.delivered).toHaveLength(1);
    expect(await madeOf(id)).toMatchObject([{ status: 'UNKNOWN' }]);
    expect(await tasksOf(id)).toMatchObject([{ kind: 'VERIFY_DELIVERY' }]);
  });

  it('is known after all when the answer comes late, and the task is called off', async () => {
    const id = await owes(world, { number: '232', invoices: [['2020-06-20', 60_000]] });
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    const slow = {
      ...world,
      post: {
        deliver: async (delivery: Parameters<World['post']['deliver']>[0]) => {
          expect(await send(turn)).toMatchObject({ result: 'UNKNOWN' });
          return world.post.deliver(delivery);
        },
      },
    };
    expect(await remind(slow)(turn)).toMatchObject({ result: 'DONE' });
    expect(world.post.delivered).toHaveLength(1);
    expect(await madeOf(id)).toMatchObject([{ status: 'ACCEPTED' }]);
    expect(await tasksOf(id)).toMatchObject([{ kind: 'VERIFY_DELIVERY', status: 'CANCELLED' }]);
  });

  it('was never claimed when writing it fails, and is tried again', async () => {
    const id = await owes(world, { number: '233', invoices: [['2020-06-20', 60_000]] });
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    const broken = { ...world, renderer: { render: () => Promise.reject(new Error('no such template')) } };
    await expect(remind(broken)(turn)).rejects.toThrow('no such template');
    expect(await madeOf(id)).toEqual([]);
    expect(await send(turn)).toMatchObject({ result: 'DONE' });
  });
});

/** What is read and claimed before the handing over is kept; the process dies after it. */
function dieAfterDelivery(transact: World['store']['transact']): World['store']['transact'] {
  const before = world.post.delivered.length;
  return (work) => (world.post.delivered.length === before ? transact(work) : Promise.reject(new Error('the worker is gone')));
}
