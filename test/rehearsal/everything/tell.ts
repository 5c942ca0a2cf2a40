import fc from 'fast-check';
import { billParents } from '../../../client/rehearse/family.js';
import { accountOf, unknownCustomer } from '../../../client/rehearse/ledger.js';
import { choosePolicy } from '../../../domain/policy/assignment.js';
import { readPolicy } from '../../../domain/policy/read.js';
import { readAssignment } from '../../../domain/policy/readAssignment.js';
import type { Policy } from '../../../domain/policy/types.js';
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import type { Choose } from '../../../domain/rehearsal/assigning.js';
import { rehearse, type Manner } from '../../../domain/rehearsal/rehearse.js';
import { giveItems } from '../../../domain/rehearsal/strands.js';
import { newWorld, type RehearsedItem, type World } from '../../../domain/rehearsal/world.js';
import { accounts, type InventedAccount } from '../../../scripts/inventing/everything/accounts.js';
import { leaveAlone, policies } from '../../../scripts/inventing/everything/policies.js';
import type { Rules } from './rules.js';

export const span = { from: '2026-03-16', to: '2026-04-06' };
/** Days at whose end it is told how the account stands. */
export const statedOn = ['2026-03-26', '2026-04-06'];
const manyPolicies = 60;

/** A policy that was published, and its rules as they stand in its document. */
export interface Published {
  policy: Policy;
  rules: Rules;
}

/** An account, what the rehearsal says of it, and how it leaves the ledger. */
export interface Told {
  plot: InventedAccount;
  /** The rules of the policy that the account begins with, and of all that it may come to, by name. */
  rules: Rules;
  rulesBy: ReadonlyMap<string, Rules>;
  lines: AgendaLine[];
  world: World;
}

/** What an agenda must never break. */
export const properties = [
  ...(['held', 'hours', 'day', 'cap', 'gap', 'once', 'amount', 'suppressed', 'deferred', 'deadline'] as const),
  ...(['quiet', 'consent', 'prohibited', 'inconvenient', 'pack cap'] as const),
  ...(['approval', 'draft'] as const),
  ...(['fee once', 'fee amount', 'interest', 'days'] as const),
  ...(['conserved', 'money'] as const),
  ...(['level', 'sent', 'state', 'history', 'credit hold'] as const),
  ...(['wait', 'assigned'] as const),
];
export type Property = (typeof properties)[number];

export interface Breach {
  property: Property;
  why: string;
}

const names = Array.from({ length: manyPolicies }, (_, n) => `invented-${n + 1}`);

const read = ({ name, source }: { name: string; source: string }): Published => ({ policy: readPolicy(source, name), rules: JSON.parse(source) as Rules });

/** Policies of a shard, each read once; the last one does nothing. */
export function publish(seed: number): Published[] {
  const invented = names.flatMap((name, n) => fc.sample(policies(name), { seed: seed * 1000 + n, numRuns: 1 }));
  return [...invented, leaveAlone].map(read);
}

export const plots = accounts({ ...span, name: '1000', policies: names });

/** Plays an account among the policies that are published. */
export function play(plot: InventedAccount, published: readonly Published[]): Told {
  const own = published[plot.policy] ?? fail();
  const world = newWorld({ ...plot.base }, billed(plot), [], 1, plot.drafts);
  const known = new Map(published.map(({ policy }) => [policy.name, policy]));
  const manner: Manner = { policies: known, states: statedOn, ...chosenBy(plot, world, known, own.policy) };
  const lines = [...rehearse(world, own.policy, plot.events, span, manner)];
  return { plot, rules: own.rules, rulesBy: new Map(published.map(({ policy, rules }) => [policy.name, rules])), lines, world };
}

/** The items of an account, those of its child as files give them: on an account of its own, and billed to the parent. */
function billed({ base, items, childItems }: InventedAccount): RehearsedItem[] {
  if (childItems.length === 0) return items;
  const { number } = base.customer;
  const [parent, child] = [number, `${number}-1`].map((each) => ({
    ...unknownCustomer(each),
    parentNumber: each === number ? null : number,
    billToParent: each !== number,
  }));
  if (!parent || !child) return items;
  const customers = new Map([parent, child].map((each) => [each.number, each]));
  const ledger = { entities: new Map(), customers, contacts: [], accounts: new Map(), billed: new Map(), unnamed: [], contactsGiven: true };
  for (const item of items) accountOf(ledger, base.entity.code, childItems.includes(item.id) ? child.number : number).items.push(item);
  billParents(ledger);
  return accountOf(ledger, base.entity.code, number).items;
}

/** As the files of a rehearsal are played that were given an assignment. */
function chosenBy({ assignment: source, base }: InventedAccount, world: World, known: ReadonlyMap<string, Policy>, first: Policy): { choose?: Choose } {
  if (source === null) return {};
  const assignment = readAssignment(source, 'assignment');
  const own = assignment.items.filter(({ account }) => account === base.accountId);
  giveItems(
    world,
    own.map(({ item, policy, line }) => ({ item, policy: known.get(policy) ?? null, line })),
  );
  return {
    choose: (facts) => {
      const chosen = choosePolicy(facts, assignment);
      return { chosen, policy: known.get(chosen?.policy ?? '') ?? first };
    },
  };
}

/** What is done and what becomes of it, without what is only waited for or noted. */
export const acts = (lines: readonly AgendaLine[]): string[] =>
  lines
    .filter(({ kind }) => doings.has(kind))
    .map(({ at, kind, step, round, channel, result, amounts, items }) => JSON.stringify([at, kind, step, round, channel, result, amounts, items]));

const doings: ReadonlySet<AgendaLine['kind']> = new Set([
  ...(['contact', 'draft', 'task', 'credit-hold', 'fee', 'interest', 'placement', 'write-off', 'plan', 'settlement', 'dispute'] as const),
  ...(['state-change', 'class', 'close'] as const),
]);

function fail(): never {
  throw new Error('No policy was invented');
}
