/** What changes by itself, by the clock or by money that came: promises, disputes, and what waits for an approval. */
import { dayOf, type Day, type Instant } from '../calendar/day.js';
import type { DisputeFacts } from '../facts.js';
import { isSuppressed } from '../rule/reach.js';
import type { AgendaLine } from './agenda.js';
import { closeFollowUps, followUp } from './followUps.js';
import { blank, type Play } from './lines.js';
import { lapsePending } from './pending.js';
import { judgementLines, lapsedLine } from './planLines.js';
import { judgePlans, type PlanJudged } from './plans.js';
import { attendProposals } from './proposals.js';
import { numbersOf, openItemsOn } from './world.js';

/** Lets happen what does by itself up to an instant; called twice, it happens once. */
export function overnight(play: Play, now: Instant): AgendaLine[] {
  const today = dayOf(now, play.zone);
  const plans = judgePlans(play.world, today).flatMap((judgement) => judged(play, now, judgement));
  const disputes = play.world.base.disputes.flatMap((dispute) => attendDispute(play, now, today, dispute));
  const lapsed = lapsePending(play.world, today).map((pending): AgendaLine => lapsedLine(play, now, pending));
  return [...plans, ...disputes, ...lapsed, ...attendProposals(play, now, today)];
}

/** A collector is asked while a plan is not kept. */
function judged(play: Play, now: Instant, judgement: PlanJudged): AgendaLine[] {
  const { id, status, instalments, itemIds } = judgement.plan;
  const lines = judgementLines(play, now, judgement);
  const key = `plan/${id}/broken`;
  if (status !== 'BROKEN' && status !== 'PARTLY_KEPT') {
    closeFollowUps(play.world, [key], status, now);
    return lines;
  }
  const figures = { plan: id, dueOn: instalments.at(-1)?.dueOn ?? null };
  return [...lines, ...followUp(play, now, { key, task: isCallable(play) ? 'CALL' : 'REVIEW_ACCOUNT', code: 'PLAN_BROKEN', figures, itemIds })];
}

function isCallable({ world: { base } }: Play): boolean {
  return base.contacts.some(({ phone, mobile }) => [phone, mobile].some((number) => number && !isSuppressed(base, 'call', number)));
}

/** Asks for the answer at once and, once it is late, a manager; a dispute whose items are cleared has nothing left to answer. */
function attendDispute(play: Play, now: Instant, today: Day, { id, respondBy, items }: DisputeFacts): AgendaLine[] {
  const { world } = play;
  const itemIds = items.map(({ itemId }) => itemId);
  const open = openItemsOn(world, today);
  if (!open.some((item) => itemIds.includes(item.id))) {
    world.base.disputes = world.base.disputes.filter((each) => each.id !== id);
    closeFollowUps(world, disputeTasks(id), 'CLEARED', now);
    return [disputeLine(play, now, itemIds, 'CLEARED', `The dispute ${id} is over: nothing of what was disputed is open.`)];
  }
  const figures = { dispute: id, respondBy };
  const [answer, late] = disputeTasks(id);
  const asked = followUp(play, now, { key: answer, task: 'ANSWER_DISPUTE', code: 'DISPUTE_OPEN', figures, itemIds });
  const escalated = respondBy < today ? followUp(play, now, { key: late, task: 'ANSWER_DISPUTE', code: 'DISPUTE_LATE', figures, itemIds }) : [];
  if (escalated.length === 0) return asked;
  return [...asked, disputeLine(play, now, itemIds, 'LATE', `The dispute ${id} was to be answered by ${respondBy}; a manager is asked.`), ...escalated];
}

function disputeLine(play: Play, now: Instant, itemIds: readonly number[], result: string, sentence: string): AgendaLine {
  return { ...blank(play, now), kind: 'dispute', result, items: numbersOf(play.world, itemIds), sentence };
}

/** Keys of the owner's task to answer a dispute, and of the manager's once the answer is late. */
export const disputeTasks = (id: string): [string, string] => [`dispute/${id}/answer`, `dispute/${id}/escalated`];
