import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foundBusiness, owes, policySource } from './ledger.js';
import { startStage, type Stage } from './stage.js';

const yaml = (content: string) => ({ raw: { type: 'application/yaml', content } });

describe('policies by HTTP', () => {
  let stage: Stage;
  const running = async (accountId: string, policyVersion: number) =>
    stage.db.collectionCase.create({
      data: { id: `${accountId}#1`, accountId, episode: 1, policyName: 'standard-b2b', policyVersion, openedAt: new Date('2020-06-28'), status: 'OPEN' },
    });

  beforeAll(async () => {
    stage = await startStage({ at: '2020-06-30T08:00:00.000Z' });
    await foundBusiness(stage.db);
    for (const [number, segment] of [
      ['1', 'key'],
      ['2', 'retail'],
    ] as const)
      await owes(stage.db, { number, segment, items: [['2020-06-28', 100_00]] });
    await running('DE01/2', 1);
    for (const source of [policySource.replace('atLeast: 3 } } }', 'atLeast: 2 } } }'), 'policy: leave-alone\ntitle: None\ndoNothing: true\n'])
      expect((await stage.call('POST', '/policies', yaml(source))).status).toBe(201);
  });
  afterAll(() => stage.close());

  const assignment = 'assignment: house\nrules: [{ when: { segment: key }, policy: leave-alone }]\n';

  it('an assignment is previewed, published by its fingerprint, and shown', async () => {
    const { status, body } = await stage.call('POST', '/assignment/preview', yaml(assignment));
    expect([status, body.moves.map(({ accountId, contact }: Record<string, string>) => [accountId, contact])]).toEqual([200, [['DE01/1', 'no longer']]]);
    const stale = await stage.call('POST', '/assignment?fingerprint=0123456789abcdef', yaml(assignment));
    expect([stale.status, stale.body.type]).toEqual([409, 'urn:duly:problem:preview-outdated']);
    const done = await stage.call('POST', `/assignment?fingerprint=${body.fingerprint}`, yaml(assignment));
    expect([done.status, done.body]).toMatchObject([200, { name: 'house', version: 1, isNew: true }]);
    expect((await stage.call('GET', '/assignment', { as: 'auditor' })).body).toMatchObject({
      current: { version: 1, source: assignment, publishedBy: 'manager' },
      own: [],
    });
  });

  it('an assignment with mistakes is answered with all of them', async () => {
    const { status, body } = await stage.call('POST', '/assignment', yaml('assignment: house\nrules: [{ when: { colour: red }, policy: p }]\notherwise: 7\n'));
    expect([status, body.errors.map(({ line }: { line: number }) => line)]).toEqual([422, [2, 3]]);
  });

  it('a campaign without a policy goes by the assignment, and lists whom it leaves alone with the reason; a stated policy goes before it', async () => {
    const preview = async (more: object) =>
      (await stage.call('POST', '/campaigns/preview', { as: 'finance', body: { criteria: { customers: ['1'] }, ...more } })).body;
    const assigned = await preview({});
    expect(assigned.policy).toBeNull();
    expect(assigned.accounts).toMatchObject([
      { gets: false, decision: 'NOTHING', reasonCode: 'EXCLUDED_BY_POLICY', reason: 'Nothing, because it is excluded by policy: leave-alone does nothing.' },
    ]);
    expect((await preview({ policy: 'standard-b2b' })).accounts).toMatchObject([{ gets: true, plannedStep: 'reminder' }]);
  });

  it('lists and explains whom the assignment leaves alone', async () => {
    const { items } = (await stage.call('GET', '/accounts?sort=account&order=asc', { as: 'collector' })).body;
    expect(items.map(({ accountId, excludedBy }: Record<string, unknown>) => [accountId, excludedBy])).toEqual([
      ['DE01/1', 'leave-alone'],
      ['DE01/2', null],
    ]);
    expect((await stage.call('GET', '/accounts/DE01/1', { as: 'collector' })).body.excludedBy).toBe('leave-alone');
    const why = (await stage.call('GET', '/accounts/DE01/1/why', { as: 'collector' })).body;
    expect(why.because).toEqual(['It is not collected, because it is excluded by policy: leave-alone does nothing; the rule fits, line 2 of the assignment.']);
    expect(why.happened).toEqual(['Nobody was contacted on 2020-06-30.']);
    const ahead = (await stage.call('GET', '/accounts/DE01/2/why?on=2020-07-02', { as: 'collector' })).body;
    expect(ahead.happened).toEqual(['2020-07-02 has not come yet.']);
  });

  it('a policy of its own is given to an account and to an item, by a manager alone, with a reason', async () => {
    const path = '/accounts/DE01/2/policy';
    expect((await stage.call('POST', path, { as: 'collector', body: { policy: 'leave-alone', reason: 'x' } })).status).toBe(403);
    expect((await stage.call('POST', path, { body: { policy: 'leave-alone' } })).status).toBe(400);
    expect((await stage.call('POST', '/accounts/DE01/99/policy', { body: { policy: 'leave-alone', reason: 'x' } })).status).toBe(404);
    expect((await stage.call('POST', path, { body: { policy: 'unheard', item: 'R-2-1', reason: 'x' } })).body).toMatchObject({
      status: 409,
      code: 'NO_SUCH_POLICY',
    });
    expect((await stage.call('POST', path, { body: { policy: 'leave-alone', item: 'R-2-1', preview: true } })).body).toMatchObject({
      done: false,
      move: { contact: 'no longer' },
    });
    expect((await stage.call('GET', '/assignment')).body.own).toEqual([]);
    expect((await stage.call('POST', path, { body: { policy: 'leave-alone', item: 'R-2-1', reason: 'with the lawyers' } })).body.done).toBe(true);
    expect((await stage.call('GET', '/assignment')).body.own).toEqual([
      { accountId: 'DE01/2', item: 'R-2-1', policy: 'leave-alone', reason: 'with the lawyers' },
    ]);
    expect((await stage.call('POST', path, { body: { policy: null, item: 'R-2-1', reason: 'they are done' } })).body.done).toBe(true);
  });

  it('running cases are moved as previewed, or not at all', async () => {
    const path = '/policies/standard-b2b/migration';
    const { body: shown } = await stage.call('POST', `${path}/preview`, { body: { to: { version: 2 } } });
    expect(shown.moves).toMatchObject([
      {
        accountId: 'DE01/2',
        caseId: 'DE01/2#1',
        from: { policy: 'standard-b2b@1', nextOn: '2020-07-01' },
        to: { policy: 'standard-b2b@2', nextOn: '2020-06-30' },
        contact: 'sooner',
      },
    ]);
    await stage.db.hold.create({
      data: {
        accountId: 'DE01/2',
        kind: 'PAUSE',
        reason: 'asked',
        startsOn: new Date('2020-06-30'),
        endsOn: new Date('2020-07-15'),
        placedAt: new Date(),
        placedBy: 'x',
      },
    });
    const refused = await stage.call('POST', path, { body: { to: { version: 2 }, fingerprint: shown.fingerprint, reason: 'r' } });
    expect([refused.status, refused.body.code, refused.body.errors[0].path]).toEqual([409, 'PREVIEW_OUTDATED', 'DE01/2']);
    const { body: again } = await stage.call('POST', `${path}/preview`, { body: { to: { version: 2 } } });
    expect((await stage.call('POST', path, { body: { to: { version: 2 }, fingerprint: again.fingerprint, reason: 'new terms' } })).body.moves).toEqual(
      again.moves,
    );
    expect((await stage.db.collectionCase.findUniqueOrThrow({ where: { id: 'DE01/2#1' } })).policyVersion).toBe(2);
    expect(await stage.db.nudge.count({ where: { accountId: 'DE01/2' } })).toBe(1);
    expect((await stage.call('POST', path, { body: { to: { version: 2 }, reason: 'r' } })).body.code).toBe('NOBODY');
    expect((await stage.call('POST', path, { body: { to: { version: 9 }, reason: 'r' } })).status).toBe(404);
    expect((await stage.call('POST', path, { as: 'admin', body: { to: { version: 2 }, reason: 'r' } })).status).toBe(403);
  });
});
