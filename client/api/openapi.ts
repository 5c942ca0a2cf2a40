import swagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { App } from './doors.js';

const description = `Collects what customers owe: loads the ledger, previews and launches campaigns, and takes the instructions of the people who work the accounts.

Amounts are integers in the minor unit of their ISO 4217 currency. A date without time is a day; an instant is UTC and, but for keys and health, business time.
Every answer that is no success is a problem as of RFC 9457. Lists have \`limit\` and \`offset\` and tell the \`total\`.`;

/** Documents the routes that are registered from here on, as OpenAPI 3.1 at `/openapi.json`. */
export async function serveDocument(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Duly', description, version: '0.1.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', bearerFormat: 'duly_<prefix>_<secret>' } } },
      tags: [
        { name: 'ledger', description: 'Loading facts, and what is owed' },
        { name: 'policies' },
        { name: 'campaigns' },
        { name: 'accounts' },
        { name: 'work', description: 'Tasks, approvals, and what runs beside the ladder' },
        { name: 'audit' },
        { name: 'administration' },
        { name: 'server' },
      ],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.get(
    '/openapi.json',
    { schema: { operationId: 'openApiDocument', tags: ['server'], summary: 'This document', response: { 200: z.record(z.string(), z.unknown()) } } },
    async () => app.swagger() as unknown as Record<string, unknown>,
  );
}
