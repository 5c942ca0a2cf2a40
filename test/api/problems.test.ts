import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foundBusiness, owes, policySource } from './ledger.js';
import { startStage, type Answer, type Stage } from './stage.js';

describe('what goes wrong is a problem that says what to do', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
    await foundBusiness(stage.db);
    await owes(stage.db, { number: '100', items: [['2020-04-20', 100_00]] });
  });
  afterAll(() => stage.close());

  const isProblem = ({ status, type, body, headers }: Answer, expected: number, kind: string) => {
    expect([status, type]).toEqual([expected, 'application/problem+json']);
    expect(body).toMatchObject({ type: `urn:duly:problem:${kind}`, status: expected, title: expect.any(String), detail: expect.stringMatching(/.{10}/) });
    expect(body.instance).toBe(headers.get('x-request-id'));
    expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
  };

  it('for an address that is not served', async () => {
    isProblem(await stage.call('GET', '/nothing'), 404, 'not-found');
    isProblem(await stage.call('PUT', '/tasks'), 404, 'not-found');
  });

  it('for parameters that are not valid, naming each', async () => {
    const answer = await stage.call('GET', '/accounts?limit=0&sort=shoe&minDaysPastDue=x');
    isProblem(answer, 400, 'invalid-request');
    expect(answer.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(['query.limit', 'query.minDaysPastDue', 'query.sort']);
  });

  it('for a body that is no JSON, is empty, or has stray fields', async () => {
    const path = '/accounts/DE01/100/instructions';
    isProblem(await stage.call('POST', path, { raw: { type: 'application/json', content: '{' } }), 400, 'invalid-request');
    isProblem(await stage.call('POST', path, { raw: { type: 'application/json', content: '' } }), 400, 'invalid-request');
    const stray = await stage.call('POST', path, { body: { kind: 'note', text: 'x', colour: 'red' } });
    isProblem(stray, 400, 'invalid-request');
    expect(stray.body.detail).toContain('colour');
    isProblem(await stage.call('POST', path, { body: { kind: 'dance' } }), 400, 'invalid-request');
  });

  it('for characters and numbers that no store takes', async () => {
    isProblem(await stage.call('GET', '/tasks?account=%00'), 400, 'invalid-request');
    isProblem(await stage.call('GET', '/accounts/DE01/%00'), 400, 'invalid-request');
    isProblem(await stage.call('POST', '/accounts/DE01/100/instructions', { body: { kind: 'note', text: 'a\0b' } }), 400, 'invalid-request');
    isProblem(await stage.call('GET', '/accounts?maxDaysPastDue=26333255599'), 400, 'invalid-request');
    isProblem(await stage.call('GET', '/accounts?offset=99999999999'), 400, 'invalid-request');
    isProblem(await stage.call('POST', '/users', { as: 'admin', body: { id: 'x', name: 'x', roles: ['finance', 'finance'] } }), 400, 'invalid-request');
  });

  it('for a content type that is not taken', async () => {
    isProblem(
      await stage.call('POST', '/imports/open-items', { as: 'finance', raw: { type: 'application/pdf', content: 'x' } }),
      415,
      'unsupported-media-type',
    );
    isProblem(await stage.call('POST', '/imports/open-items', { as: 'finance', body: { rows: [] } }), 400, 'invalid-request');
  });

  it('for a policy document with mistakes, naming the line of each', async () => {
    const broken = policySource.replace('daysPastDue: { atLeast: 3 }', 'daysPastDue: { atLeast: 0 }');
    for (const path of ['/policies', '/policies/check']) {
      const answer = await stage.call('POST', path, { raw: { type: 'application/yaml', content: broken }, headers: { 'x-file-name': 'broken.yaml' } });
      isProblem(answer, 422, 'bad-file');
      expect(answer.body.errors[0]).toMatchObject({ line: 5, column: expect.any(Number), why: expect.any(String) });
      expect(answer.body.detail).toContain('broken.yaml:5');
    }
    isProblem(await stage.call('POST', '/policies', { raw: { type: 'application/yaml', content: '' } }), 400, 'invalid-request');
    expect((await stage.call('GET', '/policies')).body.items).toHaveLength(1);
  });

  it('for a policy whose messages could not be written, naming the line of the step, before anything is sent', async () => {
    const wordless = policySource.replace('template: reminder', 'template: no-such-text');
    const answer = await stage.call('POST', '/policies', { raw: { type: 'application/yaml', content: wordless }, headers: { 'x-file-name': 'mine.yaml' } });
    isProblem(answer, 422, 'bad-file');
    expect(answer.body.errors[0]).toEqual({ line: 5, column: 1, why: expect.stringMatching(/no-such-text.email.hbs: this template is missing$/) });
    expect((await stage.call('GET', '/policies')).body.items).toHaveLength(1);
  });

  it('for what a role may not ask of an account', async () => {
    const answer = await stage.call('POST', '/accounts/DE01/100/instructions', {
      as: 'finance',
      body: { kind: 'reverse-write-off', writeOffId: 'x', reason: 'y' },
    });
    isProblem(answer, 403, 'forbidden');
    expect(answer.body.detail).toContain('reverse-write-off');
  });

  it('when Temporal is away: nothing is done, and readiness says what is missing', async () => {
    isProblem(await stage.call('POST', '/accounts/DE01/100/instructions', { as: 'collector', body: { kind: 'note', text: 'x' } }), 503, 'unavailable');
    isProblem(await stage.call('GET', '/schedules'), 503, 'unavailable');
    const ready = await stage.call('GET', '/readyz', { as: null });
    isProblem(ready, 503, 'unavailable');
    expect(ready.body.detail).toBe('Not available: Temporal.');
    expect((await stage.call('GET', '/healthz', { as: null })).body).toEqual({ status: 'alive' });
    expect(await stage.db.note.count()).toBe(0);
  });

  it('when the database is away', async () => {
    const other = await startStage();
    expect((await other.call('GET', '/me')).status).toBe(200);
    await other.loseDatabase();
    isProblem(await other.call('GET', '/me'), 503, 'unavailable');
    expect((await other.call('GET', '/readyz', { as: null })).body.detail).toContain('the database');
    await other.close();
  });

  it('when nobody foresaw it: the answer tells nothing, and the log where it happened', async () => {
    const other = await startStage();
    await other.db.$executeRawUnsafe('ALTER TABLE task RENAME TO task_gone');
    isProblem(await other.call('GET', '/tasks'), 500, 'internal');
    expect(other.log.join()).toMatch(/prisma\/store\/reading\/tasks/);
    await other.close();
  });

  it('and the log has no names, numbers or addresses of customers', async () => {
    await stage.call('GET', '/accounts/DE01/100');
    await stage.call('GET', '/accounts?search=Buyer%20100');
    await stage.call('GET', '/nothing/Buyer%20100');
    const log = stage.log.join();
    expect(log).toContain('/accounts/:entity/:customer');
    expect(log).not.toMatch(/Buyer|DE01.100|100@example/);
    expect(log).not.toContain(stage.keys.manager.slice(-20));
  });
});
