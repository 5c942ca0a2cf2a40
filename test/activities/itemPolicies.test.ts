import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate, previewMigration } from '../../client/policies/migrate.js';
import { previewGiven } from '../../client/policies/assign.js';
import { openTask } from '../../activities/openTask.js';
import { remind } from '../../activities/remind.js';
import { giveItemPolicy } from '../../prisma/store/assignments.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { createWorld, evening, invoicesOf, lookAt, owes, pays, policySource, wanted, type World } from './world.js';

const at = evening('2020-06-30');
const deed = { by: 'manager', role: 'manager', at, reason: 'as agreed' };
const firm = policySource.replace('standard-b2b', 'firm');

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await publish(firm);
});
afterAll(() => world.drop());

const publish = (source: string) => publishPolicy(world.db, { source, fileName: 'p.yaml', by: 'manager', role: 'manager', at });
const give = (accountId: string, item: string, policy: string | null) => giveItemPolicy(world.db, accountId, item, policy, deed);
const strandsOf = async (accountId: string) => {
  const rows = await world.db.caseStrand.findMany({ where: { case: { accountId } }, orderBy: { openedAt: 'asc' } });
  return rows.map(({ strand, policyName, policyVersion, closedAt }) => `${strand} ${policyName}@${policyVersion}${closedAt ? ' over' : ''}`);
};
const stepsOf = async (accountId: string) => {
  const rows = await world.db.stepTaken.findMany({ where: { case: { accountId } }, orderBy: { at: 'asc' } });
  return rows.map(({ strand, step, round, result }) => `${strand || 'own'} ${step}/${round} ${result}`);
};
/** Two invoices that are four and five days past due on the last of June. */
const twoInvoices = (number: string) =>
  owes(world, {
    number,
    invoices: [
      ['2020-06-25', 100_00],
      ['2020-06-26', 40_00],
    ],
  });

describe('an item with a policy of its own', () => {
  it('is written to for itself, the day after the rest of the account, by a step of the same name', async () => {
    const accountId = await twoInvoices('31');
    expect(await give(accountId, 'R-31-2', 'firm')).toEqual({ status: 'done' });
    const own = await wanted(world, 'contact', accountId, at);
    expect([own.act.key, own.act.strand]).toEqual([`${accountId}#1/reminder/1/email`, undefined]);
    expect(await remind(world)(own)).toEqual({ result: 'DONE', reason: null });
    expect((await lookAt(world, accountId, at)).verdict).toMatchObject({ kind: 'wait', reason: { code: 'ONE_A_DAY' } });
    const next = await wanted(world, 'contact', accountId, evening('2020-07-01'));
    expect([next.caseId, next.act.key, next.act.strand]).toEqual([`${accountId}#1`, `${accountId}#1~firm/reminder/1/email`, 'firm']);
    for (let time = 0; time < 2; time++) expect(await remind(world)(next)).toEqual({ result: 'DONE', reason: null });
    const asked = world.renderer.rendered.map(({ statement: { items } }) => items.map(({ number }) => number));
    expect(asked).toEqual([['R-31-1'], ['R-31-2']]);
    const made = await world.db.contactMade.findMany({ where: { accountId, automatic: true }, orderBy: { claimedAt: 'asc' } });
    expect(made.map(({ caseId, strand, amounts }) => [caseId, strand, amounts])).toEqual([
      [`${accountId}#1`, '', { EUR: 100_00 }],
      [`${accountId}#1`, 'firm', { EUR: 40_00 }],
    ]);
    expect(await stepsOf(accountId)).toEqual(['own reminder/1 TAKEN', 'firm reminder/1 TAKEN']);
    expect(await strandsOf(accountId)).toEqual(['firm firm@1']);
    expect(await world.db.auditEntry.count({ where: { accountId, action: 'case.strands' } })).toBe(1);
  });

  it('has call tasks of its own, which end with its strand; the case goes on', async () => {
    const accountId = await twoInvoices('32');
    await give(accountId, 'R-32-2', 'firm');
    await remind(world)(await wanted(world, 'contact', accountId, at));
    await remind(world)(await wanted(world, 'contact', accountId, evening('2020-07-01')));
    await openTask(world)(await wanted(world, 'task', accountId, evening('2020-07-05')));
    await world.db.task.updateMany({ where: { accountId, kind: 'CALL' }, data: { status: 'DONE' } });
    const call = await wanted(world, 'task', accountId, evening('2020-07-06'));
    expect(call.act.key).toBe(`${accountId}#1~firm/call/1/call`);
    await openTask(world)(call);
    const [, item] = await invoicesOf(world, accountId);
    await pays(world, accountId, item ?? 0, 40_00, '2020-07-08');
    expect((await lookAt(world, accountId, evening('2020-07-08'))).verdict.kind).not.toBe('close');
    const tasks = await world.db.task.findMany({ where: { accountId, kind: 'CALL' }, orderBy: { openedAt: 'asc' } });
    expect(tasks.map(({ key, caseId, status }) => [key, caseId, status])).toEqual([
      [`${accountId}#1/call/1/call`, `${accountId}#1`, 'DONE'],
      [`${accountId}#1~firm/call/1/call`, `${accountId}#1`, 'CANCELLED'],
    ]);
    expect(await strandsOf(accountId)).toEqual(['firm firm@1 over']);
  });

  it('keeps the version of its policy until it is migrated, and takes the newest when it is given the policy again', async () => {
    const accountId = await twoInvoices('33');
    expect(await previewGiven(world.db, { accountId, item: 'R-33-2', policy: 'firm' }, at)).toMatchObject({
      from: { nextOn: '2020-06-30' },
      contact: 'same day',
    });
    await give(accountId, 'R-33-2', 'firm');
    await lookAt(world, accountId, at);
    await publish(firm.replace('Four steps', 'Four steps, newer'));
    await lookAt(world, accountId, evening('2020-07-01'));
    expect(await strandsOf(accountId)).toEqual(['firm firm@1']);
    const request = { name: 'firm', to: { name: 'firm', version: 2 }, accounts: [accountId], fingerprint: null };
    expect((await previewMigration(world.db, request, at))?.moves.map(({ caseId, from, to }) => [caseId, from.policy, to.policy])).toEqual([
      [`${accountId}#1`, 'standard-b2b@1', 'standard-b2b@1'],
    ]);
    await migrate(world.db, { ...request, by: 'manager', role: 'manager', reason: 'newer' }, at);
    expect(await strandsOf(accountId)).toEqual(['firm firm@2']);
    await publish(firm.replace('Four steps', 'Four steps, newest'));
    await give(accountId, 'R-33-2', 'firm');
    expect(await strandsOf(accountId)).toEqual(['firm firm@3']);
    await give(accountId, 'R-33-2', null);
    await lookAt(world, accountId, evening('2020-07-02'));
    expect(await strandsOf(accountId)).toEqual(['firm firm@3 over']);
  });
});
