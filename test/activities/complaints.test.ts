/** Complaints of other systems' users, played against the live activities. The others are in test/complaints. */
import { bookCharges } from '../../activities/bookCharges.js';
import { remind } from '../../activities/remind.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { createWorld, evening, lookAt, owes, policySource, turnAt, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.drop());
beforeEach(() => {
  world.post.delivered.length = 0;
});

/** A job that looks at an account and does what the rule says, as a scheduler would run it. */
async function runJob(accountId: string, at: string): Promise<string> {
  const { caseId, verdict } = await lookAt(world, accountId, at);
  if (verdict.kind !== 'act' || verdict.act.kind !== 'contact' || caseId === null) return verdict.kind;
  return (await remind(world)({ accountId, caseId, act: verdict.act, ...turnAt(at) })).result;
}

describe('live', () => {
  it('#1 the job runs 22 times in a day, and on the two days after: one message', async () => {
    const id = await owes(world, { number: '900', invoices: [['2020-06-20', 60_000]] });
    for (let run = 0; run < 22; run++) await runJob(id, evening('2020-06-30'));
    for (const day of ['2020-07-01', '2020-07-02']) await runJob(id, evening(day));
    expect(world.post.delivered.map(({ key }) => key)).toEqual([`${id}#1/reminder/1/email`]);
  });

  it('#1 the job runs four times at once: one message', async () => {
    const id = await owes(world, { number: '901', invoices: [['2020-06-20', 60_000]] });
    await Promise.allSettled(Array.from({ length: 4 }, () => runJob(id, evening('2020-06-30'))));
    expect(world.post.delivered.filter(({ to }) => to === '901@example.com')).toHaveLength(1);
  });

  it('#2 the job runs every hour for three days after the due date: one late fee', async () => {
    const source = policySource
      .replace('title: Four steps', 'title: With a late fee\ncharges: { fees: [{ id: late-fee, amount: { EUR: 5.00 }, once: true }] }')
      .replace('ladder:', 'ladder:\n  - { id: late, action: fee, charge: [late-fee], when: { daysPastDue: { atLeast: 1 } } }');
    await publishPolicy(world.db, { source, fileName: 'standard-b2b.yaml', by: 'admin', role: 'admin', at: '2020-01-02T00:00:00Z' });
    const id = await owes(world, { number: '902', invoices: [['2020-06-20', 60_000]] });
    const fee = () => world.db.ledgerItem.findMany({ where: { accountId: id, kind: 'CHARGE' } });
    for (let hour = 0; hour < 72; hour++) {
      const at = new Date(Date.parse('2020-06-21T06:00:00Z') + hour * 3_600_000).toISOString();
      const { caseId, verdict } = await lookAt(world, id, at);
      if (verdict.kind === 'act' && verdict.act.kind === 'charge' && caseId !== null)
        for (let twice = 0; twice < 2; twice++) await bookCharges(world)({ accountId: id, caseId, act: verdict.act, ...turnAt(at) });
    }
    expect((await fee()).map(({ number, amountMinor }) => [number, amountMinor])).toEqual([['R-902-1-F1', 500n]]);
  });
});
