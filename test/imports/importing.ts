import { importFile, type ImportRequest } from '../../client/imports/importFile.js';
import type { Refusal } from '../../client/imports/problem.js';
import type { ImportReport } from '../../client/imports/report.js';
import type { Day } from '../../domain/calendar/day.js';
import type { OpenItem } from '../../domain/facts.js';
import { openOn } from '../../domain/ledger/openAmount.js';
import type { PrismaClient } from '../../prisma/generated/client.js';
import { loadFacts } from '../../prisma/store/facts.js';
import { fromDate, toMinor } from '../../prisma/store/db.js';

export const someone = { userId: 'finance', roles: ['finance' as const] };

/** Imports text as a file; the day of import is the list's day. */
export async function load(
  db: PrismaClient,
  kind: ImportRequest['kind'],
  content: string | Uint8Array,
  options: Partial<ImportRequest> = {},
): Promise<ImportReport | Refusal> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return importFile(db, { kind, fileName: 'list.csv', content: bytes, actor: someone, now: `${options.asOf ?? '2026-11-22'}T09:00:00.000Z`, ...options });
}

/** Imports, and insists that it works. */
export async function taken(
  db: PrismaClient,
  kind: ImportRequest['kind'],
  content: string | Uint8Array,
  options: Partial<ImportRequest> = {},
): Promise<ImportReport> {
  const answer = await load(db, kind, content, options);
  if (answer.status === 'refused')
    throw new Error(
      `${answer.code}: ${answer.why}\n${answer.problems.map(({ line, column, value, why }) => `${line} ${column} '${value}' ${why}`).join('\n')}`,
    );
  return answer;
}

/** Imports, and insists that it is refused. */
export async function refused(
  db: PrismaClient,
  kind: ImportRequest['kind'],
  content: string | Uint8Array,
  options: Partial<ImportRequest> = {},
): Promise<Refusal> {
  const answer = await load(db, kind, content, options);
  if (answer.status !== 'refused') throw new Error(`Was taken: ${JSON.stringify(answer)}`);
  return answer;
}

/** A list in our own format. Each row: customer, number, due day, open amount, and what differs from an invoice of US01 in USD dated 30 days before. */
export function listOf(rows: { customer?: string; number: string; due?: string; open: string; [field: string]: string | undefined }[]): string {
  const columns = [
    'entity',
    'customer_number',
    'customer_name',
    'document_type',
    'document_number',
    'instalment',
    'document_date',
    'due_date',
    'currency',
    'original_amount',
    'open_amount',
    'purchase_order',
    'text',
    'disputed',
    'dunning_level',
    'dunned_on',
  ];
  const lines = rows.map(({ customer = 'C1', number, due = '2026-10-31', open, ...rest }) => {
    const fields: Record<string, string | undefined> = {
      entity: 'US01',
      customer_number: customer,
      customer_name: customer,
      document_number: number,
      document_date: '2026-10-01',
      due_date: due,
      currency: 'USD',
      open_amount: open,
      ...rest,
    };
    return columns.map((column) => fields[column] ?? '').join(',');
  });
  return [columns.join(','), ...lines].join('\n');
}

/** What is open on a day, by number, replayed from every row of the ledger and nothing else; items that are cleared are left out. */
export async function openByNumber(db: PrismaClient, day: Day): Promise<Record<string, number>> {
  const { items, allocations } = await wholeLedger(db);
  const open = openOn(items, allocations, day);
  return Object.fromEntries(items.filter(({ id }) => (open.get(id) ?? 0) !== 0).map(({ id, number }) => [number, open.get(id) ?? 0]));
}

/** The ledger, or one account's, as plain values. */
export async function wholeLedger(db: PrismaClient, accountId?: string) {
  const items = await db.ledgerItem.findMany({ where: accountId ? { accountId } : {}, orderBy: { id: 'asc' } });
  const allocations = await db.allocation.findMany({ where: accountId ? { debit: { accountId } } : {}, orderBy: { id: 'asc' } });
  return {
    items: items.map((item) => ({ ...item, issuedOn: fromDate(item.issuedOn), dueOn: fromDate(item.dueOn), amountMinor: toMinor(item.amountMinor) })),
    allocations: allocations.map((one) => ({
      ...one,
      onDay: fromDate(one.onDate),
      reversedOn: one.reversedOn && fromDate(one.reversedOn),
      amountMinor: toMinor(one.amountMinor),
    })),
  };
}

/** An account's open items on a day, as the rule is given them. */
export async function itemsFor(db: PrismaClient, accountId: string, day: Day): Promise<OpenItem[]> {
  const [facts] = await loadFacts(db, [accountId], day);
  return facts?.items ?? [];
}
