/** What messages asked for, against the seller's own books. */
import { groupBy, type Happening } from './books.js';
import { arrivalOf, type AllArrived } from './deliveries.js';
import type { Findings, Made } from './findings.js';
import { dayIn, type Stage } from './stage.js';

/** What each message asked for is what the books say of that day; nobody was written to who had paid, disputed everything or was paused. */
export async function compareAsked({ db, books }: Stage, findings: Findings, sent: readonly Made[], arrived: AllArrived): Promise<void> {
  const decisions = await db.decision.findMany({ select: { caseId: true, at: true, recordedAt: true }, orderBy: { id: 'asc' } });
  const byCase = groupBy(decisions, ({ caseId }) => caseId);
  const wrong: string[] = [];
  const forbidden: string[] = [];
  let within = 0;
  for (const each of sent) {
    const decided = byCase
      .get(each.caseId ?? '')
      ?.filter(({ at }) => at <= each.claimedAt)
      .at(-1);
    const span = { fromMs: decided?.recordedAt.getTime() ?? 0, byMs: arrivalOf(each, arrived)[0]?.atMs ?? Infinity, at: each.claimedAt.toISOString() };
    const day = dayIn(each.claimedAt.getTime());
    const worlds = possible(books.happenedTo(each.accountId), span);
    if (worlds.length > 1) within += 1;
    const allowed = worlds.filter((known) => !books.isPaused(day, known) && books.asked(each.accountId, day, known) > 0);
    if (allowed.length === 0) forbidden.push(`${each.key} left on ${day}`);
    const amount = (each.amounts as Record<string, number>)['USD'] ?? 0;
    const expected = new Set(allowed.map((known) => books.asked(each.accountId, day, known)));
    if (allowed.length > 0 && !expected.has(amount)) wrong.push(`${each.key} asked for ${amount} on ${day}, the books have ${[...expected].join(' or ')}`);
  }
  findings.check('messages to those who had paid, disputed all of it, promised or were paused', forbidden, sent.length);
  findings.check('amounts asked for, against the books of that day', wrong, `${sent.length}, ${within} of them while something was being changed`);
}

/**
 * What may have been known while a message was decided and left: what was answered before, and, of what was asked meanwhile, any part. On a
 * compressed clock a message that is late by seconds is dated before what was asked in these seconds: it may know of that, or not.
 */
function possible(all: readonly Happening[], { fromMs, byMs, at }: { fromMs: number; byMs: number; at: string }): Happening[][] {
  const doubtful = all.filter((each) => each.fromMs < byMs && (each.byMs > fromMs || each.at > at));
  const groups = [...groupBy(doubtful, (each) => `${each.fromMs} ${each.at > at ? each.what.kind : ''}`).values()];
  let worlds: Happening[][] = [all.filter((each) => each.byMs <= fromMs && each.at <= at)];
  for (const group of groups) worlds = worlds.flatMap((world) => [world, [...world, ...group]]);
  return worlds;
}

/** Nobody outside the bucket was written to. */
export function compareReach(findings: Findings, sent: readonly Made[], accounts: readonly string[]): void {
  const bucket = new Set(accounts);
  findings.check(
    'messages to accounts of the bucket',
    sent.filter(({ accountId }) => !bucket.has(accountId)).map(({ key }) => key),
    sent.length,
  );
}

/** Each message lists the items that were open on its day. */
export async function compareItems({ db, books }: Stage, findings: Findings, sent: readonly Made[]): Promise<void> {
  const numbers = new Map((await db.ledgerItem.findMany({ select: { id: true, number: true } })).map(({ id, number }) => [id, number]));
  const wrong = sent.flatMap((each) => {
    const never = each.itemIds
      .map((id) => numbers.get(id) ?? `item ${id}`)
      .filter((number) => {
        const known = books.itemsOf(each.accountId).some((item) => item.number === number);
        return !known && !books.happenedTo(each.accountId).some(({ what }) => what.kind === 'on-account' && what.number === number);
      });
    return never.map((number) => `${each.key} lists ${number}, which is not of this account`);
  });
  findings.check(
    'items listed in messages',
    wrong,
    sent.reduce((sum, { itemIds }) => sum + itemIds.length, 0),
  );
}
