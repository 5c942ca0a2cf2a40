import { dayOf } from '../../domain/calendar/day.js';
import { readPolicy } from '../../domain/policy/read.js';
import type { PrismaClient } from '../../prisma/generated/client.js';
import { asked, note, strandOf, zone, type Agenda, type Refused } from './agenda.js';

/** The policy of an account, and by name those that its items may have. */
export interface Sources {
  own: string;
  ofItems: ReadonlyMap<string, string>;
}

/** What the store knows to have been done to an account. */
export async function agendaOf(db: PrismaClient, accountId: string, { own, ofItems }: Sources, refused: readonly Refused[]): Promise<Agenda> {
  const agenda: Agenda = new Map();
  const put = (at: Date | string, what: string) => note(agenda, dayOf(typeof at === 'string' ? at : at.toISOString(), zone), what);
  for (const { at, type } of refused.filter((each) => each.accountId === accountId)) put(at, `refused ${type}`);
  await contacts(db, accountId, put);
  await cases(db, accountId, { own, ofItems }, put);
  await proceedings(db, accountId, put);
  await charges(db, accountId, put);
  return agenda;
}

type Put = (at: Date | string, what: string) => void;

async function contacts(db: PrismaClient, accountId: string, put: Put): Promise<void> {
  const items = new Map((await db.ledgerItem.findMany({ where: { accountId } })).map(({ id, number }) => [id, number]));
  const made = await db.contactMade.findMany({ where: { accountId, automatic: true, status: { not: 'HELD_BACK' } } });
  for (const { claimedAt, channel, strand, step, round, amounts, itemIds, status } of made) {
    const numbers = itemIds.map((id) => items.get(id) ?? `#${id}`);
    put(
      claimedAt,
      `${channel} ${strandOf(strand)}${step}/${round}: ${asked(amounts as Record<string, number>, numbers)}${status === 'ACCEPTED' ? '' : ` ${status}`}`,
    );
  }
  // What waits for an approval is told by its proposal.
  for (const { openedAt, kind, step } of await db.task.findMany({ where: { accountId, kind: { not: 'APPROVE' } } }))
    put(openedAt, `task ${kind}${step ? ` (${step})` : ''}`);
}

async function cases(db: PrismaClient, accountId: string, { own, ofItems }: Sources, put: Put): Promise<void> {
  for (const { openedAt, closedAt, outcome, id } of await db.collectionCase.findMany({ where: { accountId } })) {
    put(openedAt, 'case opened');
    if (closedAt) put(closedAt, `case closed ${outcome}`);
    const heights = new Map<string, number>();
    for (const { at, strand, step, result } of await db.stepTaken.findMany({ where: { caseId: id }, orderBy: [{ at: 'asc' }, { round: 'asc' }] })) {
      const { ladder, levels } = readPolicy(ofItems.get(strand.replace(/\+\d+$/, '')) ?? own, 'policy');
      // What a step that only charges did is told by its charges.
      if (result !== 'TAKEN' && result !== 'CHARGED') put(at, `${strandOf(strand)}${step} ${result}`);
      const reached = ladder.findIndex((each) => each.id === step) + 1;
      // Where items climb by themselves, what goes out and is left behind says how far each is.
      if (result !== 'TAKEN' || reached <= (heights.get(strand) ?? 0) || levels.track === 'item') continue;
      heights.set(strand, reached);
      put(at, `${strandOf(strand)}level ${reached}`);
    }
  }
}

/** Plans, disputes, placements and write-offs change by themselves, and leave an entry in the log. */
async function proceedings(db: PrismaClient, accountId: string, put: Put): Promise<void> {
  for (const { at, action, change, reason } of await db.auditEntry.findMany({ where: { accountId }, orderBy: { seq: 'asc' } })) {
    const it = change as Record<string, string>;
    if (action === 'task.join') put(at, `task ${it['kind']}${it['step'] ? ` (${it['step']})` : ''}`);
    if (action === 'plan.judge' && it['from'] !== it['to']) put(at, `plan ${it['to']}`);
    if (action === 'dispute.escalate') put(at, 'dispute LATE');
    if (action === 'dispute.resolve' && it['resolution'] === 'CLEARED' && !it['instruction']) put(at, 'dispute CLEARED');
    if (action === 'placement.request') put(at, 'placement REQUESTED');
    if (action === 'write-off.request') put(at, 'write-off RECOMMENDED');
    if (action === 'placement.declined' && it['reason'] === 'APPROVAL_EXPIRED') put(at, 'placement EXPIRED');
    if (action === 'placement.closed' || action === 'placement.placed' || action === 'placement.recalled')
      put(at, `placement ${action.slice(10).toUpperCase()}`);
    if (action === 'write-off.end') put(at, `write-off ${reason === 'PAID' ? 'CLOSED' : it['status']}`);
    if (action === 'write-off.book') put(at, 'write-off BOOKED');
  }
}

const results: Readonly<Record<string, string>> = { BOOK: 'BOOKED', CORRECT: 'CORRECTED', WAIVE: 'WAIVED', CONVERT: 'CONVERTED' };

async function charges(db: PrismaClient, accountId: string, put: Put): Promise<void> {
  for (const { recordedAt, does, amountMinor, item } of await db.charge.findMany({ where: { accountId }, include: { item: true } })) {
    const minor = Number(amountMinor) * (does === 'CORRECT' || does === 'WAIVE' ? -1 : 1);
    if (does in results) put(recordedAt, `charge ${item.number} ${results[does]}: ${asked({ [item.currency]: minor }, [])}`);
  }
}
