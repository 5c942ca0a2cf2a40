import { enrolDelinquent } from '../../activities/enrolDelinquent.js';
import { done } from './dealings.js';
import { createWorld, date, owes, turnAt, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.drop());

const morning = (day: string) => enrolDelinquent(world)(turnAt(`${day}T04:00:00.000Z`));
const nudged = async () => (await world.db.nudge.findMany({ orderBy: { accountId: 'asc' } })).map(({ accountId }) => accountId);
const lapses = (accountId: string) => world.db.auditEntry.findMany({ where: { accountId, action: 'payment.lapse' } });

async function expecting(number: string): Promise<string> {
  const accountId = await owes(world, { number, invoices: [['2020-06-10', 10_000]] });
  const wish = { kind: 'payment-pending', number: 'D-1', currency: 'EUR', amountMinor: 10_000, expectedOn: '2020-07-03' } as const;
  await done(world, accountId, '2020-06-30T10:00:00.000Z', wish);
  await world.db.nudge.deleteMany();
  return accountId;
}

describe('a payment under way', () => {
  it('that did not arrive is noted as lapsed the day after, once, and its account looks again', async () => {
    const accountId = await expecting('500');
    await morning('2020-07-03');
    expect(await lapses(accountId)).toEqual([]);
    await morning('2020-07-04');
    expect(await nudged()).toEqual([accountId]);
    expect(await lapses(accountId)).toMatchObject([
      { actor: 'system', change: { number: 'D-1', currency: 'EUR', amountMinor: 10_000, expectedOn: '2020-07-03' } },
    ]);
    expect(await world.db.pendingPayment.findMany({ where: { accountId } })).toMatchObject([{ endedBy: 'system', endReason: 'lapsed' }]);
    await morning('2020-07-04');
    await morning('2020-07-05');
    expect(await lapses(accountId)).toHaveLength(1);
    await world.db.nudge.deleteMany();
  });

  it('that arrived does not lapse', async () => {
    const accountId = await expecting('501');
    const item = { accountId, kind: 'PAYMENT', number: 'D-1', currency: 'EUR', amountMinor: -10_000, issuedOn: date('2020-07-02'), dueOn: date('2020-07-02') };
    await world.db.ledgerItem.create({ data: { ...item, recordedAt: date('2020-07-02') } });
    await morning('2020-07-04');
    expect(await lapses(accountId)).toEqual([]);
    expect(await nudged()).toEqual([]);
  });
});

describe('a payment of a later date', () => {
  it('has its account look again on that day, and on no other', async () => {
    const accountId = await owes(world, { number: '502', invoices: [['2020-08-10', 10_000]] });
    const day = date('2020-08-20');
    const money = { accountId, kind: 'PAYMENT', number: 'P-1', currency: 'EUR', amountMinor: -10_000, issuedOn: day, dueOn: day };
    await world.db.ledgerItem.create({ data: { ...money, recordedAt: date('2020-08-01') } });
    await morning('2020-08-19');
    expect(await nudged()).toEqual([]);
    await morning('2020-08-20');
    expect(await nudged()).toEqual([accountId]);
    await world.db.nudge.deleteMany();
    await morning('2020-08-21');
    expect(await nudged()).toEqual([]);
  });
});
