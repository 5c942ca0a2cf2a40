import type { Day } from '../../domain/calendar/day.js';
import type { Assignment } from '../../domain/policy/assignment.js';
import type { Exchange } from '../../domain/money/exchange.js';
import type { Policy } from '../../domain/policy/types.js';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import type { RehearsalEvent } from '../../domain/rehearsal/event.js';
import { rehearseTogether, type Manner, type Part, type Span } from '../../domain/rehearsal/rehearse.js';
import { giveItems } from '../../domain/rehearsal/strands.js';
import type { OwnPolicy, World } from '../../domain/rehearsal/world.js';
import { chooserOf } from './assigned.js';
import type { Ledger, LedgerAccount } from './ledger.js';
import { byName } from './versions.js';
import { worldOf } from './worlds.js';

/** Everything that a rehearsal is played from. */
export interface Stage {
  ledger: Ledger;
  events: readonly RehearsalEvent[];
  /** The first is the one that accounts begin with; events may change to the others. */
  policies: readonly [Policy, ...Policy[]];
  /** Which account is played by which of the policies; null: all by the first, or by what events say. */
  assignment?: Assignment | null;
  span: Span;
  states: readonly Day[];
  /** Account whose reasons are told day by day; null: none. */
  explain: string | null;
  /** Rates to the currency in which totals are reported; null: none are. */
  exchange?: Exchange | null;
  /** Spans in which nobody asks the rule. */
  jumps: readonly Span[];
}

/** A rehearsal that was played: its lines by instant, then account, and the accounts as they are left. */
export interface Played {
  policy: Policy;
  span: Span;
  lines: AgendaLine[];
  worlds: World[];
}

/** Plays all accounts of a stage by a policy. The same files give the same lines. */
export function playAll(stage: Stage, policy: Policy): Played {
  const eventsOf = byAccount(stage.events);
  const everybodyReachable = assumesContacts(stage);
  const accounts = [...stage.ledger.accounts.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const parts = accounts.map((account, position): Part => {
    const world = worldOf(stage.ledger, account, position, stage.span.from, everybodyReachable);
    giveItems(world, itemsOf(stage, account));
    return { world, events: eventsOf.get(account.id) ?? [], manner: mannerOf(stage, account) };
  });
  const lines = customersOf(parts).flatMap((family) => [...rehearseTogether(family, policy, stage.span)]);
  const dated = lines.map((line) => ({ at: Date.parse(line.at), line }));
  const sorted = dated.sort((a, b) => a.at - b.at || (a.line.account < b.line.account ? -1 : a.line.account > b.line.account ? 1 : 0));
  return { policy, span: stage.span, worlds: parts.map(({ world }) => world), lines: sorted.map(({ line }) => line) };
}

/** The items of an account to which the assignment gives a policy of their own. */
function itemsOf({ assignment, policies }: Stage, { id }: LedgerAccount): OwnPolicy[] {
  const known = byName(policies);
  return (assignment?.items ?? []).flatMap(({ account, item, policy, line }) => (account === id ? [{ item, policy: known.get(policy) ?? null, line }] : []));
}

/** The accounts of each customer, who may buy from several entities; they know of each other. */
function customersOf(parts: readonly Part[]): Part[][] {
  const families = new Map<string, Part[]>();
  for (const part of parts) {
    const { number } = part.world.base.customer;
    families.set(number, [...(families.get(number) ?? []), part]);
  }
  for (const family of families.values())
    if (family.length > 1) for (const { world } of family) world.siblings = family.map((other) => other.world).filter((other) => other !== world);
  return [...families.values()];
}

/** Without any contacts in the files, everybody is taken to be reachable by every channel. */
export function assumesContacts({ ledger, events }: Pick<Stage, 'ledger' | 'events'>): boolean {
  return !ledger.contactsGiven && !events.some(({ type }) => type === 'person');
}

function mannerOf(stage: Stage, account: LedgerAccount): Manner {
  const { ledger, policies, assignment, states, explain, jumps } = stage;
  const asleep = (day: Day) => jumps.some(({ from, to }) => from <= day && day <= to);
  return {
    policies: byName(policies),
    ...(assignment && { choose: chooserOf({ ledger, assignment, policies }, account) }),
    states,
    explain: explain === account.id,
    ...(jumps.length > 0 && { asleep }),
  };
}

function byAccount(events: readonly RehearsalEvent[]): Map<string, RehearsalEvent[]> {
  const index = new Map<string, RehearsalEvent[]>();
  for (const event of events) {
    const known = index.get(event.accountId);
    if (known) known.push(event);
    else index.set(event.accountId, [event]);
  }
  return index;
}
