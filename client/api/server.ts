import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { LogController, type FastifyServerOptions } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { guard } from './access.js';
import type { App, Doors } from './doors.js';
import { answerFailure, answerUnknown } from './failures.js';
import { serveDocument } from './openapi.js';
import { Problem } from './problem.js';
import { serveAccounts } from './routes/accounts.js';
import { serveAdministration } from './routes/administration.js';
import { serveAgeing } from './routes/ageing.js';
import { serveAssignments } from './routes/assignments.js';
import { serveAudit } from './routes/audit.js';
import { serveCampaigns } from './routes/campaigns.js';
import { serveGate } from './routes/gate.js';
import { serveHealth } from './routes/health.js';
import { serveImports } from './routes/imports.js';
import { serveMigrations } from './routes/migrations.js';
import { servePolicies } from './routes/policies.js';
import { serveSchedules } from './routes/schedules.js';
import { serveCourse } from './routes/course.js';
import { serveWhy } from './routes/why.js';
import { serveCharges } from './routes/charges.js';
import { serveWork } from './routes/work.js';

/** Largest request, in bytes: a ledger of some hundred thousand rows. */
const bodyLimit = 128 * 1024 * 1024;

/** Builds the server with all its routes; it does not listen yet. */
export async function buildServer(doors: Doors, logger: FastifyServerOptions['logger'] = false): Promise<App> {
  const app: App = fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    exposeHeadRoutes: false,
    genReqId: () => randomUUID(),
    trustProxy: 'loopback',
    routerOptions: { maxParamLength: 300 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerFailure);
  app.setNotFoundHandler(answerUnknown);
  await app.register(helmet, { contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } } });
  await app.register(rateLimit, { global: false });
  takeFiles(app);
  refuseNul(app);
  logRequests(app);
  guard(app, doors);
  await serveDocument(app);
  for (const serve of routes) serve(app, doors);
  await app.ready();
  return app;
}

const routes: readonly ((app: App, doors: Doors) => void)[] = [
  serveHealth,
  serveAdministration,
  serveImports,
  serveAgeing,
  servePolicies,
  serveAssignments,
  serveMigrations,
  serveCampaigns,
  serveAccounts,
  serveCourse,
  serveWhy,
  serveGate,
  serveWork,
  serveCharges,
  serveAudit,
  serveSchedules,
];

/** Bodies that are files arrive as they are. */
function takeFiles(app: App): void {
  app.addContentTypeParser(
    ['text/csv', 'text/plain', 'application/octet-stream', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/yaml'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
}

/** The character NUL can't be stored as text, and no honest request has it. */
function refuseNul(app: App): void {
  app.addHook('preValidation', async ({ params, query, body }) => {
    if (hasNul([params, query, Buffer.isBuffer(body) ? null : body])) throw new Problem('invalid-request', 'The request has a NUL character; leave it out.');
  });
}

function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.entries(value).some(([name, inner]) => name.includes('\0') || hasNul(inner));
}

/** One line for each request: the route and not the address, which may hold a customer's number or name. */
function logRequests(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    const { operationId } = request.routeOptions.schema ?? {};
    request.log.info({
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      operation: operationId,
      status: reply.statusCode,
      user: request.caller?.userId,
      ms: Math.round(reply.elapsedTime),
    });
  });
}
