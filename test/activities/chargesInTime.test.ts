/** Interest live: money counts from its own day, and what is written off takes its interest with it. */
import { attendWriteOff } from '../../activities/attendWriteOff.js';
import { bookCharges } from '../../activities/bookCharges.js';
import { recommendWriteOff } from '../../activities/recommendWriteOff.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { done, manager, openOf } from './dealings.js';
import { createWorld, date, evening, invoicesOf, lookAt, owes, pays, turnAt, wanted, type World } from './world.js';

const source = `policy: standard-b2b
title: Interest, then a write-off
charges: { interest: { law: DE } }
ladder:
  - { id: first, action: interest, when: { daysPastDue: { atLeast: 10 } } }
  - { id: second, action: interest, when: { daysPastDue: { atLeast: 30 } } }
  - { id: loss, action: write-off, when: { daysPastDue: { atLeast: 40 } } }
contact: { window: { from: "00:00", to: "23:59" }, businessDaysOnly: false }
writeOff: [{ role: manager }]
`;
let world: World;
beforeAll(async () => {
  world = await createWorld();
  await publishPolicy(world.db, { source, fileName: 'standard-b2b.yaml', by: 'admin', role: 'admin', at: '2020-01-02T00:00:00Z' });
});
afterAll(() => world.drop());

async function charge(accountId: string, at: string): Promise<void> {
  const { caseId, verdict } = await lookAt(world, accountId, at);
  if (verdict.kind !== 'act' || verdict.act.kind !== 'charge' || caseId === null) throw new Error(JSON.stringify(verdict));
  await bookCharges(world)({ accountId, caseId, act: verdict.act, ...turnAt(at) });
}

it('bears on what was on account until the day of the money, however late it is set off; a write-off ends the rest and its interest', async () => {
  // 1,000.00, due Friday 2020-06-19; 400.00 on account on 25 June, set off on 5 July. 8.12 % of 366 days.
  const id = await owes(world, { number: '930', invoices: [['2020-06-19', 100_000]] });
  await pays(world, id, null, 40_000, '2020-06-25');
  await charge(id, evening('2020-06-29'));
  const [debitId = 0] = await invoicesOf(world, id);
  const credit = await world.db.ledgerItem.findFirstOrThrow({ where: { accountId: id, kind: 'PAYMENT' } });
  const allocation = { creditId: credit.id, debitId, amountMinor: 40_000n, onDate: date('2020-07-05'), recordedAt: date('2020-07-05') };
  await world.db.allocation.create({ data: allocation });
  await charge(id, evening('2020-07-19'));
  const booked = await world.db.ledgerItem.findMany({ where: { accountId: id, kind: 'CHARGE' }, orderBy: { id: 'asc' } });
  // 400.00 for 6 days and 600.00 for 10: 186.36; and for 30: 452.59, less what is booked.
  expect(booked.map(({ number, amountMinor }) => [number, amountMinor])).toEqual([
    ['R-930-1-I1', 186n],
    ['R-930-1-I2', 267n],
  ]);

  await recommendWriteOff(world)(await wanted(world, 'write-off', id, evening('2020-07-29')));
  const request = await world.db.writeOffRequest.findFirstOrThrow({ where: { accountId: id } });
  await done(world, id, '2020-07-30T08:00:00Z', { kind: 'approve', approvalId: request.approvalId ?? '' }, manager);
  await attendWriteOff(world)({ id: request.id, ...turnAt('2020-07-30T08:00:01Z') });
  expect((await openOf(world, id, '2020-07-30'))[`R-930-1-I2`] ?? 0).toBe(0);
  expect((await lookAt(world, id, evening('2020-07-30'))).verdict).toMatchObject({ kind: 'close', outcome: 'WRITTEN_OFF' });
});
