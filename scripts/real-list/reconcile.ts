/** The reconciliation: what Duly says it did, against what arrived, against the seller's own books. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { reckon, type Reckoned } from '../demo/reckoning.js';
import { daysFrom, groupBy, type Happening } from './books.js';
import { readLetters, readMailbox, readTexts, type Arrived } from './evidence.js';
import { dayIn, type Stage } from './stage.js';

export interface ToReconcile {
  campaignId: string;
  accounts: readonly string[];
  reasons: ReadonlyMap<string, string>;
  dataDir: string;
  lost: string | null;
  say: (line?: string) => void;
}

interface Made {
  key: string;
  accountId: string;
  caseId: string | null;
  step: string | null;
  channel: string;
  automatic: boolean;
  address: string | null;
  amounts: unknown;
  itemIds: number[];
  status: string;
  claimedAt: Date;
  providerId: string | null;
  daySlot: string | null;
}

/** Everything that does not agree, in words. */
class Findings {
  readonly all: string[] = [];
  readonly checked: string[] = [];
  check(what: string, wrong: readonly string[], of: number | string): void {
    this.checked.push(`${wrong.length === 0 ? 'agrees ' : 'DIFFERS'}  ${what}: ${of}${wrong.length > 0 ? `, ${wrong.length} wrong` : ''}`);
    this.all.push(...wrong.map((each) => `${what}: ${each}`));
  }
}

/** Prints the figures and what was compared; answers whether all of it agrees. */
export async function reconcile(stage: Stage, to: ToReconcile): Promise<boolean> {
  const { db } = stage;
  const findings = new Findings();
  const made: Made[] = await db.contactMade.findMany({ orderBy: [{ claimedAt: 'asc' }, { key: 'asc' }] });
  const sent = made.filter(({ automatic, status }) => automatic && (status === 'ACCEPTED' || status === 'UNKNOWN'));
  const arrived = await readArrived(to.dataDir);
  await compareDeliveries(stage, findings, made, arrived);
  compareOnce(findings, made, sent);
  await compareUnknown(stage, findings, made);
  await compareAsked(stage, findings, sent, arrived);
  compareReach(findings, sent, to.accounts);
  await compareLedger(stage, findings);
  await compareItems(stage, findings, sent);
  const reckoned = await reckon(stage.party, to.campaignId);
  const missing = to.accounts.filter((id) => !reckoned.some(({ accountId }) => accountId === id));
  findings.check('accounts of the bucket that are accounted for', missing, `${reckoned.length} of ${to.accounts.length}`);
  await tell(stage, to, { made, sent, reckoned });
  to.say('\nReconciliation');
  for (const line of findings.checked) to.say(`  ${line}`);
  for (const line of findings.all.slice(0, 60)) to.say(`  !  ${line}`);
  to.say(findings.all.length === 0 ? '\nEverything agrees.' : `\n${findings.all.length} differences.`);
  return findings.all.length === 0;
}

interface AllArrived {
  email: Map<string, Arrived[]>;
  sms: Map<string, Arrived[]>;
  letter: Map<string, Arrived[]>;
}

async function readArrived(dataDir: string): Promise<AllArrived> {
  const [email, sms, letter] = await Promise.all([
    readMailbox(path.join(dataDir, 'mailbox')),
    readTexts(path.join(dataDir, 'sms/messages.jsonl')),
    readLetters(path.join(dataDir, 'letters')),
  ]);
  return { email, sms, letter };
}

/** The Message-ID that a contact's mail must have, reckoned from its key. */
const messageId = ({ key, accountId }: Made) =>
  `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${(accountId.split('/')[0] ?? '').toLowerCase()}.example.org>`;

function arrivalOf(made: Made, arrived: AllArrived): Arrived[] {
  if (made.channel === 'email') return arrived.email.get(messageId(made)) ?? [];
  if (made.channel === 'letter') return arrived.letter.get(`letter-${createHash('sha256').update(made.key).digest('hex').slice(0, 24)}.pdf`) ?? [];
  return made.channel === 'sms' && made.providerId ? (arrived.sms.get(made.providerId) ?? []) : [];
}

/** Contacts in the store are messages that arrived, one for one, at their address; an unknown one may or may not have. */
async function compareDeliveries(stage: Stage, findings: Findings, made: readonly Made[], arrived: AllArrived): Promise<void> {
  for (const channel of ['email', 'sms', 'letter'] as const) {
    const rows = made.filter((each) => each.automatic && each.channel === channel);
    const wrong: string[] = [];
    const seen = new Set<string>();
    for (const each of rows) {
      const came = arrivalOf(each, arrived);
      for (const { id } of came) seen.add(id);
      if (came.length > 1) wrong.push(`${each.key} arrived ${came.length} times`);
      if (each.status === 'ACCEPTED' && came.length === 0) wrong.push(`${each.key} is said to have left and did not arrive`);
      if ((each.status === 'REJECTED' || each.status === 'RETRYABLE') && came.length > 0) wrong.push(`${each.key} is ${each.status} and arrived`);
      if (channel === 'email' && each.status === 'ACCEPTED' && came[0] && came[0].to.toLowerCase() !== each.address?.toLowerCase())
        wrong.push(`${each.key} went to ${came[0].to}`);
    }
    const strays = [...arrived[channel].values()].flat().filter(({ id }) => !seen.has(id));
    // A text whose answer was lost has no id in the store: it belongs to a contact of that number whose fate is not known.
    const unknown = rows.filter(({ status, providerId }) => status === 'UNKNOWN' && providerId === null).map(({ address }) => address);
    for (const { id, to } of strays) {
      const at = channel === 'sms' ? unknown.indexOf(to) : -1;
      if (at < 0) wrong.push(`${id} to ${to} arrived and no contact says so`);
      else unknown.splice(at, 1);
    }
    const count = (status: string) => rows.filter((each) => each.status === status).length;
    findings.check(
      `${channel}: contacts and messages`,
      wrong,
      `${count('ACCEPTED')} accepted, ${count('UNKNOWN')} unknown, ${count('REJECTED')} rejected, ${[...arrived[channel].values()].flat().length} arrived`,
    );
  }
  const { total } = await stage.party.get<{ total: number }>('auditor', '/contacts-made?limit=1');
  findings.check('contacts of the API and of the store', total === made.length ? [] : [`${total} and ${made.length}`], total);
}

/** No step twice, no account twice on a day. */
function compareOnce(findings: Findings, made: readonly Made[], sent: readonly Made[]): void {
  const keys = made.map(({ key }) => key);
  findings.check(
    'keys that are used once',
    keys.filter((key, n) => keys.indexOf(key) !== n),
    keys.length,
  );
  const days = sent.map(({ accountId, claimedAt }) => `${accountId} on ${dayIn(claimedAt.getTime())}`);
  const twice = [...new Set(days.filter((day, n) => days.indexOf(day) !== n))];
  findings.check('accounts written to once on a day', twice, days.length);
  const steps = sent.map(({ key }) => key.split('/').slice(0, -1).join('/'));
  findings.check('steps taken by one message each', [...new Set(steps.filter((step, n) => steps.indexOf(step) !== n))], new Set(steps).size);
}

/** What was left claimed is unknown, and a person was asked about it. */
async function compareUnknown({ db }: Stage, findings: Findings, made: readonly Made[]): Promise<void> {
  const tasks = await db.task.findMany({ where: { kind: 'VERIFY_DELIVERY' } });
  const lost = made.filter(({ status }) => status === 'UNKNOWN' || status === 'CLAIMED');
  const wrong = lost.flatMap(({ key, status }) => {
    const asked = tasks.some(({ brief }) => (brief as { contactKey?: string }).contactKey === key);
    return status === 'CLAIMED' ? [`${key} is still claimed`] : asked ? [] : [`${key} is unknown and nobody was asked`];
  });
  findings.check('messages whose fate is not known, each with a task', wrong, lost.length);
}

/** What each message asked for is what the books say of that day; nobody was written to who had paid, disputed everything or was paused. */
async function compareAsked({ db, books }: Stage, findings: Findings, sent: readonly Made[], arrived: AllArrived): Promise<void> {
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
function compareReach(findings: Findings, sent: readonly Made[], accounts: readonly string[]): void {
  const bucket = new Set(accounts);
  findings.check(
    'messages to accounts of the bucket',
    sent.filter(({ accountId }) => !bucket.has(accountId)).map(({ key }) => key),
    sent.length,
  );
}

/** What is open, by bucket and by item, is what the books have, with what Duly booked as the script approved it. */
async function compareLedger(stage: Stage, findings: Findings): Promise<void> {
  const { db, books, party } = stage;
  const today = dayIn(await stage.now());
  const writtenOff = new Map<string, number>();
  const booked = await db.writeOffRequest.findMany({ where: { status: 'BOOKED' }, include: { approval: true } });
  const unapproved = booked.filter(({ approval }) => approval?.status !== 'APPROVED').map(({ id }) => `write-off ${id} was booked without approval`);
  const numbers = new Map(
    (await db.ledgerItem.findMany({ where: { id: { in: booked.flatMap(({ itemIds }) => itemIds) } } })).map((item) => [
      item.id,
      `${item.accountId} ${item.number}`,
    ]),
  );
  for (const { itemIds } of booked) for (const id of itemIds) writtenOff.set(numbers.get(id) ?? '', 1);
  const labels = ['CURRENT', '1-30', '31-60', '61-90', '91-120', '121+', 'Credits'];
  const expected = new Map<string, { minor: number; items: number }>();
  const add = (label: string, minor: number) => {
    const sum = expected.get(label) ?? { minor: 0, items: 0 };
    expected.set(label, { minor: sum.minor + minor, items: sum.items + 1 });
  };
  for (const accountId of books.items.keys()) {
    const open = books.open(accountId, today);
    for (const { number, dueOn } of books.itemsOf(accountId)) {
      const minor = writtenOff.has(`${accountId} ${number}`) ? 0 : (open.get(number) ?? 0);
      const age = daysFrom(dueOn, today);
      if (minor > 0) add(age <= 0 ? 'CURRENT' : age <= 30 ? '1-30' : age <= 60 ? '31-60' : age <= 90 ? '61-90' : age <= 120 ? '91-120' : '121+', minor);
    }
    for (const { minor } of books.onAccount(accountId, today)) add('Credits', -minor);
  }
  const { rows } = await party.get<{ rows: { key: string; total: { minor: number; items: number } }[] }>('finance', `/ageing?by=bucket&asOf=${today}`);
  const wrong = labels.flatMap((label) => {
    const [mine, theirs] = [expected.get(label) ?? { minor: 0, items: 0 }, rows.find(({ key }) => key === label)?.total ?? { minor: 0, items: 0 }];
    return mine.minor === theirs.minor && mine.items === theirs.items
      ? []
      : [`${label}: ${theirs.minor} in ${theirs.items} items, the books have ${mine.minor} in ${mine.items}`];
  });
  const sum = [...expected.values()].reduce((total, { minor }) => total + minor, 0);
  findings.check(`open by bucket on ${today}`, [...wrong, ...unapproved], `${sum / 100} USD, ${booked.length} write-offs`);
  await compareOpenItems(stage, findings, today, writtenOff);
}

/** The same, item by item. */
async function compareOpenItems({ db, books }: Stage, findings: Findings, today: string, writtenOff: ReadonlyMap<string, number>): Promise<void> {
  const rows = await db.$queryRaw<{ account_id: string; number: string; kind: string; open: bigint }[]>`
    SELECT i.account_id, i.number, i.kind, i.amount_minor
      - coalesce((SELECT sum(a.amount_minor) FROM allocation a WHERE a.debit_id = i.id AND a.on_date <= ${today}::date AND (a.reversed_on IS NULL OR a.reversed_on > ${today}::date)), 0)
      + coalesce((SELECT sum(a.amount_minor) FROM allocation a WHERE a.credit_id = i.id AND a.on_date <= ${today}::date AND (a.reversed_on IS NULL OR a.reversed_on > ${today}::date)), 0) AS open
    FROM ledger_item i`;
  const open = new Map<string, number>();
  for (const row of rows) if (Number(row.open) !== 0) open.set(`${row.account_id} ${row.number}`, Number(row.open));
  const wrong: string[] = [];
  let count = 0;
  for (const accountId of books.items.keys()) {
    const mine = new Map(books.open(accountId, today));
    for (const { number, minor } of books.onAccount(accountId, today)) mine.set(number, -minor);
    for (const [number, minor] of mine) {
      const key = `${accountId} ${number}`;
      const expected = writtenOff.has(key) ? 0 : minor;
      count += 1;
      if ((open.get(key) ?? 0) !== expected) wrong.push(`${key} has ${open.get(key) ?? 0} open, the books have ${expected}`);
      open.delete(key);
    }
  }
  wrong.push(...[...open].map(([key, minor]) => `${key} has ${minor} open, and the books know nothing of it`));
  findings.check('open items, each to the cent', wrong, count);
}

/** Each message lists the items that were open on its day. */
async function compareItems({ db, books }: Stage, findings: Findings, sent: readonly Made[]): Promise<void> {
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

interface Told {
  made: readonly Made[];
  sent: readonly Made[];
  reckoned: readonly Reckoned[];
}

/** Who got what and when, and why the others did not: figures here, account by account in a file. */
async function tell(stage: Stage, { reasons, dataDir, say }: ToReconcile, { made, sent, reckoned }: Told): Promise<void> {
  const { db } = stage;
  const tasks = await db.task.groupBy({ by: ['kind', 'status'], _count: true });
  const cases = await db.collectionCase.groupBy({ by: ['status', 'outcome'], _count: true });
  const tally = (values: readonly string[]) =>
    [...groupBy(values, (value) => value)]
      .map(([value, all]) => `${value} ${all.length}`)
      .sort()
      .join(', ');
  say(`\nAccounts: ${reckoned.length} in the bucket, ${stage.books.items.size - reckoned.length} outside of it, to whom nothing was sent.`);
  say(`  ${tally(reckoned.map(({ fate }) => fate))}`);
  say(`Contacts: ${tally(sent.map(({ channel }) => channel))}; ${tally(made.map(({ status }) => status))}`);
  say(`  by step: ${tally(sent.map(({ step }) => step ?? '-'))}`);
  say(
    `Tasks: ${tasks
      .map(({ kind, status, _count }) => `${kind} ${status} ${_count}`)
      .sort()
      .join(', ')}`,
  );
  say(
    `Cases: ${cases
      .map(({ status, outcome, _count }) => `${status}${outcome ? ` ${outcome}` : ''} ${_count}`)
      .sort()
      .join(', ')}`,
  );
  say(
    `What people did: ${[...stage.counts]
      .map(([what, count]) => `${what} ${count}`)
      .sort()
      .join(', ')}`,
  );
  for (const [why, all] of groupBy(stage.refused, (each) => `${each.kind}: ${each.why.replace(/[A-Z0-9]+\/\d+|[0-9a-f-]{36}/g, '…')}`))
    say(`  refused ${all.length}×  ${why}`);
  const silent = reckoned.filter(({ accountId }) => !sent.some((each) => each.accountId === accountId));
  const last = await lastWords(
    stage,
    silent.map(({ accountId }) => accountId),
  );
  say(`Written to: ${reckoned.length - silent.length} accounts; not written to: ${silent.length} (${tally(silent.map(({ fate }) => fate))}).`);
  const rows = reckoned.map(({ accountId, name, fate, open }) => [
    accountId,
    name,
    fate,
    JSON.stringify(open),
    sent
      .filter((each) => each.accountId === accountId)
      .map((each) => `${dayIn(each.claimedAt.getTime())} ${each.step} ${each.channel} ${JSON.stringify(each.amounts)} ${each.status}`)
      .join('; '),
    last.get(accountId) ?? reasons.get(accountId) ?? '',
  ]);
  const report = path.join(dataDir, 'reconciliation.csv');
  await writeFile(report, stringify([['account', 'customer', 'stands at', 'open', 'messages', 'last reason'], ...rows]));
  say(`Account by account: ${report}`);
}

/** The last decision of each account, in words. */
async function lastWords({ party }: Stage, accounts: readonly string[]): Promise<Map<string, string>> {
  const words = new Map<string, string>();
  for (const accountId of accounts) {
    const { items } = await party.get<{ items: { sentence: string }[] }>('auditor', `/decisions?account=${encodeURIComponent(accountId)}&limit=1`);
    if (items[0]) words.set(accountId, items[0].sentence);
  }
  return words;
}
