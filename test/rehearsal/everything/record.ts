/** What happened to an account and what became of it, from its events and from what was told; nothing of it is asked of the rule. */
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import type { EventOf, RehearsalEvent } from '../../../domain/rehearsal/event.js';
import type { Told } from './tell.js';

/** From when something has a status. */
interface Since {
  at: string;
  status: string;
}

interface Agreed {
  id: string;
  kind: string;
  itemIds: readonly number[];
  course: Since[];
}

interface Disputed {
  event: EventOf<'dispute'>;
  from: string;
  to: string | null;
}

export interface Record {
  /** Events that were taken, by line of the agenda. */
  taken: RehearsalEvent[];
  plans: Agreed[];
  disputes: Disputed[];
  /** Items that a policy leaves alone, by name. */
  leftAlone: { item: string; from: string; to: string | null }[];
}

const records = new WeakMap<readonly AgendaLine[], Record>();

/** The record of an account, made once. */
export function recordOf(told: Told): Record {
  const known = records.get(told.lines);
  if (known) return known;
  const record = write(told);
  records.set(told.lines, record);
  return record;
}

/** Events that were taken, by a line of the agenda that does not refuse them. */
export const taken = (told: Told): RehearsalEvent[] => recordOf(told).taken;

function write(told: Told): Record {
  const refused = new Set(told.lines.filter(({ kind }) => kind === 'refused').map(({ sentence }) => Number(/^Line (\d+):/.exec(sentence)?.[1])));
  const events = told.plot.events.filter(({ line }) => !refused.has(line)).toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return { taken: events, plans: agreements(told, events), disputes: disputesOf(told, events), leftAlone: leftAloneOf(told, events) };
}

const statusOf = ({ course }: Agreed): string => course.at(-1)?.status ?? '';

/** Events and lines in their order; of one instant what is done first, then what is told of it. */
function merged({ lines }: Told, events: readonly RehearsalEvent[]): { event?: RehearsalEvent; line?: AgendaLine; at: string }[] {
  const both = [...events.map((event) => ({ event, at: event.at, n: 0 })), ...lines.map((line) => ({ line, at: line.at, n: 1 }))];
  return both.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.n - b.n));
}

/** Plans are named in the order in which they were agreed; lines tell what became of them. */
function agreements(told: Told, events: readonly RehearsalEvent[]): Agreed[] {
  const plans: Agreed[] = [];
  const move = (plan: Agreed | undefined, at: string, status: string) => plan?.course.push({ at, status });
  const proposed = () => plans.find((plan) => statusOf(plan) === 'PROPOSED');
  const isProposed = new Set(told.lines.filter(({ sentence }) => / %: proposed to a /.test(sentence)).map(({ at }) => at));
  for (const { event, line, at } of merged(told, events)) {
    if (event?.type === 'promise' || event?.type === 'plan' || event?.type === 'settlement') {
      const plan = told.world.base.plans[plans.length];
      if (plan) plans.push({ id: plan.id, kind: plan.kind, itemIds: plan.itemIds, course: [{ at, status: isProposed.has(at) ? 'PROPOSED' : 'OPEN' }] });
    }
    if (event?.type === 'approval' && event.subject === 'settlement') move(proposed(), at, event.decision === 'APPROVED' ? 'OPEN' : 'DECLINED');
    if (event?.type === 'cancel-plan')
      move(
        plans.findLast((plan) => statusOf(plan) === 'OPEN'),
        at,
        'CANCELLED',
      );
    if (line?.kind === 'settlement' && line.result === 'EXPIRED') move(proposed(), at, 'DECLINED');
    if (line?.kind === 'plan')
      move(
        plans.find(({ id }) => line.sentence.includes(` ${id} is `)),
        at,
        line.result ?? '',
      );
  }
  return plans;
}

/** How a plan stands at an instant; null before it was agreed. */
export function planAt({ course }: Agreed, at: string): string | null {
  return course.findLast((since) => since.at <= at)?.status ?? null;
}

/** A dispute is over when it was answered (the newest first) or when nothing of it is open. */
function disputesOf(told: Told, events: readonly RehearsalEvent[]): Disputed[] {
  const disputes: Disputed[] = [];
  for (const { event, line, at } of merged(told, events)) {
    const open = disputes.filter(({ to }) => to === null);
    if (event?.type === 'dispute') disputes.push({ event, from: at, to: null });
    const over = event?.type === 'resolve-dispute' ? open.at(-1) : null;
    const isCleared = line?.kind === 'dispute' && line.result === 'CLEARED';
    const cleared = isCleared ? open.find((each) => each.event.items.every(({ item }) => line.items.includes(item))) : null;
    for (const each of [over, cleared]) if (each) each.to = at;
  }
  return disputes;
}

function leftAloneOf({ plot }: Told, events: readonly RehearsalEvent[]): Record['leftAlone'] {
  const document = plot.assignment === null ? null : (JSON.parse(plot.assignment) as { items: { item: string }[] });
  const left: Record['leftAlone'] = (document?.items ?? []).map(({ item }) => ({ item, from: '', to: null }));
  for (const event of events) {
    if (event.type !== 'policy' || !event.item) continue;
    for (const each of left) if (each.item === event.item && each.to === null) each.to = event.at;
    if (event.policy === 'leave-alone') left.push({ item: event.item, from: event.at, to: null });
  }
  return left;
}

/** Whether a hold is in force on a day; a release ends all that were known. */
export function holds(hold: EventOf<'hold' | 'cease'>, events: readonly RehearsalEvent[], day: string): boolean {
  const released = events.some((event) => event.type === 'release' && event.at > hold.at);
  if (hold.type === 'cease') return !released;
  return !released && (hold.startsOn === null || hold.startsOn <= day) && (hold.endsOn === null || day < hold.endsOn);
}
