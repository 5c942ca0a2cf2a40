import type { Prisma } from '../../prisma/generated/client.js';
import { appendAudit } from '../../prisma/store/audit.js';
import { batchOfFile, recordBatch } from '../../prisma/store/imports.js';
import { nudgeAccounts } from '../../prisma/store/nudges.js';
import type { ImportRequest, OpenedFile } from './importFile.js';
import type { ImportReport } from './report.js';

type Tx = Prisma.TransactionClient;

/** The import of exactly this file before; null when there was none. */
export async function earlierImport(tx: Tx, { request, sha256 }: OpenedFile): Promise<ImportReport['repeats']> {
  const batch = await batchOfFile(tx, request.kind, sha256);
  return batch && { batchId: batch.id, importedAt: batch.importedAt };
}

/** Records the batch that a report is of; what the batch brings refers to it. */
export async function keepBatch(
  tx: Tx,
  { actor, now }: ImportRequest,
  report: ImportReport,
  { semantics, controlTotals }: { semantics: 'snapshot' | 'increment'; controlTotals: Prisma.JsonValue },
): Promise<string> {
  const { kind, fileName, sha256, preset, asOf, entities, rows, created, changed, reopened, cleared, unchanged } = report;
  const counts = { rows, created, changed: changed + reopened, cleared, unchanged };
  const origin = { kind, semantics, fileName, sha256, preset, asOf: asOf ?? now.slice(0, 10), entityCodes: entities };
  return recordBatch(tx, { ...origin, ...counts, controlTotals, importedBy: actor.userId, importedAt: now });
}

/** Has the changed accounts look again, and writes who imported what into the audit log. The last thing in its transaction. */
export async function announce(tx: Tx, { actor, now }: ImportRequest, report: ImportReport, details: Record<string, Prisma.InputJsonValue>): Promise<void> {
  const { kind, batchId, fileName, sha256, preset, asOf, entities, rows, created, changed, reopened, cleared, unchanged, accountsChanged } = report;
  await nudgeAccounts(tx, accountsChanged);
  const change = { fileName, sha256, preset, asOf, entities, rows, created, changed, reopened, cleared, unchanged, accountsChanged: accountsChanged.length };
  await appendAudit(tx, {
    at: now,
    actor: actor.userId,
    role: actor.roles[0] ?? 'finance',
    action: `import-${kind}`,
    subject: 'import',
    subjectId: batchId ?? sha256,
    change: { ...change, ...details },
  });
}
