import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { appendAudit } from '../../../prisma/store/audit.js';
import { addKey, listKeys, revokeKey, type ApiKeyRow } from '../../../prisma/store/apiKeys.js';
import { inTransaction, type Prisma } from '../../../prisma/store/db.js';
import { addUser, countActive, findUser, listUsers, setActive, setRoles } from '../../../prisma/store/users.js';
import { makeKey } from '../../auth/keys.js';
import { actingAs, callerOf } from '../access.js';
import type { App, Doors } from '../doors.js';
import { Problem } from '../problem.js';
import { key, newKey, newUser, user, userChange } from '../schemas/administration.js';
import { instant } from '../schemas/common.js';

const tags = ['administration'];

/** Users, their roles and keys; who the caller is; what time it is. */
export function serveAdministration(app: App, doors: Doors): void {
  serveSelf(app, doors);
  serveUsers(app, doors);
  serveKeys(app, doors);
}

function serveSelf(app: App, { now }: Doors): void {
  app.get(
    '/me',
    {
      schema: {
        operationId: 'whoAmI',
        tags,
        summary: 'Who the key belongs to',
        response: { 200: z.object({ userId: z.string(), name: z.string(), roles: z.array(z.string()) }) },
      },
    },
    async (request) => callerOf(request),
  );

  app.get(
    '/clock',
    { schema: { operationId: 'readClock', tags, summary: 'Business time and real time', response: { 200: z.object({ business: instant, real: instant }) } } },
    async () => ({ business: await now(), real: new Date().toISOString() }),
  );
}

function serveUsers(app: App, doors: Doors): void {
  app.get(
    '/users',
    { schema: { operationId: 'listUsers', tags, summary: 'Users with their roles', response: { 200: z.object({ items: z.array(user) }) } } },
    async () => ({ items: await listUsers(doors.db) }),
  );

  app.post(
    '/users',
    { config: { problems: ['already-exists'] }, schema: { operationId: 'addUser', tags, summary: 'Add a user', body: newUser, response: { 201: user } } },
    async (request, reply) => {
      const { email, ...given } = request.body;
      const added = await inTransaction(doors.db, async (tx) => {
        const row = await addUser(tx, { ...given, email: email ?? null });
        if (row) await audited(tx, request, doors, { action: 'user.add', subject: 'user', subjectId: row.id, change: { roles: row.roles } });
        return row;
      });
      if (!added) throw new Problem('already-exists', `There is a user '${given.id}' already. Choose another id.`);
      return reply.code(201).send(added);
    },
  );

  app.patch(
    '/users/:id',
    {
      config: { problems: ['not-found', 'refused'] },
      schema: {
        operationId: 'changeUser',
        tags,
        summary: "Change a user's roles, or keep the user out",
        params: z.object({ id: z.string() }),
        body: userChange,
        response: { 200: user },
      },
    },
    async (request) => changeUser(request, doors, request.params.id, request.body),
  );
}

async function changeUser(request: FastifyRequest, doors: Doors, id: string, { roles, active, reason }: z.output<typeof userChange>) {
  return inTransaction(doors.db, async (tx) => {
    if (!(await findUser(tx, id))) throw noUser(id);
    if (roles) await setRoles(tx, id, roles);
    if (active !== undefined) await setActive(tx, id, active);
    if ((await countActive(tx, 'admin')) === 0)
      throw new Problem('refused', 'Nobody could administer Duly any more. Make someone else an administrator first.', { code: 'LAST_ADMIN' });
    const change = { ...(roles ? { roles } : {}), ...(active === undefined ? {} : { active }) };
    await audited(tx, request, doors, { action: 'user.change', subject: 'user', subjectId: id, change, reason });
    const changed = await findUser(tx, id);
    if (!changed) throw noUser(id);
    return changed;
  });
}

function serveKeys(app: App, doors: Doors): void {
  app.get(
    '/keys',
    {
      schema: {
        operationId: 'listKeys',
        tags,
        summary: 'API keys, without their secrets',
        querystring: z.object({ user: z.string().optional() }),
        response: { 200: z.object({ items: z.array(key) }) },
      },
    },
    async (request) => ({ items: await listKeys(doors.db, request.query.user) }),
  );

  app.post(
    '/users/:id/keys',
    {
      config: { problems: ['not-found'] },
      schema: { operationId: 'createKey', tags, summary: 'Make a key for a user', params: z.object({ id: z.string() }), response: { 201: newKey } },
    },
    async (request, reply) => {
      return reply.code(201).send(await createKey(request, doors, request.params.id));
    },
  );

  app.delete(
    '/keys/:id',
    {
      config: { problems: ['not-found'] },
      schema: { operationId: 'revokeKey', tags, summary: 'Revoke a key, by its id or prefix', params: z.object({ id: z.string() }), response: { 200: key } },
    },
    async (request) => withdrawKey(request, doors, request.params.id),
  );
}

async function createKey(request: FastifyRequest, doors: Doors, userId: string): Promise<ApiKeyRow & { key: string }> {
  const { key: secret, ...kept } = makeKey();
  return inTransaction(doors.db, async (tx) => {
    if (!(await findUser(tx, userId))) throw noUser(userId);
    const row = await addKey(tx, { userId, ...kept, at: new Date().toISOString() });
    await audited(tx, request, doors, { action: 'key.create', subject: 'key', subjectId: row.id, change: { user: userId, prefix: row.prefix } });
    return { ...row, key: secret };
  });
}

async function withdrawKey(request: FastifyRequest, doors: Doors, id: string): Promise<ApiKeyRow> {
  return inTransaction(doors.db, async (tx) => {
    const row = await revokeKey(tx, id, new Date().toISOString());
    if (!row) throw new Problem('not-found', `There is no key '${id}'. See the list of keys.`);
    await audited(tx, request, doors, { action: 'key.revoke', subject: 'key', subjectId: row.id, change: { user: row.userId, prefix: row.prefix } });
    return row;
  });
}

interface Audited {
  action: string;
  subject: string;
  subjectId: string;
  change: Prisma.InputJsonObject;
  reason?: string;
}

async function audited(tx: Prisma.TransactionClient, request: FastifyRequest, { now }: Doors, entry: Audited): Promise<void> {
  await appendAudit(tx, { at: await now(), ...actingAs(request), ...entry });
}

const noUser = (id: string): Problem => new Problem('not-found', `There is no user '${id}'. See the list of users.`);
