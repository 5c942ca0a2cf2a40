import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Day } from '../../domain/calendar/day.js';
import { invoice, invoicesOf, owes, pays } from '../activities/world.js';
import { controller, manager, startLifecycle, type Lifecycle } from '../support/lifecycle.js';
import { record, sizeOf } from '../support/record.js';

let life: Lifecycle;
const accounts: Record<string, string> = {};

/** What was done to an account, by day: contacts, tasks, and the end. */
async function diaryOf(accountId: string): Promise<string[]> {
  const [contacts, tasks, cases] = await Promise.all([
    life.db.contactMade.findMany({ where: { accountId } }),
    life.db.task.findMany({ where: { accountId } }),
    life.db.collectionCase.findMany({ where: { accountId } }),
  ]);
  const entries = [
    ...contacts.map(({ claimedAt, channel, step, status }) => ({ at: claimedAt, what: `${channel} ${step} ${status}` })),
    ...tasks.map(({ openedAt, kind, step }) => ({ at: openedAt, what: `task ${kind} ${step ?? ''}` })),
    ...cases.flatMap(({ closedAt, outcome }) => (closedAt ? [{ at: closedAt, what: `closed ${outcome}` }] : [])),
  ];
  return entries.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.what < b.what ? -1 : 1)).map(({ at, what }) => `${at.toISOString().slice(0, 10)} ${what}`);
}

beforeAll(async () => {
  life = await startLifecycle('2026-03-05');
  for (const [i, name] of ['silent', 'small'].entries())
    accounts[name] = await owes(life, { number: name, invoices: [['2026-03-09', i === 1 ? 30_000 : 120_000]], mobile: '+4915150000100' });
  for (const id of Object.values(accounts)) await life.collect(id);
  await life.until('2026-06-30');
}, 300_000);
afterAll(() => life.stop());

describe('x', () => {
  it('y', async () => {
    for (const id of Object.values(accounts)) {
      console.log(id, (await diaryOf(id)).join('\n'));
      console.log(sizeOf(await life.handleOf(id).fetchHistory()), await life.currentCase(id));
    }
    console.log(await life.db.decision.findMany({ where: {}, orderBy: { id: 'asc' }, select: { caseId: true, at: true, verdict: true } }).then((d) => d.map((x) => `${x.caseId} ${x.at.toISOString()} ${(x.verdict as any).kind} ${(x.verdict as any).reason.code} ${JSON.stringify((x.verdict as any).reason.figures)} ${(x.verdict as any).until ?? (x.verdict as any).lookAgainAt}`).join('\n')));
  });
});
