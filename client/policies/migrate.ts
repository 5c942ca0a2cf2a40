import type { Instant } from '../../domain/calendar/day.js';
import { lockAccount } from '../../prisma/store/cases.js';
import { appendAudit } from '../../prisma/store/audit.js';
import { inTransaction, type Db } from '../../prisma/store/db.js';
import { pinPolicy } from '../../prisma/store/instructions.js';
import { nudgeAccounts } from '../../prisma/store/nudges.js';
import { findPolicy, type PolicyRef } from '../../prisma/store/policies.js';
import type { Dossier } from '../../prisma/store/facts.js';
import { pinStrands } from '../../prisma/store/strands.js';
import { findPreview } from '../../prisma/store/previews.js';
import { differencesBetween, type Difference } from '../campaigns/launch.js';
import { warningsFor } from './feeCurrencies.js';
import { loadAll, moveBetween, previewOf, saidOf, type MovesPreview } from './moves.js';

/** Which running cases are to go on by which published version. */
export interface MigrationRequest {
  name: string;
  to: { name: string; version: number };
  /** Only these; null: all whose cases run by a version of the policy. */
  accounts: readonly string[] | null;
}

export interface MigrationPreview extends MovesPreview {
  /** Of the accounts that were named, those without a case that runs by another version of the policy. */
  notRunning: string[];
}

/** What a migration would do, account by account; null when the target is not published. Changes nothing. */
export async function previewMigration(db: Db, request: MigrationRequest, now: Instant): Promise<MigrationPreview | null> {
  const target = await findPolicy(db, request.to.name, request.to.version);
  return target && (await preview(db, request, target, await casesOf(db, request), now));
}

async function preview(db: Db, request: MigrationRequest, target: PolicyRef, accountIds: readonly string[], now: Instant): Promise<MigrationPreview> {
  const dossiers = await loadAll(db, accountIds, { now });
  const warnings = await warningsFor(
    db,
    dossiers.map(({ facts }) => ({ facts, policy: target })),
    now.slice(0, 10),
  );
  const moves = await Promise.all(dossiers.map((dossier) => moveBetween(db, dossier, moved(dossier, request, target), now)));
  const notRunning = (request.accounts ?? []).filter((id) => !accountIds.includes(id));
  return { ...previewOf({ name: request.name, to: request.to, accounts: request.accounts }, moves, warnings, now), notRunning };
}

/** The case moves where it goes by the policy, and so do its items that have the policy for themselves. */
function moved(dossier: Dossier, { name, to }: MigrationRequest, target: PolicyRef): Dossier {
  const policiesOfItems = dossier.policiesOfItems.map((ref) => (ref.name === name && to.name === name ? target : ref));
  return { ...dossier, policiesOfItems, policy: dossier.policy?.name === name ? target : dossier.policy };
}

async function casesOf(db: Db, { name, to, accounts }: MigrationRequest): Promise<string[]> {
  // Items that have the policy for themselves move with it to another version, and to no other policy.
  const ofItems = to.name === name ? [{ strands: { some: { closedAt: null, policyName: name, NOT: { policyVersion: to.version } } } }] : [];
  const rows = await db.collectionCase.findMany({
    where: {
      closedAt: null,
      OR: [{ policyName: name, NOT: { policyName: to.name, policyVersion: to.version } }, ...ofItems],
      ...(accounts && { accountId: { in: [...accounts] } }),
    },
    select: { accountId: true },
  });
  return rows.map(({ accountId }) => accountId).sort();
}

export type Migrated =
  | { status: 'migrated'; preview: MigrationPreview }
  | { status: 'outdated'; differences: Difference[] | null }
  | { status: 'no-policy' }
  | { status: 'nobody' };

/**
 * Moves running cases to another version, in one transaction: all of them as previewed, or none. With a fingerprint, only if the preview still
 * says the same. Every account is told to look again.
 */
export async function migrate(
  db: Db,
  request: MigrationRequest & { fingerprint: string | null; by: string; role: string; reason: string },
  now: Instant,
): Promise<Migrated> {
  return inTransaction(db, async (tx): Promise<Migrated> => {
    const target = await findPolicy(tx, request.to.name, request.to.version);
    if (!target) return { status: 'no-policy' };
    // All locks before the first entry of the audit: whoever decides on an account takes them in this order.
    for (const accountId of await casesOf(tx, request)) await lockAccount(tx, accountId);
    const shown = await preview(tx, request, target, await casesOf(tx, request), now);
    if (request.fingerprint && request.fingerprint !== shown.fingerprint)
      return { status: 'outdated', differences: differencesBetween(await findPreview(tx, request.fingerprint), saidOf(shown.moves)) };
    if (shown.moves.length === 0) return { status: 'nobody' };
    await move(tx, shown, target, request, now);
    return { status: 'migrated', preview: shown };
  });
}

async function move(
  tx: Db,
  { moves }: MigrationPreview,
  target: PolicyRef,
  { name, by, role, reason }: { name: string; by: string; role: string; reason: string },
  at: Instant,
) {
  for (const { caseId, from } of moves) {
    if (caseId && from.policy.startsWith(`${name}@`)) await pinPolicy(tx, caseId, target.name, target.version);
    if (caseId && target.name === name) await pinStrands(tx, caseId, target);
  }
  await nudgeAccounts(
    tx,
    moves.map(({ accountId }) => accountId),
  );
  const to = `${target.name}@${target.version}`;
  const who = { at, actor: by, role, reason };
  await appendAudit(tx, { ...who, action: 'policy.migrate', subject: 'policy', subjectId: name, change: { to, cases: moves.length } });
  for (const { accountId, caseId, from } of moves) {
    const change = { from: from.policy.startsWith(`${name}@`) ? from.policy : `${name}, of items`, to };
    await appendAudit(tx, { ...who, action: 'case.change-policy', subject: 'case', subjectId: caseId ?? '', accountId, change });
  }
}
