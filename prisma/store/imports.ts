/** Batches: what was loaded, when, from which file, with which totals. */
import type { Day, Instant } from '../../domain/calendar/day.js';
import { fromDate, fromInstant, toDate, toInstant, type Db, type Prisma } from './db.js';

/** A load of facts as it is kept. */
export interface Batch {
  id: string;
  kind: string;
  semantics: string;
  fileName: string;
  sha256: string;
  preset: string;
  asOf: Day;
  entityCodes: string[];
  rows: number;
  created: number;
  changed: number;
  cleared: number;
  unchanged: number;
  controlTotals: Prisma.JsonValue;
  importedBy: string;
  importedAt: Instant;
}

const importLock = 7_023_002;

/** Lets one import at a time into the ledger, until the transaction ends. */
export async function lockImports(db: Db): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(${importLock})`;
}

/** Records a batch, so that what it brings can refer to it; answers its id. */
export async function recordBatch(db: Db, batch: Omit<Batch, 'id'>): Promise<string> {
  const { asOf, importedAt, controlTotals, ...rest } = batch;
  const { id } = await db.importBatch.create({
    data: { ...rest, asOf: toDate(asOf), importedAt: toInstant(importedAt), controlTotals: controlTotals as Prisma.InputJsonValue },
    select: { id: true },
  });
  return id;
}

/** The newest list of open items of each of these entities. */
export async function lastLists(
  db: Db,
  entityCodes: readonly string[],
): Promise<{ entity: string; batchId: string; asOf: Day; sha256: string; preset: string }[]> {
  return db.$queryRaw`
    SELECT DISTINCT ON (e.code) e.code AS entity, b.id AS "batchId", to_char(b.as_of, 'YYYY-MM-DD') AS "asOf", b.sha256, b.preset
    FROM unnest(${[...entityCodes]}::text[]) AS e (code) JOIN import_batch b ON e.code = ANY(b.entity_codes) AND b.kind = 'open-items'
    ORDER BY e.code, b.as_of DESC, b.imported_at DESC, b.id DESC`;
}

/** The newest batch of a kind that was read from exactly this file; null when there is none. */
export async function batchOfFile(db: Db, kind: string, sha256: string): Promise<Batch | null> {
  const found = await db.importBatch.findFirst({ where: { kind, sha256 }, orderBy: [{ importedAt: 'desc' }, { id: 'desc' }] });
  return found && { ...found, asOf: fromDate(found.asOf), importedAt: fromInstant(found.importedAt) };
}
