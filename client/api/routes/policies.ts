import { z } from 'zod';
import { PolicyUnreadable } from '../../../domain/policy/document.js';
import { readPolicy } from '../../../domain/policy/read.js';
import type { Policy } from '../../../domain/policy/types.js';
import { findPolicy, listPolicies, policySource, publishPolicy } from '../../../prisma/store/policies.js';
import { templateFor } from '../../../domain/rule/reach.js';
import { stoppages } from '../../../templates/writing/check.js';
import type { Shelf } from '../../../templates/writing/shelf.js';
import { warningsOf } from '../../policies/feeCurrencies.js';
import { actingAs } from '../access.js';
import type { App, Doors } from '../doors.js';
import { fileNameOf } from '../fileName.js';
import { Problem } from '../problem.js';
import { anything, instant } from '../schemas/common.js';

const tags = ['policies'];
const yaml = z.any().meta({ type: 'string', description: 'The document, YAML in UTF-8' });
const consumes = ['application/yaml', 'text/plain'];

const published = z
  .object({ name: z.string(), version: z.int(), title: z.string(), sha256: z.string(), publishedBy: z.string(), publishedAt: instant })
  .meta({ id: 'PublishedPolicy' });
const shown = z.object({ name: z.string(), version: z.int(), sha256: z.string(), source: z.string(), document: anything }).meta({ id: 'Policy' });
const outcome = z.object({
  name: z.string(),
  version: z.int(),
  sha256: z.string(),
  isNew: z.boolean().describe('false: the newest version is the same'),
  warnings: z.array(z.string()).describe('Fees that have no sum in a currency in which accounts owe'),
});

/** Policy documents: published versions, checking, publishing. */
export function servePolicies(app: App, doors: Doors): void {
  serveReading(app, doors);
  serveCheck(app);
  servePublishing(app, doors);
}

function serveCheck(app: App): void {
  app.post(
    '/policies/check',
    {
      config: { problems: ['bad-file', 'unsupported-media-type'] },
      schema: {
        operationId: 'checkPolicy',
        tags,
        summary: 'Check a document without publishing it',
        consumes,
        body: yaml,
        response: { 200: z.object({ name: z.string(), title: z.string(), steps: z.array(z.string()) }) },
      },
    },
    async (request) => {
      const { name, title, ladder } = checked(textOf(request.body), fileNameOf(request.headers, 'policy.yaml'));
      return { name, title, steps: ladder.map(({ id }) => id) };
    },
  );
}

function servePublishing(app: App, doors: Doors): void {
  app.post(
    '/policies',
    {
      config: { problems: ['bad-file', 'unsupported-media-type'] },
      schema: {
        operationId: 'publishPolicy',
        tags,
        summary: 'Publish a document as the next version of its policy',
        description: 'A case that runs keeps its version. Refused where a template that a step names is missing, or could not be written.',
        consumes,
        body: yaml,
        response: { 200: outcome, 201: outcome },
      },
    },
    async (request, reply) => {
      const source = textOf(request.body);
      const fileName = fileNameOf(request.headers, 'policy.yaml');
      const policy = checked(source, fileName);
      writable(policy, fileName, doors.shelf);
      const { actor: by, role } = actingAs(request);
      const at = await doors.now();
      const done = await publishPolicy(doors.db, { source, fileName, by, role, at });
      return reply.code(done.isNew ? 201 : 200).send({ ...done, warnings: await warningsOf(doors.db, policy, at.slice(0, 10)) });
    },
  );
}

function serveReading(app: App, { db }: Doors): void {
  app.get(
    '/policies',
    { schema: { operationId: 'listPolicies', tags, summary: 'All published versions', response: { 200: z.object({ items: z.array(published) }) } } },
    async () => ({ items: await listPolicies(db) }),
  );

  app.get(
    '/policies/:name',
    {
      config: { problems: ['not-found'] },
      schema: {
        operationId: 'readPolicy',
        tags,
        summary: 'A published version, the newest unless one is named',
        params: z.object({ name: z.string() }),
        querystring: z.object({ version: z.coerce.number().int().positive().max(1_000_000).optional() }),
        response: { 200: shown },
      },
    },
    async ({ params: { name }, query: { version } }) => {
      const ref = await findPolicy(db, name, version ?? null);
      if (!ref) throw new Problem('not-found', `Policy '${name}'${version ? ` has no version ${version}` : ' was never published'}. See the list of policies.`);
      const source = await policySource(db, ref);
      return { name: ref.name, version: ref.version, sha256: ref.sha256, source, document: readPolicy(source, `${name}.yaml`, ref.version) };
    },
  );
}

/** The document as the rule would use it; a problem with every mistake when it is not good. */
function checked(source: string, fileName: string): Policy {
  try {
    return readPolicy(source, fileName);
  } catch (error) {
    if (!(error instanceof PolicyUnreadable)) throw error;
    const errors = error.mistakes.map(({ line, column, path, message }) => ({ line, column, ...(path ? { path } : {}), why: message }));
    throw new Problem('bad-file', error.message, { errors });
  }
}

/** Refuses a policy whose messages could not be written: better now than when one is due. */
function writable(policy: Policy, fileName: string, shelf: Shelf): void {
  const problems = stoppages(policy, shelf);
  if (problems.length === 0) return;
  const errors = problems.map(({ template, channel, file, line, problem }) => ({
    line: policy.ladder.find((step) => templateFor(step, channel) === template)?.line ?? 1,
    column: 1,
    why: `${line === null ? file : `${file}:${line}`}: ${problem}`,
  }));
  throw new Problem('bad-file', errors.map(({ line, why }) => `${fileName}:${line}: ${why}`).join('\n'), { errors });
}

function textOf(body: unknown): string {
  if (!Buffer.isBuffer(body) || body.length === 0) throw new Problem('invalid-request', 'Send the policy document as the body of the request.');
  return body.toString('utf8');
}
