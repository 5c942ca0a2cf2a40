import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PolicyUnreadable } from '../../../domain/policy/document.js';
import { assignmentInForce, giveItemPolicy, givePolicy, ownPoliciesGiven } from '../../../prisma/store/assignments.js';
import { keepPreview } from '../../../prisma/store/previews.js';
import { assign, previewAssignment, previewGiven } from '../../policies/assign.js';
import { saidOf } from '../../policies/moves.js';
import { actingAs } from '../access.js';
import type { App, Doors } from '../doors.js';
import { fileNameOf } from '../fileName.js';
import { outdated } from '../outdated.js';
import { Problem } from '../problem.js';
import { accountPath } from '../schemas/common.js';
import { assignmentPreview, assignmentShown, givenBody, move } from '../schemas/moves.js';

const tags = ['policies'];
const body = z.any().meta({ type: 'string', description: 'The document, YAML in UTF-8' });
const consumes = ['application/yaml', 'text/plain'];

/** Which accounts a policy governs: the assignment in force, and the policies of single accounts and items. */
export function serveAssignments(app: App, doors: Doors): void {
  app.get(
    '/assignment',
    {
      schema: {
        operationId: 'readAssignment',
        tags,
        summary: 'The assignment in force, and policies of single accounts and items',
        response: { 200: assignmentShown },
      },
    },
    async () => ({ current: await assignmentInForce(doors.db), own: await ownPoliciesGiven(doors.db) }),
  );
  servePreview(app, doors);
  servePublishing(app, doors);
  serveGiving(app, doors);
}

function servePreview(app: App, doors: Doors): void {
  app.post(
    '/assignment/preview',
    {
      config: { problems: ['bad-file', 'unsupported-media-type'] },
      schema: {
        operationId: 'previewAssignment',
        tags,
        summary: 'Which accounts an assignment would move',
        consumes,
        body,
        response: { 200: assignmentPreview },
      },
    },
    async (request) => {
      const now = await doors.now();
      const shown = await reading(() => previewAssignment(doors.db, sourceOf(request), now));
      await keepPreview(doors.db, { fingerprint: shown.fingerprint, at: now, said: saidOf(shown.moves) });
      return shown;
    },
  );
}

function servePublishing(app: App, doors: Doors): void {
  app.post(
    '/assignment',
    {
      config: { problems: ['bad-file', 'unsupported-media-type', 'preview-outdated'] },
      schema: {
        operationId: 'publishAssignment',
        tags,
        summary: 'Publish an assignment, which is then in force',
        description: 'A case that runs keeps its policy. With the fingerprint of a preview it is refused when the preview would say something else now.',
        consumes,
        body,
        querystring: z.object({ fingerprint: z.string().optional() }),
        response: { 200: z.object({ name: z.string(), version: z.int(), sha256: z.string(), isNew: z.boolean(), preview: assignmentPreview }) },
      },
    },
    async (request) => {
      const { actor: by, role } = actingAs(request);
      const asked = { ...sourceOf(request), fingerprint: request.query.fingerprint ?? null, by, role };
      const result = await reading(async () => assign(doors.db, asked, await doors.now()));
      if (result.status === 'outdated') throw outdated(result.differences, 'assign');
      return { ...result.ref, preview: result.preview };
    },
  );
}

function serveGiving(app: App, doors: Doors): void {
  app.post(
    '/accounts/:entity/:customer/policy',
    {
      config: { problems: ['not-found', 'refused'] },
      schema: {
        operationId: 'assignPolicy',
        tags,
        summary: 'Give an account, or one of its items, a policy of its own',
        description:
          'A case that runs goes on by it at once. An item is collected by its own policy beside the rest of the account, or left alone by one that does nothing.',
        params: accountPath,
        body: givenBody,
        response: { 200: z.object({ done: z.boolean(), move: move.nullable() }) },
      },
    },
    async (request) => give(request, doors, `${request.params.entity}/${request.params.customer}`, request.body),
  );
}

async function give(request: FastifyRequest, { db, now }: Doors, accountId: string, given: z.output<typeof givenBody>) {
  const { policy, reason, preview } = given;
  const item = given.item ?? null;
  const at = await now();
  const shown = await previewGiven(db, { accountId, item, policy }, at);
  if (!shown && preview) throw new Problem('not-found', `There is no account ${accountId}, or no policy '${policy ?? ''}' is published.`);
  if (preview) return { done: false, move: shown };
  if (reason === undefined) throw new Problem('invalid-request', 'Say why, as `reason`.', { errors: [{ path: 'reason', why: 'is needed' }] });
  const { actor: by, role } = actingAs(request);
  const deed = { by, role, at, reason };
  const done = item === null ? await givePolicy(db, accountId, policy, deed) : await giveItemPolicy(db, accountId, item, policy, deed);
  if (done.status === 'refused') throw new Problem(done.code === 'NO_ACCOUNT' ? 'not-found' : 'refused', done.why, { code: done.code });
  return { done: true, move: shown };
}

/** A document that is not good is a problem with every mistake. */
async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PolicyUnreadable)) throw error;
    const errors = error.mistakes.map(({ line, column, path, message }) => ({ line, column, ...(path ? { path } : {}), why: message }));
    throw new Problem('bad-file', error.message, { errors });
  }
}

function sourceOf(request: FastifyRequest): { source: string; fileName: string } {
  if (!Buffer.isBuffer(request.body) || request.body.length === 0) throw new Problem('invalid-request', 'Send the document as the body of the request.');
  return { source: request.body.toString('utf8'), fileName: fileNameOf(request.headers, 'assignment.yaml') };
}
