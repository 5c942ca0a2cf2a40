import type { Client } from '@temporalio/client';
import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { PrismaClient } from '../../prisma/generated/client.js';
import type { Instant } from '../../domain/calendar/day.js';
import type { Shelf } from '../../templates/writing/shelf.js';

/** What the API opens onto: the store, the processes, the templates, and business time. */
export interface Doors {
  db: PrismaClient;
  temporal: Client;
  /** The texts of call scripts. */
  shelf: Shelf;
  /** Business time of this moment. */
  now(): Promise<Instant>;
}

/** The server with schemas in zod. */
export type App = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodTypeProvider>;
