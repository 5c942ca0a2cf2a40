import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { permissions, roles, type Operation } from '../../client/auth/permissions.js';
import { operationsOf } from './document.js';
import { startStage, type Stage } from './stage.js';

describe('who may do what', () => {
  let stage: Stage;
  let operations: Awaited<ReturnType<typeof operationsOf>>;
  beforeAll(async () => {
    stage = await startStage();
    operations = operationsOf((await stage.call('GET', '/openapi.json', { as: null })).body);
  });
  afterAll(() => stage.close());

  it('is said for every operation that is served, and for no other', () => {
    expect(operations.map(({ id }) => id).sort()).toEqual(Object.keys(permissions).sort());
  });

  let caller = 0;
  describe.each(
    Object.entries(permissions)
      .filter(([, allowed]) => allowed !== 'public')
      .map(([id]) => id as Operation),
  )('%s', (id) => {
    const asked = () => {
      const { method, path } = operations.find((each) => each.id === id)!;
      return [method, path.replaceAll(/\{\w+\}/g, 'x')] as const;
    };

    it('asks for a key', async () => {
      const { status, type, body, headers } = await stage.call(...asked(), { as: null, headers: { 'x-forwarded-for': `192.0.2.${(caller += 1)}` } });
      expect([status, type]).toEqual([401, 'application/problem+json']);
      expect(body).toMatchObject({ type: 'urn:duly:problem:unauthenticated', detail: expect.stringContaining('Authorization: Bearer') });
      expect(headers.get('www-authenticate')).toContain('Bearer');
    });

    it.each(roles)(
      'as %s: as the table says',
      async (role) => {
        const allowed: readonly string[] = permissions[id] as readonly string[];
        // An empty body is refused later than a missing role, and changes nothing.
        const { status, body } = await stage.call(...asked(), {
          as: role,
          ...(asked()[0] === 'GET' ? {} : { raw: { type: 'application/json', content: '{}' } }),
        });
        if (allowed.includes(role)) expect(status).not.toBe(403);
        else {
          expect(status).toBe(403);
          expect(body.detail).toContain(allowed[0]);
        }
      },
      60_000,
    );
  });
});

describe('keys', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
  });
  afterAll(() => stage.close());
  const me = (key: string) => stage.call('GET', '/me', { as: null, headers: { authorization: `Bearer ${key}` } });

  it('are shown once and kept as a hash', async () => {
    const { status, body } = await stage.call('POST', '/users/collector/keys', { as: 'admin' });
    expect(status).toBe(201);
    expect(body.key).toMatch(/^duly_[0-9a-f]{12}_[0-9a-f]{64}$/);
    const kept = JSON.stringify(await stage.db.apiKey.findMany());
    expect(kept).not.toContain(body.key.slice(-64));
    expect((await me(body.key)).body).toEqual({ userId: 'collector', name: 'collector', roles: ['collector'] });
    expect((await stage.db.apiKey.findUniqueOrThrow({ where: { id: body.id } })).lastUsedAt).not.toBeNull();
  });

  it('open nothing with another secret, in another form, or once revoked', async () => {
    const { key, id } = (await stage.call('POST', '/users/collector/keys', { as: 'admin' })).body;
    const other = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
    for (const wrong of [other, `${key}0`, key.toUpperCase(), 'duly__', '']) expect((await me(wrong)).status).toBe(401);
    expect((await stage.call('GET', '/me', { as: null, headers: { authorization: `Basic ${key}` } })).status).toBe(401);
    expect((await stage.call('DELETE', `/keys/${id}`, { as: 'admin' })).status).toBe(200);
    expect((await me(key)).status).toBe(401);
  });

  it('open nothing once their user is kept out', async () => {
    await stage.call('POST', '/users', { as: 'admin', body: { id: 'temp', name: 'Temp', roles: ['collector'] } });
    const { key } = (await stage.call('POST', '/users/temp/keys', { as: 'admin' })).body;
    expect((await me(key)).status).toBe(200);
    const { status, body } = await stage.call('PATCH', '/users/temp', { as: 'admin', body: { active: false, reason: 'left' } });
    expect([status, body.active]).toEqual([200, false]);
    expect((await me(key)).status).toBe(401);
  });

  it('can be tried only so often, while a right key goes on working', async () => {
    const wrong = await Promise.all(Array.from({ length: 40 }, () => me('duly_000000000000_0')));
    const late = wrong.filter(({ status }) => status === 429);
    expect(late.length).toBeGreaterThan(0);
    expect(Number(late[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(late[0]?.body.type).toBe('urn:duly:problem:too-many-attempts');
    expect((await stage.call('GET', '/me')).status).toBe(200);
  });

  it('and users are administered in the open: each change is in the audit log', async () => {
    const { body } = await stage.call('GET', '/audit?subject=user', { as: 'auditor' });
    expect(body.items[0]).toMatchObject({ actor: 'admin', role: 'admin', action: 'user.change', subjectId: 'temp', reason: 'left', change: { active: false } });
    expect((await stage.call('GET', '/audit/verify', { as: 'auditor' })).body).toMatchObject({ intact: true });
  });

  it('never leave Duly without an administrator', async () => {
    for (const change of [{ active: false }, { roles: ['auditor'] }]) {
      const { status, body } = await stage.call('PATCH', '/users/admin', { as: 'admin', body: { ...change, reason: 'mistake' } });
      expect([status, body.code]).toEqual([409, 'LAST_ADMIN']);
    }
    expect((await stage.call('GET', '/me', { as: 'admin' })).body.roles).toEqual(['admin']);
  });

  it('belong to users, whose ids are taken once', async () => {
    const taken = await stage.call('POST', '/users', { as: 'admin', body: { id: 'finance', name: 'Again', roles: ['finance'] } });
    expect([taken.status, taken.body.type]).toEqual([409, 'urn:duly:problem:already-exists']);
    expect((await stage.call('POST', '/users/nobody/keys', { as: 'admin' })).status).toBe(404);
  });
});
