import type { Client } from '@temporalio/client';
import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { PrismaClient } from '../../prisma/generated/client.js';
import type { Instant } from '../../domain/calendar/day.js';

/** What the API opens onto: the store, the processes, and business time. */
export interface Doors {
  db: PrismaClient;
  temporal: Client;
  /** Business time of this moment. */
  now(): Promise<Instant>;
}

/** The server with schemas in zod. */
export type App = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodTypeProvider>;
