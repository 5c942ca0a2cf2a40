/** What customers and people do while the weeks pass: each account of the bucket has at most one part, given by its place in a fixed order. */
import { createHash } from 'node:crypto';
import { dayAfter, daysFrom, type Happening } from './books.js';
import { dayIn, type Payment, type Stage } from './stage.js';

/** Something that happens on a day, counted from the launch. */
export interface Scene {
  day: number;
  /** Whether the days go on while it lasts: someone who asks for something may have to wait for the answer. */
  meanwhile?: true;
  play(stage: Stage, today: string): Promise<void>;
}

export const largest = 'U001/0200769623';
const graceDays = 3;
const share = (count: number, percent: number) => Math.max(1, Math.round((count * percent) / 100));
const draw = (text: string) => createHash('sha256').update(text).digest().readUInt32BE(0);

/** All scenes of so many days, in their order. */
export function plot(accounts: readonly string[], days: number): Scene[] {
  const cast = accounts.filter((id) => id !== largest).sort((a, b) => draw(a) - draw(b));
  const take = (percent: number) => cast.splice(0, share(accounts.length, percent));
  const scenes = [
    ...payments(take(11), take(5), take(1.6), days),
    ...clearings(take(2.4), days),
    ...take(4)
      .map((id, n) => dispute(id, n, true))
      .flat(),
    ...take(3)
      .map((id, n) => dispute(id, n, false))
      .flat(),
    ...take(5).map(pauseOf).flat(),
    ...take(5).map(promiseOf).flat(),
    ...weekly(days),
    ...everyday(days),
  ];
  if (accounts.includes(largest)) scenes.push({ day: 8, play: (stage, today) => payPart(stage, [largest], today) });
  return scenes.sort((a, b) => a.day - b.day);
}

/** Some pay everything, some a part, some without saying for what. Days are spread over the first two thirds. */
function payments(whole: readonly string[], part: readonly string[], onAccount: readonly string[], days: number): Scene[] {
  const byDay = new Map<number, { whole: string[]; part: string[]; onAccount: string[] }>();
  const spread = (ids: readonly string[], kind: 'whole' | 'part' | 'onAccount', from: number) =>
    ids.forEach((id, n) => {
      const day = from + Math.round((n * days * 0.6) / ids.length);
      const of = byDay.get(day) ?? { whole: [], part: [], onAccount: [] };
      of[kind].push(id);
      byDay.set(day, of);
    });
  spread(whole, 'whole', 1);
  spread(part, 'part', 3);
  spread(onAccount, 'onAccount', 6);
  return [...byDay].map(([day, of]) => ({
    day,
    play: async (stage: Stage, today: string) => {
      const paid = [
        ...of.whole.map((id) => paymentOf(stage, id, today, 'whole')),
        ...of.part.map((id) => paymentOf(stage, id, today, 'part')),
        ...of.onAccount.map((id) => paymentOf(stage, id, today, 'on-account')),
      ];
      await stage.pay(
        today,
        paid.flatMap((payment) => payment ?? []),
      );
    },
  }));
}

async function payPart(stage: Stage, ids: readonly string[], today: string): Promise<void> {
  await stage.pay(
    today,
    ids.flatMap((id) => paymentOf(stage, id, today, 'part') ?? []),
  );
}

function paymentOf(stage: Stage, accountId: string, today: string, how: 'whole' | 'part' | 'on-account'): Payment | null {
  const open = [...stage.books.open(accountId, today)].filter(([, minor]) => minor > 0);
  const number = `P-${accountId.replace('/', '-')}-${today}`;
  if (open.length === 0) return null;
  if (how === 'on-account') return { accountId, number, items: [], onAccount: Math.max(1, Math.floor((open[0]?.[1] ?? 0) / 3)) };
  const some = how === 'whole' ? open : open.slice(0, Math.min(100, Math.ceil(open.length / 2)));
  return {
    accountId,
    number,
    onAccount: 0,
    items: some.map(([item, minor], n) => ({ item, minor: how === 'part' && n === some.length - 1 ? Math.ceil(minor / 2) : minor })),
  };
}

/** Paid, and nobody says so: the next list does not name the items any more. */
function clearings(ids: readonly string[], days: number): Scene[] {
  return ids.map((id, n) => ({ day: 4 + Math.round((n * days * 0.5) / ids.length), play: (stage, today) => stage.list(today, [id]) }));
}

/** Disputed as a whole, or one item in part; a third of the disputes is upheld, a third rejected, a third stays open. */
function dispute(accountId: string, n: number, whole: boolean): Scene[] {
  const raisedOn = 2 + ((n * 5) % 40);
  let raised: Happening | null = null;
  const raise = async (stage: Stage, today: string) => {
    const open = [...stage.books.open(accountId, today)].filter(([, minor]) => minor > 0);
    const parts = whole
      ? open.map(([item]) => ({ item, minor: null }))
      : open.slice(0, 1).map(([item, minor]) => ({ item, minor: Math.floor(minor / 2) || null }));
    if (parts.length === 0) return;
    const items = parts.map(({ item, minor }) => ({ item, ...(minor === null ? {} : { amountMinor: minor }) }));
    const noted = await stage.instruct('collector', accountId, { kind: 'dispute', reason: 'price', items, note: 'Says that another price was agreed.' }, [
      { kind: 'disputed', parts, until: null },
    ]);
    raised = noted?.[0] ?? null;
  };
  const resolve = async (stage: Stage, today: string) => {
    if (!raised) return;
    const { items } = await stage.party.get<{ items: { id: string; status: string }[] }>('manager', `/disputes?account=${encodeURIComponent(accountId)}`);
    const found = items.find(({ status }) => status === 'OPEN');
    if (!found) return;
    await settle(stage, { accountId, disputeId: found.id, raised, upheld: n % 3 === 0, today });
  };
  return [{ day: raisedOn, meanwhile: true, play: raise }, ...(n % 3 === 2 ? [] : [{ day: raisedOn + 12, meanwhile: true as const, play: resolve }])];
}

async function settle(
  stage: Stage,
  { accountId, disputeId, raised, upheld, today }: { accountId: string; disputeId: string; raised: Happening; upheld: boolean; today: string },
): Promise<void> {
  const { what } = raised;
  if (what.kind !== 'disputed') return;
  const open = stage.books.open(accountId, today);
  const credits = what.parts.map(({ item, minor }) => ({
    kind: 'reduced' as const,
    item,
    minor: Math.min(minor ?? Infinity, open.get(item) ?? 0),
    onDay: today,
    bySource: false,
  }));
  const means = [{ kind: 'resolved' as const }, ...(upheld ? credits.filter(({ minor }) => minor > 0) : [])];
  const noted = await stage.instruct(
    'manager',
    accountId,
    { kind: 'resolve-dispute', disputeId, resolution: upheld ? 'UPHELD' : 'REJECTED', note: 'Price list checked' },
    means,
  );
  what.until = noted?.[0] ?? null;
}

/** Paused by the manager for a month or two; every third is resumed before. */
function pauseOf(accountId: string, n: number): Scene[] {
  const day = 1 + ((n * 3) % 36);
  let paused: Happening | null = null;
  const begin = async (stage: Stage, today: string) => {
    const until = dayAfter(today, n % 2 === 0 ? 30 : 75);
    const noted = await stage.instruct('manager', accountId, { kind: 'pause', startsOn: today, until, reason: 'Talks about a new contract' }, [
      { kind: 'paused', from: today, to: until, until: null },
    ]);
    paused = noted?.[0] ?? null;
  };
  const end = async (stage: Stage) => {
    if (paused?.what.kind !== 'paused') return;
    const noted = await stage.instruct('manager', accountId, { kind: 'resume', reason: 'Talks have ended' }, [{ kind: 'resumed' }]);
    paused.what.until = noted?.[0] ?? null;
  };
  return [{ day, meanwhile: true, play: begin }, ...(n % 3 === 0 ? [{ day: day + 15, meanwhile: true as const, play: end }] : [])];
}

/** Promised as a whole; every other promise is kept. */
function promiseOf(accountId: string, n: number): Scene[] {
  const day = 2 + ((n * 4) % 44);
  const promise = async (stage: Stage, today: string) => {
    const amountMinor = [...stage.books.open(accountId, today).values()].reduce((sum, minor) => sum + minor, 0);
    if (amountMinor === 0) return;
    const dueOn = dayAfter(today, 14);
    await stage.instruct('collector', accountId, { kind: 'promise', currency: 'USD', amountMinor, dueOn, note: 'By telephone' }, [
      { kind: 'promised', lastDay: dayAfter(dueOn, graceDays) },
    ]);
  };
  const keep = async (stage: Stage, today: string) =>
    stage.pay(
      today,
      [paymentOf(stage, accountId, today, 'whole')].flatMap((payment) => payment ?? []),
    );
  return [{ day, meanwhile: true, play: promise }, ...(n % 2 === 0 ? [{ day: day + 13, play: keep }] : [])];
}

function weekly(days: number): Scene[] {
  return Array.from({ length: Math.floor(days / 7) }, (_, n) => ({ day: 7 * (n + 1), play: (stage: Stage, today: string) => stage.list(today) }));
}

/** Collectors, the manager and the controller work through what lies before them. */
function everyday(days: number): Scene[] {
  const [tasks, approvals, placements] = [oneAtATime(workTasks), oneAtATime(decideApprovals), oneAtATime(acknowledge)];
  return Array.from({ length: days }, (_, day) => ({
    day,
    meanwhile: true,
    play: async (stage: Stage, today: string) => {
      await Promise.all([day % 2 === 0 && tasks(stage, today), day % 3 === 0 && approvals(stage, today), day % 5 === 0 && placements(stage, today)]);
    },
  }));
}

/** Work that is not begun anew while it is under way. */
function oneAtATime(work: (stage: Stage, today: string) => Promise<void>): (stage: Stage, today: string) => Promise<void> {
  let busy = false;
  return async (stage, today) => {
    if (busy) return;
    busy = true;
    await work(stage, today).finally(() => (busy = false));
  };
}

interface Task {
  id: string;
  accountId: string;
  kind: string;
}

async function workTasks(stage: Stage, today: string): Promise<void> {
  const calls = await stage.party.get<{ items: Task[] }>('collector', '/tasks?kind=CALL&limit=16');
  const searches = await stage.party.get<{ items: Task[] }>('collector', '/tasks?kind=FIND_CONTACT&limit=4');
  const outcomes = ['NO_ANSWER', 'REACHED', 'VOICEMAIL', 'CALL_BACK'] as const;
  await each([...calls.items, ...searches.items], async ({ id, accountId, kind }) => {
    const outcome = kind === 'CALL' ? (outcomes[draw(id) % outcomes.length] ?? 'REACHED') : 'NOT_FOUND';
    await stage.instruct('collector', accountId, {
      kind: 'task-done',
      taskId: id,
      outcome,
      ...(outcome === 'CALL_BACK' ? { callBackOn: dayAfter(today, 3) } : {}),
    });
  });
}

interface Waiting {
  id: string;
  accountId: string;
  subject: string;
  role: string;
}

/** Three of five are approved, one is declined, one lies until it expires. */
async function decideApprovals(stage: Stage): Promise<void> {
  const { items } = await stage.party.get<{ items: Waiting[] }>('manager', '/approvals?limit=500');
  const decided = items.filter(({ id }) => draw(id) % 5 !== 4).slice(0, 60);
  await each(decided, async ({ id, accountId, subject, role }) => {
    const as = role === 'controller' ? 'controller' : 'manager';
    const approves = draw(id) % 5 < 3;
    const asked = approves
      ? ({ kind: 'approve', approvalId: id, reason: 'Evidence complete' } as const)
      : ({ kind: 'decline', approvalId: id, reason: 'Talk to them first' } as const);
    if (await stage.instruct(as, accountId, asked)) stage.count(`${subject} ${approves ? 'approved' : 'declined'}`);
  });
}

/** The agency acknowledges what it was sent; some of it never. */
async function acknowledge(stage: Stage): Promise<void> {
  const { items } = await stage.party.get<{ items: { id: string; accountId: string; acknowledgedAt: string | null }[] }>(
    'manager',
    '/placements?status=PLACED&limit=500',
  );
  const heard = items.filter(({ id, acknowledgedAt }) => acknowledgedAt === null && draw(id) % 4 !== 0).slice(0, 40);
  await each(heard, async ({ id, accountId }) => void (await stage.instruct('collector', accountId, { kind: 'acknowledge-placement', placementId: id })));
}

/** Eight at a time. */
async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let one = left.shift(); one; one = left.shift()) await work(one);
    }),
  );
}

/** Days since the launch at a business instant. */
export const dayNumber = (start: string, at: string): number => daysFrom(start, dayIn(at));
