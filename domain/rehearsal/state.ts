import { addDays, dayOf, daysBetween, type Day, type Instant } from '../calendar/day.js';
import type { AccountFacts, OpenItem } from '../facts.js';
import { bucketAt, defaultBuckets, type Bucket } from '../ledger/buckets.js';
import { total, type Amounts } from '../money/minor.js';
import { levelsOf } from '../rule/levels.js';
import { daysText } from '../rule/sentence.js';
import { isInForce, takeStock, type Standing } from '../rule/standing.js';
import type { AccountState, AgendaLine, ItemState } from './agenda.js';
import { withCharges } from './chargeState.js';
import { courseFigures, itemAges } from './course.js';
import { draftStates } from './drafts.js';
import { assignmentOf, blank, type Play } from './lines.js';
import { numberOf } from '../instructing/items.js';
import { prospect } from './prospect.js';
import { factsOf, playsOf } from './strands.js';
import { factsAt, numbersOf, type World } from './world.js';

/** How an account stands at an instant: the last of a day. */
export function stateLine(play: Play, at: Instant, buckets: readonly Bucket[] = defaultBuckets): AgendaLine {
  const facts = factsAt(play.world, at);
  const standing = takeStock(facts, play.policy, dayOf(at, play.zone));
  const figured = {
    ...figures(facts, standing, buckets),
    ...courseFigures(play, facts, standing),
    ...dealings(play, facts, standing),
    drafts: draftStates(play, at),
    ...prospect(play, facts, at),
    ...ladderState(play, facts, standing, buckets, at),
  };
  const state = withCharges(figured, play, facts, at);
  const line = blank(play, at);
  const sentence = `At the end of ${line.date}: level ${line.level}${state.step ? ` (${state.step})` : ''}, ${daysText(state.daysPastDue ?? 0)} past due. ${state.waits.sentence}`;
  return {
    ...line,
    ...assignmentOf(play),
    kind: 'state',
    step: state.step,
    amounts: state.collectable,
    items: state.itemStates.map(({ item }) => item),
    reason: state.waits.reason,
    result: state.waits.until,
    sentence,
    state,
  };
}

function figures(
  { items }: AccountFacts,
  standing: Standing,
  buckets: readonly Bucket[],
): Pick<AccountState, 'open' | 'overdue' | 'collectable' | 'buckets' | 'bucket' | 'daysPastDue' | 'charges'> {
  const byBucket = new Map<string, OpenItem[]>();
  for (const item of items) {
    const label = bucketOf(item, standing, buckets);
    byBucket.set(label, [...(byBucket.get(label) ?? []), item]);
  }
  const labels = [...buckets.map(({ label }) => label), 'CREDIT'];
  return {
    open: standing.open,
    overdue: standing.overdue,
    collectable: standing.collectable,
    buckets: Object.fromEntries(labels.map((label) => [label, openOf(byBucket.get(label) ?? [])])),
    bucket: standing.daysPastDue === null ? null : (buckets[bucketAt(buckets, standing.daysPastDue)]?.label ?? null),
    daysPastDue: standing.daysPastDue,
    charges: openOf(items.filter(({ kind }) => kind === 'CHARGE')),
  };
}

const openOf = (items: readonly OpenItem[]): Amounts => total(items.map(({ currency, openMinor }) => ({ currency, minor: openMinor })));

function bucketOf({ dueOn, openMinor }: OpenItem, { today }: Standing, buckets: readonly Bucket[]): string {
  return openMinor < 0 ? 'CREDIT' : (buckets[bucketAt(buckets, daysBetween(dueOn, today))]?.label ?? '');
}

function dealings(
  { world, zone }: Play,
  facts: AccountFacts,
  { today }: Standing,
): Pick<AccountState, 'holds' | 'disputes' | 'plans' | 'draftInvoices' | 'expected' | 'attempts' | 'openTasks' | 'tags'> {
  const made = facts.contactsMade.filter(({ direction, status }) => direction === 'OUT' && status !== 'HELD_BACK' && status !== 'REJECTED');
  const byChannel: AccountState['attempts']['byChannel'] = {};
  for (const { channel } of made) byChannel[channel] = (byChannel[channel] ?? 0) + 1;
  return {
    holds: facts.holds
      .filter((hold) => isInForce(hold, today))
      .map(({ itemId, ...hold }) => ({ ...hold, item: itemId === null ? null : (numbersOf(world, [itemId])[0] ?? null) })),
    disputes: facts.disputes.map(({ items, ...dispute }) => ({
      ...dispute,
      items: numbersOf(
        world,
        items.map(({ itemId }) => itemId),
      ),
    })),
    plans: facts.plans.map(({ graceDays: _grace, itemIds, ...plan }) => ({ ...plan, items: numbersOf(world, itemIds) })),
    draftInvoices: world.drafts.map(numberOf),
    expected: expectedMoney(world, today),
    attempts: { all: made.length, byChannel, last7Days: made.filter(({ at }) => dayOf(at, zone) > addDays(today, -7)).length },
    openTasks: facts.tasks.filter(({ status }) => status === 'OPEN').map(({ kind }) => kind),
    tags: facts.customer.tags,
  };
}

function expectedMoney({ base, items }: World, today: Day): AccountState['expected'] {
  const pending = (base.pendingPayments ?? []).map(({ number, expectedOn: on, currency, amountMinor: minor }) => ({
    number,
    on,
    currency,
    minor,
    because: 'PENDING' as const,
  }));
  const later = items.filter(({ kind, issuedOn }) => kind === 'PAYMENT' && issuedOn > today);
  return [
    ...pending,
    ...later.map(({ number, issuedOn: on, currency, amountMinor }) => ({ number, on, currency, minor: -amountMinor, because: 'LATER_DATE' as const })),
  ];
}

function ladderState(play: Play, facts: AccountFacts, standing: Standing, buckets: readonly Bucket[], at: Instant): Pick<AccountState, 'step' | 'itemStates'> {
  const rungs = playsOf(play, at).map((each) => rungOf(each, at));
  const ageOf = itemAges(facts, play.policy, standing.today);
  const itemStates = facts.items.map((item): ItemState => {
    const own = rungs.find(({ levels }) => levels.items.has(item.id));
    const asked = item.openMinor > 0 && (own?.policy.levels.track === 'item' || item.dueOn < standing.today);
    const level = asked ? (own?.levels.items.get(item.id) ?? 0) : 0;
    const { kind, issuedOn, dueOn, currency, amountMinor, openMinor } = item;
    const alone = facts.excludedItems?.find(({ itemId }) => itemId === item.id);
    return {
      item: numberOf(item),
      kind,
      issuedOn,
      dueOn,
      currency,
      amountMinor,
      openMinor,
      bucket: bucketOf(item, standing, buckets),
      daysPastDue: daysBetween(dueOn, standing.today),
      ...ageOf(item),
      withheld: standing.withheld.get(item.id) ?? null,
      policy: alone?.policy ?? (own?.policy ?? play.policy).name,
      step: own ? stepAt(own, level) : null,
      level,
    };
  });
  const [first] = rungs;
  return { step: first ? stepAt(first, first.levels.account) : null, itemStates };
}

/** How far up its own ladder a strand is. */
function rungOf(play: Play, at: Instant) {
  const { policy } = play;
  return { policy, levels: levelsOf(factsOf(play, at), policy) };
}

function stepAt({ policy }: Pick<Play, 'policy'>, level: number): string | null {
  return level === 0 ? null : (policy.ladder[level - 1]?.id ?? null);
}
