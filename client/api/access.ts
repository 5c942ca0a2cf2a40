import type {} from '@fastify/rate-limit';
import type { FastifyRequest, RouteOptions } from 'fastify';
import type { Role } from '../../domain/policy/types.js';
import { authenticate, type Caller } from '../auth/authenticate.js';
import { permissions, roleFor, type Operation } from '../auth/permissions.js';
import type { App, Doors } from './doors.js';
import { Problem, problems, problemSchema, type ProblemCode } from './problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** Problems of this route besides those that any route may have. */
    problems?: readonly ProblemCode[];
  }
  interface FastifySchema {
    operationId?: string;
    summary?: string;
    description?: string;
    tags?: readonly string[];
    security?: readonly Record<string, readonly string[]>[];
    consumes?: readonly string[];
    hide?: boolean;
  }
}

/** Failed attempts from one address within a minute, after which it is told to wait. */
const failedAttemptsAMinute = 20;

/** Asks every request for its key and its role. A route that is not in the table of permissions can't be registered. */
export function guard(app: App, { db }: Pick<Doors, 'db'>): void {
  app.decorateRequest('caller', null);
  app.addHook('onRoute', document);
  const attempts = app.createRateLimit({ max: failedAttemptsAMinute, timeWindow: '1 minute' });
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    const operation = operationOf(request);
    if (operation === null || permissions[operation] === 'public') return;
    request.caller = await authenticate(db, request.headers.authorization);
    if (!request.caller) throw await unauthenticated(request, attempts);
    if (!roleFor(operation, request.caller.roles)) throw forbidden(operation, request.caller);
  });
}

/** Who calls; every operation that is not public has one. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error(`${request.routeOptions.url ?? 'a route'} asks for a caller but is public`);
  return request.caller;
}

/** Who acts, and in which of their roles: for the audit log. */
export function actingAs(request: FastifyRequest): { actor: string; role: Role } {
  const { userId, roles } = callerOf(request);
  const operation = operationOf(request);
  const role = operation && roleFor(operation, roles);
  if (!role) throw new Error(`${userId} acts without a role`);
  return { actor: userId, role };
}

function operationOf(request: FastifyRequest): Operation | null {
  const id = request.routeOptions.schema?.operationId;
  return id && isOperation(id) ? id : null;
}

const isOperation = (id: string): id is Operation => id in permissions;

async function unauthenticated(request: FastifyRequest, attempts: ReturnType<App['createRateLimit']>): Promise<Problem> {
  const limit = await attempts(request);
  if (!limit.isAllowed && limit.isExceeded)
    return new Problem('too-many-attempts', `Wait ${limit.ttlInSeconds} seconds, then try again with a valid key.`, {
      headers: { 'retry-after': String(limit.ttlInSeconds) },
    });
  const detail = request.headers.authorization
    ? 'The key is not known, was revoked, or its user is not active. Ask an administrator for a new one.'
    : 'Send a key as `Authorization: Bearer duly_…`.';
  return new Problem('unauthenticated', detail, { headers: { 'www-authenticate': 'Bearer realm="duly"' } });
}

function forbidden(operation: Operation, caller: Caller): Problem {
  const allowed = permissions[operation];
  const has = caller.roles.length > 0 ? `the role ${caller.roles.join(', ')}` : 'no role';
  return new Problem('forbidden', `${caller.userId} has ${has}; this takes ${allowed === 'public' ? 'none' : allowed.join(' or ')}.`);
}

/** Writes into a route's documentation who may use it and what may go wrong. */
function document(route: RouteOptions): void {
  if (route.method === 'HEAD' || route.schema?.hide) return;
  const id = route.schema?.operationId;
  if (!route.schema || !id || !isOperation(id)) throw new Error(`${String(route.method)} ${route.url} has no line in the table of permissions`);
  const allowed = permissions[id];
  const usual: ProblemCode[] = allowed === 'public' ? ['internal'] : ['unauthenticated', 'forbidden', 'too-many-attempts', 'internal', 'unavailable'];
  const takesInput = route.schema.querystring ?? route.schema.body ?? route.schema.params;
  const codes = [...(takesInput ? (['invalid-request'] as const) : []), ...usual, ...(route.config?.problems ?? [])];
  route.schema.response = { ...(route.schema.response as object), ...responsesOf(codes) };
  route.schema.security = allowed === 'public' ? [] : [{ key: [] }];
  const roles = allowed === 'public' ? 'Needs no key.' : `For: ${allowed.join(', ')}.`;
  route.schema.description = [route.schema.description, roles].filter(Boolean).join('\n\n');
}

function responsesOf(codes: readonly ProblemCode[]) {
  const statuses = [...new Set(codes.map((code) => problems[code][0]))];
  return Object.fromEntries(
    statuses.map((status) => {
      const titles = codes.filter((code) => problems[code][0] === status).map((code) => `\`${code}\`: ${problems[code][1]}`);
      return [status, { description: [...new Set(titles)].join('; '), content: { 'application/problem+json': { schema: problemSchema } } }];
    }),
  );
}
