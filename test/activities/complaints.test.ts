/** Complaints of other systems' users, played against the live activities. The others are in test/complaints. */
import { remind } from '../../activities/remind.js';
import { createWorld, evening, lookAt, owes, turnAt, type World } from './world.js';

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
});
