/** Reckons by itself, from events and bookings, what may be asked of an account at a moment. Knows nothing of the rule. */
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import type { RehearsalEvent } from '../../../domain/rehearsal/event.js';
import type { Told } from './tell.js';

type Item = Told['world']['items'][number];

/** Events that were taken, by a line of the agenda that does not refuse them. */
export function taken({ plot, lines }: Pick<Told, 'plot' | 'lines'>): RehearsalEvent[] {
  const refused = new Set(lines.filter(({ kind }) => kind === 'refused').map(({ sentence }) => Number(/^Line (\d+):/.exec(sentence)?.[1])));
  return plot.events.filter(({ line }) => !refused.has(line));
}

/** What is open of each item, as it was known at a line: money that became known later is not there. */
export function openAt({ plot, world }: Told, { at, date }: AgendaLine): Map<Item, number> {
  const later = new Set(plot.events.flatMap((event) => ((event.type === 'payment' || event.type === 'credit-note') && event.at > at ? [event.number] : [])));
  const known = world.items.filter(({ number, issuedOn }) => issuedOn <= date && !later.has(number));
  const ids = new Set(known.map(({ id }) => id));
  const open = new Map(known.map((item) => [item, item.amountMinor]));
  const byId = new Map(known.map((item) => [item.id, item]));
  for (const { creditId, debitId, amountMinor, onDay, reversedOn } of world.allocations) {
    if (!ids.has(creditId) || !ids.has(debitId) || onDay > date || (reversedOn !== null && reversedOn <= date)) continue;
    for (const [id, minor] of [
      [creditId, amountMinor],
      [debitId, -amountMinor],
    ] as const) {
      const item = byId.get(id);
      if (item) open.set(item, (open.get(item) ?? 0) + minor);
    }
  }
  return open;
}

/** How much of an item is out of collection at a line: disputed, promised, held or with a third party. */
function withheldOf(told: Told, item: Item, open: number, line: AgendaLine): number {
  const { at, date } = line;
  const events = taken(told).filter((event) => event.at <= at);
  const whole =
    events.some((event) => event.type === 'hold' && event.item === item.number && holds(event, events, date)) ||
    told.world.base.plans.some((plan) => plan.itemIds.includes(item.id) && runs(told, plan.id, at)) ||
    told.world.base.placements.some(({ id, itemIds }) => itemIds.includes(item.id) && isPlaced(told, id, at));
  if (whole) return open;
  const disputes = events.filter((event) => event.type === 'dispute');
  const parts = disputes.filter((event) => isOpen(told, event, at)).flatMap(({ items }) => items.filter((part) => part.item === item.number));
  return Math.min(
    open,
    parts.reduce((sum, { amountMinor }) => sum + (amountMinor ?? open), 0),
  );
}

/** Whether a hold is in force on a day; a release ends all that were known. */
export function holds(hold: Extract<RehearsalEvent, { type: 'hold' | 'cease' }>, events: readonly RehearsalEvent[], day: string): boolean {
  const released = events.some((event) => event.type === 'release' && event.at > hold.at);
  if (hold.type === 'cease') return !released;
  return !released && (hold.startsOn === null || hold.startsOn <= day) && (hold.endsOn === null || day < hold.endsOn);
}

/** Plans are named in the order in which they were agreed; lines tell what became of them. */
function runs(told: Told, id: string, at: string): boolean {
  const { lines, world } = told;
  const agreed = taken(told).filter(({ type }) => type === 'promise' || type === 'plan');
  const event = agreed[world.base.plans.findIndex((plan) => plan.id === id)];
  if (!event || event.at > at) return false;
  const judged = lines.findLast((line) => line.kind === 'plan' && line.at <= at && line.sentence.includes(` ${id} is `));
  const cancelled = plotCancels(told, id, at);
  return !cancelled && (judged === undefined || judged.result === 'OPEN');
}

/** A cancellation ends the newest plan that runs then. */
function plotCancels(told: Told, id: string, at: string): boolean {
  const { lines, world } = told;
  const agreed = taken(told).filter(({ type }) => type === 'promise' || type === 'plan');
  return taken(told).some((event) => {
    if (event.type !== 'cancel-plan' || event.at > at) return false;
    const newest = world.base.plans.findLast((plan, n) => {
      const begun = agreed[n];
      const judged = lines.findLast((line) => line.kind === 'plan' && line.at <= event.at && line.sentence.includes(` ${plan.id} is `));
      return begun !== undefined && begun.at < event.at && (judged === undefined || judged.result === 'OPEN') && !cancelledBefore(told, plan.id, event.at);
    });
    return newest?.id === id;
  });
}

function cancelledBefore(told: Told, id: string, at: string): boolean {
  return (
    taken(told).some((event) => event.type === 'cancel-plan' && event.at < at) && told.world.base.plans.find((plan) => plan.id === id)?.status === 'CANCELLED'
  );
}

/** A dispute is over when it was answered (the newest first) or when nothing of it is open. */
function isOpen(told: Told, dispute: Extract<RehearsalEvent, { type: 'dispute' }>, at: string): boolean {
  let open: RehearsalEvent[] = [];
  const cleared = told.lines.filter((line) => line.kind === 'dispute' && line.result === 'CLEARED' && line.at <= at);
  for (const event of taken(told).filter((each) => each.at <= at)) {
    const numbers = cleared.filter((line) => line.at <= event.at).flatMap(({ items }) => items);
    open = open.filter(
      (each) => each.type !== 'dispute' || !each.items.some(({ item }) => numbers.includes(item)) || cleared.every((line) => line.at < each.at),
    );
    if (event.type === 'dispute') open.push(event);
    if (event.type === 'resolve-dispute') open.pop();
  }
  const over = cleared.filter((line) => line.at >= dispute.at).flatMap(({ items }) => items);
  return open.includes(dispute) && !dispute.items.some(({ item }) => over.includes(item));
}

function isPlaced({ lines, world }: Told, id: string, at: string): boolean {
  const n = world.base.placements.findIndex((each) => each.id === id);
  const requested = lines.filter((line) => line.kind === 'placement' && line.result === 'REQUESTED')[n];
  const approved = lines.find(
    (line) => line.kind === 'event' && line.result === 'approval' && requested && line.at > requested.at && /placement was approved/.test(line.sentence),
  );
  const ended = lines.find(
    (line) => line.kind === 'placement' && requested && line.at > requested.at && (line.result === 'RECALLED' || line.result === 'CLOSED'),
  );
  return approved !== undefined && approved.at <= at && (ended === undefined || ended.at > at);
}

/** What may be asked for at a line, by currency: what is past due and not withheld, less credits, where it is above the tolerance. */
export function collectableAt(told: Told, line: AgendaLine): Record<string, number> {
  const open = openAt(told, line);
  const sums: Record<string, number> = {};
  for (const [item, minor] of open) {
    const share = minor < 0 ? minor : item.dueOn < line.date ? minor - withheldOf(told, item, minor, line) : 0;
    sums[item.currency] = (sums[item.currency] ?? 0) + share;
  }
  const tolerance = told.rules.tolerance;
  return Object.fromEntries(Object.entries(sums).filter(([currency, minor]) => minor > Math.round((tolerance[currency] ?? 0) * 100)));
}
