/** What was done and decided: contacts, decisions, loads of facts, the audit log. */
import type { Day, Instant } from '../../../domain/calendar/day.js';
import type { Amounts } from '../../../domain/money/minor.js';
import type { Assessment } from '../../../domain/verdict.js';
import { fromDate, fromInstant, type Db } from '../db.js';
import { instantOrNull, readPage, type Page, type Slice } from './page.js';

export interface ContactMadeRow {
  key: string;
  accountId: string;
  caseId: string | null;
  step: string | null;
  round: number;
  channel: string;
  direction: string;
  automatic: boolean;
  address: string | null;
  language: string | null;
  template: string | null;
  subject: string | null;
  amounts: Amounts;
  itemCount: number;
  status: string;
  attempt: number;
  claimedAt: Instant;
  settledAt: Instant | null;
  providerId: string | null;
  detail: string | null;
  actor: string;
  outcome: string | null;
}

export interface ContactMadeFilter extends Slice {
  accountId?: string | undefined;
  channel?: string | undefined;
  status?: string | undefined;
  from?: Instant | undefined;
  to?: Instant | undefined;
}

/** Contacts, newest first, also those that were held back. `from` is inclusive, `to` is not. */
export async function listContactsMade(db: Db, filter: ContactMadeFilter): Promise<Page<ContactMadeRow>> {
  const where = {
    ...(filter.accountId ? { accountId: filter.accountId } : {}),
    ...(filter.channel ? { channel: filter.channel } : {}),
    ...(filter.status ? { status: filter.status } : {}),
    claimedAt: between(filter),
  };
  const rows = db.contactMade.findMany({ where, orderBy: [{ claimedAt: 'desc' }, { key: 'desc' }], take: filter.limit, skip: filter.offset });
  return readPage(db.contactMade.count({ where }), rows, (made) => ({
    key: made.key,
    accountId: made.accountId,
    caseId: made.caseId,
    step: made.step,
    round: made.round,
    channel: made.channel,
    direction: made.direction,
    automatic: made.automatic,
    address: made.address,
    language: made.language,
    template: made.template,
    subject: made.subject,
    amounts: made.amounts as Amounts,
    itemCount: made.itemIds.length,
    status: made.status,
    attempt: made.attempt,
    claimedAt: fromInstant(made.claimedAt),
    settledAt: instantOrNull(made.settledAt),
    providerId: made.providerId,
    detail: made.detail,
    actor: made.actor,
    outcome: made.outcome,
  }));
}

export interface DecisionRow {
  id: number;
  caseId: string;
  at: Instant;
  verdict: Assessment['verdict'];
  inputs: unknown;
}

/** Assessments, newest first; of one account or of one case when named. */
export async function listDecisions(db: Db, filter: Slice & { accountId?: string | undefined; caseId?: string | undefined }): Promise<Page<DecisionRow>> {
  const where = { ...(filter.caseId ? { caseId: filter.caseId } : {}), ...(filter.accountId ? { case: { accountId: filter.accountId } } : {}) };
  const rows = db.decision.findMany({ where, orderBy: { id: 'desc' }, take: filter.limit, skip: filter.offset });
  return readPage(db.decision.count({ where }), rows, ({ id, caseId, at, verdict, inputs }) => ({
    id,
    caseId,
    at: fromInstant(at),
    verdict: verdict as unknown as Assessment['verdict'],
    inputs,
  }));
}

export interface BatchRow {
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
  controlTotals: unknown;
  importedBy: string;
  importedAt: Instant;
}

/** Loads of facts, newest first. */
export async function listBatches(db: Db, filter: Slice & { kind?: string | undefined }): Promise<Page<BatchRow>> {
  const where = filter.kind ? { kind: filter.kind } : {};
  const rows = db.importBatch.findMany({ where, orderBy: [{ importedAt: 'desc' }, { id: 'desc' }], take: filter.limit, skip: filter.offset });
  return readPage(db.importBatch.count({ where }), rows, ({ asOf, importedAt, ...batch }) => ({
    ...batch,
    asOf: fromDate(asOf),
    importedAt: fromInstant(importedAt),
  }));
}

export interface AuditRow {
  seq: number;
  at: Instant;
  actor: string;
  role: string;
  action: string;
  subject: string;
  subjectId: string;
  accountId: string | null;
  change: unknown;
  reason: string | null;
  hash: string;
}

export interface AuditFilter extends Slice {
  accountId?: string | undefined;
  actor?: string | undefined;
  subject?: string | undefined;
  from?: Instant | undefined;
  to?: Instant | undefined;
}

/** The audit log, newest first. */
export async function listAudit(db: Db, filter: AuditFilter): Promise<Page<AuditRow>> {
  const where = {
    ...(filter.accountId ? { accountId: filter.accountId } : {}),
    ...(filter.actor ? { actor: filter.actor } : {}),
    ...(filter.subject ? { subject: filter.subject } : {}),
    at: between(filter),
  };
  const rows = db.auditEntry.findMany({ where, omit: { prevHash: true }, orderBy: { seq: 'desc' }, take: filter.limit, skip: filter.offset });
  return readPage(db.auditEntry.count({ where }), rows, ({ at, ...entry }) => ({ ...entry, at: fromInstant(at) }));
}

function between({ from, to }: { from?: Instant | undefined; to?: Instant | undefined }): { gte?: Date; lt?: Date } {
  return { ...(from ? { gte: new Date(from) } : {}), ...(to ? { lt: new Date(to) } : {}) };
}
