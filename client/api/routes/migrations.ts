import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { keepPreview } from '../../../prisma/store/previews.js';
import { migrate, previewMigration, type MigrationRequest } from '../../policies/migrate.js';
import { saidOf } from '../../policies/moves.js';
import { actingAs } from '../access.js';
import type { App, Doors } from '../doors.js';
import { outdated } from '../outdated.js';
import { Problem } from '../problem.js';
import { migrateBody, migrationBody, migrationPreview } from '../schemas/moves.js';

const tags = ['policies'];
const params = z.object({ name: z.string() });

/** Moving running cases to another version of their policy, previewed account by account. */
export function serveMigrations(app: App, doors: Doors): void {
  app.post(
    '/policies/:name/migration/preview',
    {
      config: { problems: ['not-found'] },
      schema: {
        operationId: 'previewMigration',
        tags,
        summary: 'Who would move where, and who would be contacted sooner or later',
        params,
        body: migrationBody,
        response: { 200: migrationPreview },
      },
    },
    async ({ params: { name }, body }) => {
      const asked = requestOf(name, body);
      const shown = await previewMigration(doors.db, asked, await doors.now());
      if (!shown) throw noVersion(asked);
      await keepPreview(doors.db, { fingerprint: shown.fingerprint, at: shown.at, said: saidOf(shown.moves) });
      return shown;
    },
  );

  app.post(
    '/policies/:name/migration',
    {
      config: { problems: ['not-found', 'refused', 'preview-outdated'] },
      schema: {
        operationId: 'migratePolicy',
        tags,
        summary: 'Move running cases to another version',
        description: 'Does exactly what is previewed. With the fingerprint of a preview it is refused when the preview would say something else now.',
        params,
        body: migrateBody,
        response: { 200: migrationPreview },
      },
    },
    async (request) => move(request, doors, requestOf(request.params.name, request.body), request.body),
  );
}

async function move(request: FastifyRequest, { db, now }: Doors, asked: MigrationRequest, { fingerprint, reason }: z.output<typeof migrateBody>) {
  const { actor: by, role } = actingAs(request);
  const result = await migrate(db, { ...asked, fingerprint: fingerprint ?? null, by, role, reason }, await now());
  switch (result.status) {
    case 'migrated':
      return result.preview;
    case 'outdated':
      throw outdated(result.differences, 'migrate');
    case 'no-policy':
      throw noVersion(asked);
    case 'nobody':
      throw new Problem('refused', `No case runs by another version of '${asked.name}', so there is nobody to move.`, { code: 'NOBODY' });
    default:
      return result satisfies never;
  }
}

function requestOf(name: string, { to, accounts }: z.output<typeof migrationBody>): MigrationRequest {
  return { name, to: { name: to.policy ?? name, version: to.version }, accounts: accounts ?? null };
}

const noVersion = ({ to }: MigrationRequest): Problem =>
  new Problem('not-found', `Policy '${to.name}' has no version ${to.version}. See the list of policies.`);
