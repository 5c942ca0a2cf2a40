/** What was decided and done for an account up to the end of a day. */
import type { Instant } from '../../../domain/calendar/day.js';
import type { KeptContact, KeptDecision } from '../../../domain/rule/why.js';
import type { Verdict } from '../../../domain/verdict.js';
import { fromInstant, toInstant, type Db } from '../db.js';

/** All of a day (`from` inclusive, `to` not) and, of the decisions, the last one before it, oldest first. */
export async function keptForDay(
  db: Db,
  accountId: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<{ decisions: KeptDecision[]; contacts: KeptContact[] }> {
  const ofAccount = { case: { accountId } };
  const [before, during, contacts] = await Promise.all([
    db.decision.findMany({ where: { ...ofAccount, at: { lt: toInstant(from) } }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: 1 }),
    db.decision.findMany({ where: { ...ofAccount, at: { gte: toInstant(from), lt: toInstant(to) } }, orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
    db.contactMade.findMany({ where: { accountId, claimedAt: { gte: toInstant(from), lt: toInstant(to) } }, orderBy: { claimedAt: 'asc' } }),
  ]);
  return {
    decisions: [...before, ...during].map(({ at, verdict, inputs }) => ({
      at: fromInstant(at),
      verdict: verdict as unknown as Verdict,
      policy: (inputs as { policy?: string }).policy ?? 'unknown',
    })),
    contacts: contacts.map(({ claimedAt, channel, direction, status, address, step, detail, outcome }) => ({
      at: fromInstant(claimedAt),
      channel,
      direction: direction === 'IN' ? 'IN' : 'OUT',
      status: outcome ?? status,
      address,
      step,
      detail,
    })),
  };
}
