import { createActivities } from '../../activities/createActivities.js';
import type { Act } from '../../domain/verdict.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { createWorld, evening, owes, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.drop());

const files = { write: () => Promise.reject(new Error('nothing is handed over here')) };
const handover = { format: () => Promise.reject(new Error('nothing is handed over here')) };

/** Does what the workflow does, turn by turn, until the case closes or `days` have passed; every activity is called twice. Answers the diary. */
async function live(accountId: string, from: string, days: number, meanwhile: (at: string) => Promise<void> = () => Promise.resolve()): Promise<string[]> {
  const { assess, remind, draftNotice, openTask, setCreditHold, requestPlacement, recommendWriteOff, bookCharges } = createActivities({
    ...world,
    files,
    handover,
  });
  const twice = async <T>(work: () => Promise<T>): Promise<T> => (await work(), work());
  const diary: string[] = [];
  const end = Date.parse(from) + days * 86_400_000;
  for (let nowMs = Date.parse(from), turns = 0; nowMs < end; turns++) {
    if (turns > 100) throw new Error(`Spins:\n${diary.join('\n')}`);
    const on = new Date(nowMs).toISOString().slice(0, 10);
    await meanwhile(on);
    const { caseId, verdict, wakeMs } = await twice(() => assess({ accountId, campaignId: null, nowMs, plannedMs: nowMs }));
    if (verdict.kind === 'close') return [...diary, `${on} ${verdict.outcome}`];
    const wait = Math.max(wakeMs ?? 0, nowMs + 1);
    if (verdict.kind === 'wait') {
      nowMs = wait;
      continue;
    }
    const turn = { accountId, caseId: caseId ?? '', nowMs, plannedMs: nowMs };
    const done = await twice(() => perform(verdict.act));
    diary.push(
      `${on} ${verdict.act.kind === 'task' ? verdict.act.task : `${verdict.act.kind} ${verdict.act.step}`}${done.result === 'DONE' ? '' : ` ${done.result}`}`,
    );
    nowMs = done.result === 'DONE' ? wait : nowMs + 1;

    function perform(act: Act) {
      switch (act.kind) {
        case 'contact':
          return remind({ ...turn, act });
        case 'draft':
          return draftNotice({ ...turn, act });
        case 'task':
          return openTask({ ...turn, act });
        case 'credit-hold':
          return setCreditHold({ ...turn, act });
        case 'place':
          return requestPlacement({ ...turn, act });
        case 'write-off':
          return recommendWriteOff({ ...turn, act });
        case 'charge':
          return bookCharges({ ...turn, act });
      }
    }
  }
  return diary;
}

const closeTasks = (accountId: string, at: string) =>
  world.db.task.updateMany({
    where: { accountId, status: 'OPEN' },
    data: { status: 'DONE', outcome: 'NO_ANSWER', closedAt: new Date(evening(at)), closedBy: 'collector-1' },
  });

describe('an account that nobody pays', () => {
  it('climbs the whole ladder, each step once, although every activity is called twice', async () => {
    const id = await owes(world, { number: '600', invoices: [['2020-06-01', 60_000]] });
    const diary = await live(id, '2020-06-02T06:00:00.000Z', 120, async (on) => {
      await closeTasks(id, on);
      await world.db.placement.updateMany({ where: { accountId: id, status: 'REQUESTED' }, data: { status: 'DECLINED' } });
    });
    expect(diary.map((line) => line.slice(11))).toEqual(['contact reminder', 'CALL', 'place placement', 'write-off write-off']);
    expect(diary.map((line) => line.slice(0, 10))).toEqual(['2020-06-04', '2020-06-11', '2020-07-01', '2020-07-31']);
    expect(world.post.delivered.filter(({ key }) => key.startsWith(id))).toHaveLength(1);
  });

  it('and whom no message reaches is passed from channel to channel, and to people, and never falls silent', async () => {
    const id = await owes(world, { number: '601', invoices: [['2020-06-01', 60_000]], mobile: '+491715550102' });
    world.post.next.push({ outcome: 'rejected', reason: '550', suppress: 'BOUNCED' }, { outcome: 'rejected', reason: '21610', suppress: 'OPTED_OUT' });
    const diary = await live(id, '2020-06-02T06:00:00.000Z', 40, async (on) => {
      await closeTasks(id, on);
    });
    expect(diary.slice(0, 4).map((line) => line.slice(11))).toEqual(['contact reminder FAILED', 'contact reminder FAILED', 'CALL', 'place placement']);
    const made = await world.db.contactMade.findMany({ where: { accountId: id }, orderBy: { key: 'asc' } });
    expect(made.map(({ channel, status }) => `${channel} ${status}`)).toEqual(['email REJECTED', 'sms REJECTED']);
    expect(await world.db.stepTaken.findMany({ where: { caseId: `${id}#1`, step: 'reminder' } })).toMatchObject([{ result: 'UNREACHABLE' }]);
    expect(await world.db.task.count({ where: { accountId: id, kind: 'FIND_CONTACT' } })).toBe(1);
  });
});

describe('an account that pays half-way', () => {
  it('is closed with what was sent before, and hears no more', async () => {
    const id = await owes(world, { number: '602', invoices: [['2020-06-01', 60_000]] });
    const [item] = await world.db.ledgerItem.findMany({ where: { accountId: id } });
    let paid = false;
    const diary = await live(id, '2020-06-02T06:00:00.000Z', 120, async (on) => {
      if (paid || on < '2020-06-11') return;
      paid = true;
      const days = { issuedOn: new Date('2020-06-10'), dueOn: new Date('2020-06-10'), recordedAt: new Date('2020-06-10') };
      const credit = await world.db.ledgerItem.create({
        data: { accountId: id, kind: 'PAYMENT', number: 'P', currency: 'EUR', amountMinor: -60_000n, ...days },
      });
      await world.db.allocation.create({
        data: { creditId: credit.id, debitId: item?.id ?? 0, amountMinor: 60_000n, onDate: new Date('2020-06-10'), recordedAt: new Date('2020-06-10') },
      });
    });
    expect(diary).toEqual(['2020-06-04 contact reminder', '2020-06-11 PAID']);
  });
});

const charging = `policy: charging
title: Charging
charges: { fees: [{ id: late-fee, amount: { EUR: 5 } }], interest: { percent: 10 } }
ladder:
  - { id: reminder, action: email, template: reminder, charge: [late-fee, interest], when: { daysPastDue: { atLeast: 10 } } }
contact: { businessDaysOnly: false }
`;

describe('fees and interest', () => {
  it('are booked once, before the message that asks for them goes, and put right when a payment was earlier', async () => {
    await publishPolicy(world.db, { source: charging, fileName: 'charging.yaml', by: 'admin', role: 'admin', at: '2020-01-01T00:00:00Z' });
    const id = await owes(world, { number: '603', invoices: [['2020-06-01', 365_000]] });
    await world.db.account.update({ where: { id }, data: { policyName: 'charging' } });
    const [item] = await world.db.ledgerItem.findMany({ where: { accountId: id } });
    let paid = false;
    const diary = await live(id, '2020-06-02T06:00:00.000Z', 60, async (on) => {
      if (paid || on < '2020-06-12') return;
      paid = true;
      // Known on the 12th, dated the 5th: four days are owed, six of the ten that were booked are too much, and nothing was owed when the fee was.
      const days = { issuedOn: new Date('2020-06-05'), dueOn: new Date('2020-06-05'), recordedAt: new Date('2020-06-12') };
      const money = { accountId: id, kind: 'PAYMENT', number: 'P', currency: 'EUR', amountMinor: -365_000n };
      const credit = await world.db.ledgerItem.create({ data: { ...money, ...days } });
      const allocation = { creditId: credit.id, debitId: item?.id ?? 0, amountMinor: 365_000n, onDate: days.issuedOn, recordedAt: days.recordedAt };
      await world.db.allocation.create({ data: allocation });
    });
    expect(diary.slice(0, 2)).toEqual(['2020-06-11 charge reminder', '2020-06-11 contact reminder']);
    const number = `R-603-1`;
    const charges = await world.db.charge.findMany({ where: { accountId: id }, orderBy: { itemId: 'asc' }, include: { item: true } });
    expect(charges.map(({ does, amountMinor, item: { number: of } }) => `${of} ${does} ${amountMinor}`)).toEqual([
      `${number}-F1 BOOK 500`,
      `${number}-I1 BOOK 1000`,
      `${number}-F1-C1 CORRECT 500`,
      `${number}-I1-C1 CORRECT 600`,
    ]);
  });
});
