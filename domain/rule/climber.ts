import { daysBetween, dayOf, type Day } from '../calendar/day.js';
import { ridingCharges } from '../charges/ledger.js';
import type { AccountFacts, ContactMadeFacts, OpenItem } from '../facts.js';
import type { StepFacts } from '../steps.js';
import type { Policy } from '../policy/types.js';
import { concerns, stepsByItem } from './levels.js';
import type { Claim, Standing } from './standing.js';

/** Who climbs the ladder: an account, or one of its items, with what concerns it alone. */
export interface Climber {
  /** null: the account. */
  item: OpenItem | null;
  facts: AccountFacts;
  standing: Standing;
  /** Turns of the case (`step/round`) that are noted as steps, so that their contacts are no turns beside them. */
  noted: ReadonlySet<string>;
  /** The day on which it came to the ladder: existing debt enters by its age on this day. */
  cameOn: Day;
}

/** The standing of an item by itself. Amounts and numbers of items stay the account's. */
export function standingOf(item: OpenItem, standing: Standing, today: Day = standing.today): Standing {
  const overdue = item.dueOn < today;
  return {
    ...standing,
    today,
    oldestDueOn: overdue ? item.dueOn : null,
    nextDueOn: overdue ? null : item.dueOn,
    oldestIssuedOn: item.issuedOn,
    daysPastDue: overdue ? daysBetween(item.dueOn, today) : null,
  };
}

/** The account as it climbs itself. */
export function climbingAccount(facts: AccountFacts, standing: Standing): Climber {
  return { item: null, facts, standing, noted: notedTurns(facts), cameOn: standing.today };
}

function notedTurns({ steps }: AccountFacts): ReadonlySet<string> {
  return new Set(steps.map(({ step, round }) => `${step}/${round}`));
}

/** The items that climb by themselves: those to be collected, and those not yet due; what is no more than the tolerance does not. */
export function climbingItems(facts: AccountFacts, { tolerance }: Pick<Policy, 'tolerance'>, standing: Standing, zone: string): Climber[] {
  const items = itemsOf(facts, standing)
    .filter(({ minor, item }) => minor > (tolerance[item.currency] ?? 0))
    .map(({ item }) => item);
  const steps = stepsByItem(facts.steps, items);
  const contacts = contactsByItem(facts, items, zone);
  const noted = notedTurns(facts);
  const opened = facts.case ? dayOf(facts.case.openedAt, zone) : standing.today;
  return items.map((item) => ({
    item,
    facts: { ...facts, steps: steps.get(item.id) ?? [], contactsMade: contacts.get(item.id) ?? [] },
    standing: standingOf(item, standing),
    noted,
    cameOn: latest(opened, item.knownOn ?? item.issuedOn),
  }));
}

function itemsOf(facts: AccountFacts, { debts, withheld, today }: Standing): Claim[] {
  const riding = ridingCharges(facts);
  const upcoming = facts.items.filter(({ id, openMinor, dueOn }) => openMinor > 0 && dueOn >= today && !riding.has(id));
  return [...debts, ...upcoming.map((item) => ({ item, minor: item.openMinor - (withheld.get(item.id)?.minor ?? 0) }))];
}

/** The contacts of each item, as steps of the item; those by hand that name no items are about all. */
function contactsByItem({ contactsMade }: AccountFacts, items: readonly OpenItem[], zone: string): Map<number, ContactMadeFacts[]> {
  const byId = new Map(items.map((item) => [item.id, { item, made: [] as ContactMadeFacts[] }]));
  for (const made of contactsMade) {
    if (made.spokenFor) {
      for (const { step, round, itemIds } of made.spokenFor) for (const id of itemIds) byId.get(id)?.made.push({ ...made, step, round });
      continue;
    }
    const named = made.itemIds && made.itemIds.length > 0 ? made.itemIds : [...byId.keys()];
    const about = named.flatMap((id) => byId.get(id) ?? []).filter(({ item }) => !made.automatic || item.dueOn < dayOf(made.at, zone));
    for (const each of about) each.made.push(made);
  }
  return new Map([...byId].map(([id, { made }]) => [id, made]));
}

/** Whether an item has a step of the case behind it. */
export function wasSpokenFor(item: OpenItem, steps: readonly StepFacts[]): boolean {
  return steps.some((step) => step.result === 'TAKEN' && concerns(step, item));
}

function latest(a: Day, b: Day): Day {
  return a > b ? a : b;
}
