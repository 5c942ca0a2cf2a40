/** What people and customers do in the demo, by day. */
import { stringify } from 'csv-stringify/sync';
import { addDays, type Day } from '../../domain/calendar/day.js';
import { sum, toDecimal } from '../../domain/money/minor.js';
import { openItemsFile, type SampleAccount, type SampleLedger } from '../sample/ledger.js';
import type { Party, Told } from './party.js';

/** Something that happens on a day (counted from the launch); answers the lines that tell of it. */
export interface Scene {
  day: number;
  play(party: Party, today: Day): Promise<string[]>;
}

/** The parts are given to accounts of the bucket in their order, so that each kind of course is seen. */
export function plot(ledger: SampleLedger, bucket: readonly string[], start: Day): Scene[] {
  const cast = bucket.flatMap((id) => ledger.accounts.find((account) => account.id === id && account.reach === 'all') ?? []);
  const [early, partly, keeping, breaking, disputing, pausing, late, promising, failing] = cast;
  if (!early || !partly || !keeping || !breaking || !disputing || !pausing || !late || !promising || !failing)
    throw new Error(`The sample has only ${cast.length} accounts in the bucket that can be reached; the demo needs nine.`);
  return [
    scene(4, async (party, today) => [`${early.name} pays in full`, ...(await pay(party, today, early, 1))]),
    scene(8, async (party, today) => [`${partly.name} pays half`, ...(await pay(party, today, partly, 0.5))]),
    scene(9, (party, today) => promise(party, keeping, addDays(today, 12))),
    scene(10, (party, today) => promise(party, breaking, addDays(today, 10))),
    scene(19, async (party, today) => [`${keeping.name} keeps the promise`, ...(await pay(party, today, keeping, 1))]),
    scene(13, (party, today) => promise(party, failing, addDays(today, 60))),
    scene(40, (party, today) => promise(party, promising, addDays(today, 60))),
    scene(12, async (party) => [
      told(
        `${disputing.name} disputes what it was charged`,
        await party.instruct('collector', disputing.id, {
          kind: 'dispute',
          reason: 'price',
          items: debits(disputing).map(({ number }) => ({ item: number })),
          note: 'Says that the agreed price was lower.',
        }),
      ),
    ]),
    scene(14, async (party, today) => [
      told(
        `The manager pauses ${pausing.name}`,
        await party.instruct('manager', pausing.id, { kind: 'pause', until: addDays(today, 90), reason: 'Talks about a new contract' }),
      ),
    ]),
    scene(30, async (party, today) => [`${late.name} pays in full`, ...(await pay(party, today, late, 1))]),
    ...[7, 14, 21, 28, 35, 42, 49, 56, 63, 70].map((day) => scene(day, (party, today) => loadList(party, ledger, today, start))),
    ...Array.from({ length: 36 }, (_, n) => scene(20 + n * 1.5, answerCalls)),
    ...Array.from({ length: 32 }, (_, n) => scene(28 + n * 2, decideApprovals)),
  ];
}

function scene(day: number, play: Scene['play']): Scene {
  return { day: Math.round(day), play };
}

const debits = (account: SampleAccount) => account.items.filter(({ type, openMinor }) => type === 'INVOICE' && openMinor > 0);

/** A share of what is open comes in by bank transfer, and finance loads the list of payments. */
async function pay(party: Party, today: Day, account: SampleAccount, share: number): Promise<string[]> {
  const rows = debits(account).map((item) => ({ item, minor: Math.round(item.openMinor * share) }));
  const total = sum(rows.map(({ minor }) => minor));
  const header = ['entity', 'customer_number', 'payment_number', 'date', 'amount', 'currency', 'reference', 'item', 'applied_amount'];
  const number = `P-${account.number}-${today}`;
  const lines = rows.map(({ item, minor }) => [
    account.entity,
    account.number,
    number,
    today,
    toDecimal(total, account.currency),
    account.currency,
    'Bank transfer',
    item.number,
    toDecimal(minor, account.currency),
  ]);
  await party.load('finance', 'payments', stringify([header, ...lines]));
  for (const { item, minor } of rows) item.openMinor -= minor;
  if (share === 1) for (const item of account.items) item.openMinor = 0;
  return [];
}

async function promise(party: Party, account: SampleAccount, dueOn: Day): Promise<string[]> {
  const credits = sum(account.items.filter(({ openMinor }) => openMinor < 0).map(({ openMinor }) => openMinor));
  const amountMinor = sum(debits(account).map(({ openMinor }) => openMinor)) + credits;
  return [
    told(
      `${account.name} promises to pay by ${dueOn}`,
      await party.instruct('collector', account.id, { kind: 'promise', currency: account.currency, amountMinor, dueOn, note: 'By telephone' }),
    ),
  ];
}

/** The ledger's list of open items of the day keeps Duly's picture fresh. */
async function loadList(party: Party, ledger: SampleLedger, today: Day, start: Day): Promise<string[]> {
  if (today <= start) return [];
  await party.load('finance', 'open-items', openItemsFile(ledger.accounts), { asOf: today });
  return [];
}

/** The collector works the list: most calls reach nobody, and some of them are left for tomorrow. */
async function answerCalls(party: Party): Promise<string[]> {
  const { items } = await party.get<{ items: { id: string; accountId: string; name: string }[] }>('collector', '/tasks?kind=CALL&limit=3');
  const lines: string[] = [];
  for (const [n, { id, accountId, name }] of items.slice(0, 2).entries()) {
    const outcome = n === 0 ? 'NO_ANSWER' : 'REACHED';
    lines.push(
      told(
        `The collector calls ${name}: ${outcome.toLowerCase().replace('_', ' ')}`,
        await party.instruct('collector', accountId, { kind: 'task-done', taskId: id, outcome }),
      ),
    );
  }
  return lines;
}

/** The manager places every second request of the day with the agency, but nobody who was never reached; write-offs wait for the end of the quarter. */
async function decideApprovals(party: Party): Promise<string[]> {
  const { items } = await party.get<{ items: { id: string; accountId: string; subject: string; role: string }[] }>('manager', '/approvals?limit=8');
  const lines: string[] = [];
  for (const { id, accountId, subject, role } of items.filter((_, n) => n % 2 === 0)) {
    if (subject !== 'placement' || !(await wasReached(party, accountId))) continue;
    const who = role === 'controller' ? 'controller' : 'manager';
    lines.push(
      told(
        `The ${who} approves the ${subject} of ${accountId}`,
        await party.instruct(who, accountId, { kind: 'approve', approvalId: id, reason: 'Evidence complete' }),
      ),
    );
  }
  return lines;
}

async function wasReached(party: Party, accountId: string): Promise<boolean> {
  const { total } = await party.get<{ total: number }>('manager', `/contacts-made?account=${encodeURIComponent(accountId)}&status=ACCEPTED&limit=1`);
  return total > 0;
}

function told(what: string, answer: Told): string {
  return 'refused' in answer ? `${what}: refused. ${answer.refused}` : what;
}
