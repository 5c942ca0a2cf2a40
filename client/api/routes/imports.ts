import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { listBatches } from '../../../prisma/store/reading/records.js';
import { startDisputes, tellAccounts } from '../../accounts/tell.js';
import { importFile } from '../../imports/importFile.js';
import { proposeMapping } from '../../imports/mapping.js';
import { listPresets } from '../../imports/preset.js';
import type { Refusal } from '../../imports/problem.js';
import { readTable } from '../../imports/readTable.js';
import type { ImportReport } from '../../imports/report.js';
import { likelyHeader } from '../../imports/source.js';
import { callerOf } from '../access.js';
import type { App, Doors } from '../doors.js';
import { fileNameOf } from '../fileName.js';
import { Problem, type Fault } from '../problem.js';
import { paged, pageOf } from '../schemas/common.js';
import { batch, batchQuery, importKind, importQuery, importReport, presetRow, proposal } from '../schemas/imports.js';

const tags = ['ledger'];
const consumes = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/octet-stream'];
const raw = z.any().meta({ type: 'string', format: 'binary', description: 'The file as it is: CSV or XLSX' });
const kindPath = z.object({ kind: importKind });

/** Loading facts from files, and the loads so far. */
export function serveImports(app: App, doors: Doors): void {
  app.post(
    '/imports/:kind',
    {
      config: { problems: ['bad-file', 'refused', 'too-large', 'unsupported-media-type'] },
      schema: {
        operationId: 'importFile',
        tags,
        summary: 'Load a file: the whole of it or nothing',
        params: kindPath,
        querystring: importQuery,
        consumes,
        body: raw,
        response: { 200: importReport },
        description:
          'Name the file in `X-File-Name`. A list of open items is a snapshot: what it does not name any more has been cleared. The same file twice changes nothing.',
      },
    },
    async (request) => load(request, doors, request.params.kind, request.query),
  );
  serveProposal(app);
  serveLoads(app, doors);
}

function serveProposal(app: App): void {
  app.post(
    '/imports/propose-mapping',
    {
      config: { problems: ['bad-file', 'too-large', 'unsupported-media-type'] },
      schema: {
        operationId: 'proposeMapping',
        tags,
        summary: 'Which column is which, as far as the header tells',
        querystring: z.object({ kind: importKind }),
        consumes,
        body: raw,
        response: { 200: proposal },
      },
    },
    async (request) => {
      const { kind } = request.query;
      const table = await readTable(contentOf(request.body), { encoding: null, delimiter: null });
      if ('status' in table) throw toProblem(table);
      const header = likelyHeader(table, kind);
      return { kind, header, ...proposeMapping(kind, header) };
    },
  );
}

function serveLoads(app: App, { db }: Doors): void {
  app.get(
    '/imports',
    { schema: { operationId: 'listImports', tags, summary: 'Loads so far, newest first', querystring: batchQuery, response: { 200: pageOf(batch) } } },
    async ({ query }) => paged(await listBatches(db, query), query),
  );
  app.get(
    '/import-presets',
    { schema: { operationId: 'listImportPresets', tags, summary: 'Presets that ship with Duly', response: { 200: z.object({ items: z.array(presetRow) }) } } },
    async () => ({ items: listPresets().map(({ name, kind, title }) => ({ name, kind, title })) }),
  );
}

async function load(request: FastifyRequest, { db, temporal, now }: Doors, kind: z.output<typeof importKind>, query: z.output<typeof importQuery>) {
  const { userId, roles } = callerOf(request);
  const fileName = fileNameOf(request.headers, `${kind}.csv`);
  const report = await importFile(db, { ...query, kind, fileName, content: contentOf(request.body), actor: { userId, roles }, now: await now() });
  if (report.status === 'refused') throw toProblem(report);
  if (report.status === 'imported') await tellOf(report, temporal, request);
  return { ...report, accountsChanged: report.accountsChanged.length, disputesRaised: report.disputesRaised.length };
}

/** The facts are in the store: who can't be told now hears of it from the worker's sweeper, or when the server starts again. */
async function tellOf({ accountsChanged, disputesRaised }: ImportReport, temporal: Doors['temporal'], request: FastifyRequest): Promise<void> {
  try {
    await startDisputes(temporal, disputesRaised);
    await tellAccounts(temporal, accountsChanged);
  } catch (error) {
    request.log.warn(
      { requestId: request.id, failure: error instanceof Error ? error.name : 'unknown' },
      'the processes of the accounts could not all be told',
    );
  }
}

function contentOf(body: unknown): Uint8Array {
  if (!Buffer.isBuffer(body) || body.length === 0) throw new Problem('invalid-request', 'Send the file as the body of the request.');
  return body;
}

function toProblem({ code, why, problems, problemCount }: Refusal): Problem {
  const errors: Fault[] = problems.map(({ line, column, value, why: reason }) => ({
    ...(line === null ? {} : { line }),
    ...(column === null ? {} : { column }),
    ...(value === null ? {} : { value }),
    why: reason,
  }));
  const more = problemCount > errors.length ? ` ${problemCount - errors.length} more problems are not listed.` : '';
  const kind = code === 'OLDER_THAN_LAST' || code === 'CLEARS_TOO_MUCH' || code === 'TOTALS_DIFFER' ? 'refused' : 'bad-file';
  return new Problem(kind, `${why}.${more}`, { code, ...(errors.length > 0 ? { errors } : {}) });
}
