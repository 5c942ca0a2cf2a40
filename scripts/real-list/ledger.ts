/** What Duly has open at the end, against the seller's own books. */
import { daysFrom } from './books.js';
import type { Findings } from './findings.js';
import { dayIn, type Stage } from './stage.js';

const labels = ['CURRENT', '1-30', '31-60', '61-90', '91-120', '121+', 'Credits'];

interface Cell {
  minor: number;
  items: number;
}

/** What is open, by bucket and by item, is what the books have, with the write-offs that were approved. */
export async function compareLedger(stage: Stage, findings: Findings): Promise<void> {
  const today = dayIn(await stage.now());
  const writtenOff = await noteWriteOffs(stage, findings);
  const expected = ageOf(stage, today);
  const { rows } = await stage.party.get<{ rows: { key: string; total: Cell }[] }>('finance', `/ageing?by=bucket&asOf=${today}`);
  const wrong = labels.flatMap((label) => {
    const [mine, theirs] = [expected.get(label) ?? none, rows.find(({ key }) => key === label)?.total ?? none];
    return mine.minor === theirs.minor && mine.items === theirs.items
      ? []
      : [`${label}: ${theirs.minor} in ${theirs.items}, the books have ${mine.minor} in ${mine.items}`];
  });
  const sum = [...expected.values()].reduce((total, { minor }) => total + minor, 0);
  findings.check(`open by bucket on ${today}`, wrong, `${sum / 100} USD, ${writtenOff} write-offs`);
  await compareOpenItems(stage, findings, today);
}

const none: Cell = { minor: 0, items: 0 };

/** The books follow what was written off with an approval: what was to be collected on that day. */
async function noteWriteOffs({ db, books }: Stage, findings: Findings): Promise<number> {
  const booked = await db.writeOffRequest.findMany({ where: { status: 'BOOKED' }, include: { approval: true } });
  for (const { accountId, bookedAt } of booked) {
    const onDay = dayIn(bookedAt?.getTime() ?? 0);
    for (const { number, minor } of books.claims(accountId, onDay, books.happenedTo(accountId)))
      books.note({
        accountId,
        what: { kind: 'reduced', item: number, minor, onDay, bySource: false },
        fromMs: Infinity,
        byMs: Infinity,
        at: bookedAt?.toISOString() ?? '',
      });
  }
  const unapproved = booked.filter(({ approval }) => approval?.status !== 'APPROVED' || approval.decidedBy === approval.proposedBy);
  findings.check(
    'write-offs, each approved by someone else',
    unapproved.map(({ id }) => id),
    booked.length,
  );
  return booked.length;
}

/** The books' own ageing. */
function ageOf({ books }: Stage, today: string): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  const add = (label: string, minor: number) => {
    const cell = cells.get(label) ?? none;
    cells.set(label, { minor: cell.minor + minor, items: cell.items + 1 });
  };
  for (const accountId of books.items.keys()) {
    const open = books.open(accountId, today);
    for (const { number, dueOn } of books.itemsOf(accountId)) if ((open.get(number) ?? 0) > 0) add(bucketOf(daysFrom(dueOn, today)), open.get(number) ?? 0);
    for (const { minor } of books.onAccount(accountId, today)) add('Credits', -minor);
  }
  return cells;
}

function bucketOf(age: number): string {
  return age <= 0 ? 'CURRENT' : age <= 30 ? '1-30' : age <= 60 ? '31-60' : age <= 90 ? '61-90' : age <= 120 ? '91-120' : '121+';
}

async function compareOpenItems(stage: Stage, findings: Findings, today: string): Promise<void> {
  const { books } = stage;
  const open = await openOf(stage, today);
  const wrong: string[] = [];
  let count = 0;
  for (const accountId of books.items.keys()) {
    const mine = new Map(books.open(accountId, today));
    for (const { number, minor } of books.onAccount(accountId, today)) mine.set(number, -minor);
    for (const [number, minor] of mine) {
      const key = `${accountId} ${number}`;
      count += 1;
      if ((open.get(key) ?? 0) !== minor) wrong.push(`${key} has ${open.get(key) ?? 0} open, the books have ${minor}`);
      open.delete(key);
    }
  }
  wrong.push(...[...open].map(([key, minor]) => `${key} has ${minor} open, and the books know nothing of it`));
  findings.check('open items, each to the cent', wrong, count);
}

/** What Duly's store has open of each item on a day. */
async function openOf({ db }: Stage, today: string): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ key: string; open: bigint }[]>`
    SELECT i.account_id || ' ' || i.number AS key, (i.amount_minor
      - coalesce((SELECT sum(a.amount_minor) FROM allocation a WHERE a.debit_id = i.id AND a.on_date <= ${today}::date AND (a.reversed_on IS NULL OR a.reversed_on > ${today}::date)), 0)
      + coalesce((SELECT sum(a.amount_minor) FROM allocation a WHERE a.credit_id = i.id AND a.on_date <= ${today}::date AND (a.reversed_on IS NULL OR a.reversed_on > ${today}::date)), 0))::bigint AS open
    FROM ledger_item i`;
  return new Map(rows.flatMap(({ key, open }) => (open === 0n ? [] : [[key, Number(open)] as const])));
}
