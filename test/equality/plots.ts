import fc from 'fast-check';
import { addDays, instantOf, type Day } from '../../domain/calendar/day.js';
import type { RehearsalEvent } from '../../domain/rehearsal/event.js';
import { accounts, type InventedAccount } from '../../scripts/inventing/accounts.js';
import { allKinds } from '../../scripts/inventing/events.js';
import { policies, type InventedPolicy } from '../../scripts/inventing/policies.js';
import { firstDifference, sideBySide, type Agenda } from './agenda.js';
import { playLive } from './live.js';
import { playRehearsed } from './rehearsed.js';

/** Where invented accounts live: the same seeds give the same ones. */
export interface Stage {
  from: Day;
  to: Day;
  published: readonly InventedPolicy[];
}

/** An account that was played in both ways and differs. */
export interface Difference {
  plot: Plot;
  on: Day;
  lived: Agenda;
  rehearsed: Agenda;
}

/** An account by its seed; of its events only some, where it was made smaller. */
export interface Plot {
  seed: number;
  account: InventedAccount;
}

const sample = <T>(arbitrary: fc.Arbitrary<T>, seed: number): T => fc.sample(arbitrary, { seed, numRuns: 1 })[0] as T;

/** Policies; by one in three of them items climb by themselves, two in five charge fees and interest, and in one of three some messages wait for an approval. */
export function publish(seed: number, count: number): InventedPolicy[] {
  return Array.from({ length: count }, (_, n) => {
    const terms = { charging: n % 5 === 1 || n % 5 === 4, approved: n % 3 === 1 };
    return sample(policies(`invented-${n + 1}`, n % 3 === 2, terms), seed * 1000 + n);
  });
}

export function plotOf({ from, to, published }: Stage, seed: number, name = String(1000 + seed)): Plot {
  const account = sample(accounts({ from, to, name, policies: published.length, kinds: allKinds }), seed);
  return { seed, account: seed % 3 === 1 ? withOwnPolicies(account, published, from, seed) : account };
}

/** Every second item of the account has a policy of its own; the first is given one on the way, and goes back to the account's. */
function withOwnPolicies(account: InventedAccount, published: readonly InventedPolicy[], from: Day, seed: number): InventedAccount {
  const another = (account.policy + 1 + (seed % (published.length - 1))) % published.length;
  const debits = account.items.filter(({ amountMinor }) => amountMinor > 0).map(({ number }) => number);
  const ofItems = debits.filter((_, n) => n % 2 === 1).map((item) => ({ item, policy: another }));
  const given = (item: string, policy: number, day: number): RehearsalEvent => ({
    accountId: account.base.accountId,
    id: null,
    line: 500 + day,
    at: instantOf(addDays(from, day), '05:00', 'Europe/Berlin'),
    type: 'policy',
    policy: published[policy]?.name ?? '',
    item,
    reason: 'as agreed',
  });
  const [first] = debits;
  const events = first ? [given(first, another, 9), given(first, account.policy, 21)] : [];
  return { ...account, ofItems, events: [...account.events, ...events].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
}

/** Plays accounts in both ways; answers those that differ. */
export async function differences(stage: Stage, plots: readonly Plot[]): Promise<Difference[]> {
  return compare(stage, plots, await liveThrough(stage, plots));
}

/** The agendas of accounts in the live system. */
export function liveThrough({ from, to, published }: Stage, plots: readonly Plot[]): Promise<Map<string, Agenda>> {
  return playLive(
    plots.map(({ account }) => account),
    published,
    from,
    to,
  );
}

/** Compares what was lived with the rehearsal of the same accounts, or of what `change` makes of them. */
export function compare(
  { from, to, published }: Stage,
  plots: readonly Plot[],
  live: ReadonlyMap<string, Agenda>,
  change: (account: InventedAccount) => InventedAccount = (account) => account,
): Difference[] {
  return plots.flatMap((plot): Difference[] => {
    const rehearsed = playRehearsed(change(plot.account), published, from, to);
    const lived = live.get(plot.account.base.accountId) ?? new Map();
    const on = firstDifference(lived, rehearsed);
    return on === null ? [] : [{ plot, on, lived, rehearsed }];
  });
}

/** The same difference with fewer events: each that can be left out is left out, as far as a few attempts go. */
export async function smaller(stage: Stage, found: Difference, attempts = 3): Promise<Difference> {
  const known = found.plot.account.events.filter(({ at }) => at.slice(0, 10) <= found.on).map(({ line }) => line);
  const candidates = [known, ...known.map((left) => known.filter((line) => line !== left))];
  const plots = candidates.map((kept, n): Plot => {
    const { seed, account } = plotOf(stage, found.plot.seed, `${1000 + found.plot.seed}0${attempts}${n}`);
    return { seed, account: { ...account, events: account.events.filter(({ line }) => kept.includes(line)) } };
  });
  const [least] = (await differences(stage, plots)).toSorted((a, b) => a.plot.account.events.length - b.plot.account.events.length);
  if (!least || least.plot.account.events.length >= found.plot.account.events.length) return found;
  return attempts > 1 ? smaller(stage, least, attempts - 1) : least;
}

/** A difference as a person looks into it. */
export function report({ published }: Stage, { plot: { seed, account }, on, lived, rehearsed }: Difference): string {
  const { base, items, events, policy } = account;
  const { customer, contacts } = base;
  const debtor = { country: customer.country, addressLines: customer.addressLines, tags: customer.tags, contacts };
  return [
    `Seed ${seed}, ${base.accountId}, differs on ${on}`,
    sideBySide(lived, rehearsed, addDays(on, 3)),
    '',
    `Debtor ${JSON.stringify(debtor)}`,
    ...items.map((item) => `Item ${JSON.stringify(item)}`),
    ...events.map((event) => `Event ${JSON.stringify(event)}`),
    `Policy ${published[policy]?.source.replaceAll(/\s+/g, ' ')}`,
  ].join('\n');
}
