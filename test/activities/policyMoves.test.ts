import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assign, previewAssignment, previewGiven } from '../../client/policies/assign.js';
import { migrate, previewMigration } from '../../client/policies/migrate.js';
import { enrolDelinquent } from '../../activities/enrolDelinquent.js';
import { assignmentInForce, giveItemPolicy, givePolicy, publishAssignment } from '../../prisma/store/assignments.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { createWorld, evening, invoice, lookAt, owes, policySource, turnAt, type World } from './world.js';

const at = evening('2020-06-30');
const deed = { by: 'manager', role: 'manager', at, reason: 'as agreed' };
const named = (name: string) => policySource.replace('standard-b2b', name);
const idle = 'policy: leave-alone\ntitle: None\ndoNothing: true\n';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  for (const source of [named('gentle').replace('atLeast: 3 } } }', 'atLeast: 20 } } }'), idle]) await publish(source);
});
afterAll(() => world.drop());

const publish = (source: string) => publishPolicy(world.db, { source, fileName: 'p.yaml', by: 'manager', role: 'manager', at });
const caseOf = async (accountId: string) => {
  const it = await world.db.collectionCase.findFirst({ where: { accountId }, orderBy: { episode: 'desc' } });
  return it && `${it.policyName}@${it.policyVersion} ${it.status}${it.outcome ? ` ${it.outcome}` : ''}`;
};
const nudged = async (accountId: string) => (await world.db.nudge.count({ where: { accountId } })) === 1;

describe('the assignment in force', () => {
  const source = `assignment: house
rules:
  - { when: { segment: key }, policy: gentle }
  - { when: { tags: { with: [debit] } }, policy: leave-alone }
entities: { DE01: standard-b2b }
`;
  let key = '';
  let debited = '';
  let plain = '';

  beforeAll(async () => {
    key = await owes(world, { number: '1', invoices: [['2020-06-20', 100_00]] });
    debited = await owes(world, { number: '2', invoices: [['2020-06-20', 100_00]] });
    plain = await owes(world, { number: '3', invoices: [['2020-06-20', 100_00]] });
    await world.db.customer.update({ where: { number: '1' }, data: { segment: 'key' } });
    await world.db.customer.update({ where: { number: '2' }, data: { tags: ['debit'] } });
  });

  it('is previewed account by account before it is published', async () => {
    const { moves, staying, totals } = await previewAssignment(world.db, { source, fileName: 'a.yaml' }, at);
    expect(moves.map(({ accountId, from, to, contact }) => [accountId, from.policy, to.policy, from.nextOn, to.nextOn, contact])).toEqual([
      [key, 'standard-b2b@1', 'gentle@1', '2020-06-30', '2020-07-10', 'later'],
      [debited, 'standard-b2b@1', 'leave-alone@1', '2020-06-30', null, 'no longer'],
    ]);
    expect([staying, totals.accounts, await assignmentInForce(world.db)]).toEqual([[], 2, null]);
  });

  it('names the line of a policy that is not published, also of an item', async () => {
    const wrong = `${source}otherwise: unheard\nitems: [{ account: ${key}, item: R-1-1, policy: unknown }]\n`;
    await expect(previewAssignment(world.db, { source: wrong, fileName: 'a.yaml' }, at)).rejects.toThrow(
      /^a\.yaml:6:1: no policy 'unheard' is published; publish it first\na\.yaml:7:1: no policy 'unknown' is published; publish it first/,
    );
  });

  it('is published with the fingerprint of its preview, versioned, in the audit, and never changed', async () => {
    const outdated = await assign(world.db, { source, fileName: 'a.yaml', fingerprint: 'of-another', by: 'manager', role: 'manager' }, at);
    expect(outdated).toEqual({ status: 'outdated', differences: null });
    const { fingerprint } = await previewAssignment(world.db, { source, fileName: 'a.yaml' }, at);
    const done = await assign(world.db, { source, fileName: 'a.yaml', fingerprint, by: 'manager', role: 'manager' }, at);
    expect(done).toMatchObject({ status: 'published', ref: { name: 'house', version: 1, isNew: true } });
    expect(await publishAssignment(world.db, { source, fileName: 'a.yaml', by: 'manager', role: 'manager', at })).toMatchObject({ version: 1, isNew: false });
    await expect(world.db.assignmentVersion.updateMany({ data: { source: '' } })).rejects.toThrow();
    await expect(world.db.assignmentVersion.deleteMany()).rejects.toThrow();
    expect(await world.db.auditEntry.findMany({ where: { subject: 'assignment' }, select: { actor: true, action: true, subjectId: true } })).toEqual([
      { actor: 'manager', action: 'assignment.publish', subjectId: 'house@1' },
    ]);
  });

  it('decides when a case is opened; whom it leaves alone has none, and is not enrolled', async () => {
    expect(await enrolDelinquent(world)(turnAt(at))).toEqual({ started: 2 });
    for (const accountId of [key, debited, plain]) await lookAt(world, accountId, at);
    expect([await caseOf(key), await caseOf(debited), await caseOf(plain)]).toEqual(['gentle@1 OPEN', null, 'standard-b2b@1 OPEN']);
    expect(world.processes.calls.filter((call) => call.startsWith('collect'))).toEqual([`collect ${key}`, `collect ${plain}`]);
  });

  it('moves no case that runs: who stays is listed', async () => {
    const other = source.replace('segment: key', 'segment: other');
    const { moves, staying } = await previewAssignment(world.db, { source: other, fileName: 'a.yaml' }, at);
    expect([moves, staying]).toEqual([[], [{ accountId: key, policy: 'gentle@1', assigned: 'standard-b2b' }]]);
    await publishAssignment(world.db, { source: other, fileName: 'a.yaml', by: 'manager', role: 'manager', at });
    await lookAt(world, key, at);
    expect(await caseOf(key)).toBe('gentle@1 OPEN');
  });
});

describe('a policy of its own', () => {
  it('given to an account moves its case at once; one that does nothing closes it and cancels its tasks', async () => {
    const accountId = await owes(world, { number: '10', email: null, phone: null, invoices: [['2020-06-20', 100_00]] });
    await lookAt(world, accountId, at);
    expect(await caseOf(accountId)).toBe('standard-b2b@1 OPEN');
    expect(await previewGiven(world.db, { accountId, item: null, policy: 'leave-alone' }, at)).toMatchObject({
      caseId: `${accountId}#1`,
      contact: 'no longer',
    });
    expect(await givePolicy(world.db, accountId, 'leave-alone', deed)).toEqual({ status: 'done' });
    expect(await nudged(accountId)).toBe(true);
    expect((await lookAt(world, accountId, at)).verdict).toMatchObject({ kind: 'close', outcome: 'EXCLUDED', reason: { code: 'EXCLUDED_BY_POLICY' } });
    expect(await caseOf(accountId)).toBe('leave-alone@1 CLOSED EXCLUDED');
    expect(await givePolicy(world.db, accountId, 'leave-alone', deed)).toMatchObject({ status: 'refused', code: 'SAME_POLICY' });
    expect(await givePolicy(world.db, accountId, 'unheard', deed)).toMatchObject({ status: 'refused', code: 'NO_SUCH_POLICY' });
    expect(await givePolicy(world.db, accountId, null, deed)).toEqual({ status: 'done' });
    await lookAt(world, accountId, at);
    expect(await caseOf(accountId)).toBe('standard-b2b@1 OPEN');
    expect(await world.db.auditEntry.count({ where: { accountId, action: 'account.assign-policy', reason: 'as agreed' } })).toBe(2);
  });

  it('given to an item leaves it alone at once, and taken away asks for it again', async () => {
    const accountId = await owes(world, { number: '11', invoices: [['2020-06-01', 700_00]] });
    await invoice(world, accountId, 'R-11-2', '2020-06-24', 50_00);
    expect((await lookAt(world, accountId, at)).verdict).toMatchObject({ kind: 'act', reason: { figures: { daysPastDue: 29 } } });
    expect(await giveItemPolicy(world.db, accountId, 'R-11-1', 'unheard', deed)).toMatchObject({ status: 'refused', code: 'NO_SUCH_POLICY' });
    expect(await giveItemPolicy(world.db, accountId, 'R-11-9', 'leave-alone', deed)).toMatchObject({ status: 'refused', code: 'NO_ITEM' });
    expect(await giveItemPolicy(world.db, accountId, 'R-11-1', 'leave-alone', deed)).toEqual({ status: 'done' });
    expect(await nudged(accountId)).toBe(true);
    const { facts } = await world.store.facts.loadDossier(accountId, at, null);
    expect(facts.excludedItems).toEqual([{ itemId: facts.items[0]?.id, policy: 'leave-alone' }]);
    expect((await lookAt(world, accountId, at)).verdict).toMatchObject({ kind: 'act', reason: { figures: { daysPastDue: 6 } } });
    expect(await giveItemPolicy(world.db, accountId, 'R-11-1', null, deed)).toEqual({ status: 'done' });
    expect((await lookAt(world, accountId, at)).verdict).toMatchObject({ reason: { figures: { daysPastDue: 29 } } });
  });
});

describe('a migration', () => {
  const ids: string[] = [];
  const request = { name: 'steps', to: { name: 'steps', version: 2 }, accounts: null };

  beforeAll(async () => {
    await publish(named('steps'));
    // The reminder comes at 1 day past due instead of 3, the call at 15 instead of 10.
    await publish(named('steps').replace('atLeast: 3 } } }', 'atLeast: 1 } } }').replace('atLeast: 10 }', 'atLeast: 15 }'));
    for (const [number, due] of [
      ['20', '2020-06-28'],
      ['21', '2020-06-22'],
      ['22', '2020-06-12'],
    ] as const) {
      const accountId = await owes(world, { number, invoices: [[due, 100_00]] });
      ids.push(accountId);
      await world.db.account.update({ where: { id: accountId }, data: { policyName: 'steps' } });
      await world.db.collectionCase.create({
        data: { id: `${accountId}#1`, accountId, episode: 1, policyName: 'steps', policyVersion: 1, openedAt: new Date(at), status: 'OPEN' },
      });
    }
    for (const accountId of ids.slice(1)) {
      const step = { caseId: `${accountId}#1`, step: 'reminder', round: 1, result: 'TAKEN', at: new Date('2020-06-25T10:00:00Z') };
      await world.db.stepTaken.create({ data: { ...step, onDate: new Date('2020-06-25') } });
    }
  });

  it('is previewed: who moves where, and who is contacted sooner or later', async () => {
    const shown = await previewMigration(world.db, request, at);
    expect(
      shown?.moves.map(({ caseId, from, to, contact }) => [
        caseId,
        `${from.policy} ${from.level}`,
        `${to.policy} ${to.level} ${to.step}`,
        from.nextOn,
        to.nextOn,
        contact,
      ]),
    ).toEqual([
      ['DE01/20#1', 'steps@1 0', 'steps@2 0 null', '2020-07-01', '2020-06-30', 'sooner'],
      ['DE01/21#1', 'steps@1 1', 'steps@2 1 reminder', '2020-07-02', '2020-07-07', 'later'],
      ['DE01/22#1', 'steps@1 1', 'steps@2 1 reminder', '2020-06-30', '2020-06-30', 'same day'],
    ]);
    expect(await Promise.all(ids.map(caseOf))).toEqual(['steps@1 OPEN', 'steps@1 OPEN', 'steps@1 OPEN']);
    expect(await previewMigration(world.db, { ...request, to: { name: 'steps', version: 9 } }, at)).toBeNull();
    const some = await previewMigration(world.db, { ...request, accounts: ['DE01/21', 'DE01/999'] }, at);
    expect([some?.moves.map(({ accountId }) => accountId), some?.notRunning]).toEqual([['DE01/21'], ['DE01/999']]);
  });

  it('is refused when the facts are others than in the preview', async () => {
    const shown = await previewMigration(world.db, request, at);
    await invoice(world, 'DE01/20', 'R-20-2', '2020-06-01', 10_00);
    const refused = await migrate(world.db, { ...request, ...deed, fingerprint: shown?.fingerprint ?? '' }, at);
    expect(refused.status).toBe('outdated');
    expect(await Promise.all(ids.map(caseOf))).toEqual(['steps@1 OPEN', 'steps@1 OPEN', 'steps@1 OPEN']);
  });

  it('moves every case as previewed, tells every account, and what was foreseen then happens', async () => {
    const shown = await previewMigration(world.db, request, at);
    await world.db.nudge.deleteMany();
    expect(await migrate(world.db, { ...request, ...deed, fingerprint: shown?.fingerprint ?? '' }, at)).toMatchObject({ status: 'migrated' });
    expect(await Promise.all(ids.map(caseOf))).toEqual(['steps@2 OPEN', 'steps@2 OPEN', 'steps@2 OPEN']);
    expect(await Promise.all(ids.map(nudged))).toEqual([true, true, true]);
    expect(await world.db.auditEntry.count({ where: { action: 'case.change-policy', reason: 'as agreed' } })).toBe(3);
    expect(await world.db.auditEntry.count({ where: { action: 'policy.migrate', subjectId: 'steps' } })).toBe(1);
    for (const { accountId, to } of shown?.moves ?? []) {
      const assessed = await lookAt(world, accountId, evening(to.nextOn ?? ''));
      expect([accountId, assessed.verdict.kind]).toEqual([accountId, 'act']);
    }
    expect(await migrate(world.db, { ...request, ...deed, fingerprint: null }, at)).toEqual({ status: 'nobody' });
  });
});
