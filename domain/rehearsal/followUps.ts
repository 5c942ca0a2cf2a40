import { dayOf, type Day, type Instant } from '../calendar/day.js';
import type { TaskFacts, TaskKind } from '../facts.js';
import { actPhrase, reasonPhrase } from '../rule/sentence.js';
import type { Reason, ReasonCode, TaskAct } from '../verdict.js';
import type { AgendaLine } from './agenda.js';
import type { TaskFollowing } from './happen.js';
import { blank, type Play } from './lines.js';
import { nextId, numbersOf, remember, type World } from './world.js';

/** A task that follows from what another party did or left undone. */
export interface FollowUp {
  /** Opens it once. */
  key: string;
  task: TaskKind;
  code: ReasonCode;
  figures?: Reason['figures'];
  itemIds: readonly number[];
}

/** Opens a task, once; answers its line, or none when it was opened before. */
export function followUp(play: Play, now: Instant, { key, task, code, figures = {}, itemIds }: FollowUp): AgendaLine[] {
  const { world } = play;
  if (world.names.has(key)) return [];
  world.names.set(key, key);
  const joins = task === 'CALL' && openCall(world) !== undefined;
  openTask(world, { key, kind: task, step: null, round: 0 }, now);
  return [taskLine(play, now, { key, task, dueOn: dayOf(now, play.zone), code, figures, itemIds }, joins)];
}

/** The task that follows from a call. */
export function following(play: Play, now: Instant, { task, dueOn }: TaskFollowing): AgendaLine {
  const code = task === 'CALL' ? 'CALL_BACK_AGREED' : 'NUMBER_WRONG';
  return taskLine(play, now, { key: '', task, dueOn, code, figures: { dueOn }, itemIds: [] }, false);
}

function taskLine(play: Play, now: Instant, it: FollowUp & { dueOn: Day }, joins: boolean): AgendaLine {
  const { key, task, dueOn, code, figures = {}, itemIds } = it;
  const reason: Reason = { code, figures, line: null };
  const act: TaskAct = { kind: 'task', key, step: null, round: 0, task, dueOn, reason };
  const sentence = `${actPhrase(act)}, because ${reasonPhrase(reason)}.`;
  const told = joins ? joinedSentence(reason) : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
  const to = { to: task, channel: task === 'CALL' ? ('call' as const) : null, result: joins ? 'ADDED' : null };
  return { ...blank(play, now), kind: 'task', ...to, items: numbersOf(play.world, itemIds), reason, sentence: told };
}

/** The call task that is open; an account has one. */
export function openCall({ base }: World): TaskFacts | undefined {
  return base.tasks.find(({ kind, status }) => kind === 'CALL' && status === 'OPEN');
}

/** Opens a task; where a call is open already, that one does for a further call. */
export function openTask(world: World, task: Pick<TaskFacts, 'key' | 'kind' | 'step' | 'round'>, now: Instant): void {
  const open = task.kind === 'CALL' ? openCall(world) : undefined;
  if (!open) return remember(world, { task: { ...task, id: nextId(world, 'task-'), status: 'OPEN', outcome: null, openedAt: now, closedAt: null } });
  world.base.tasks = world.base.tasks.map((each) => (each === open ? { ...each, joined: [...(each.joined ?? []), task.key] } : each));
}

/** That a call is asked for while one is open. */
export const joinedSentence = (reason: Reason): string => `The call task that is open does for this as well: ${reasonPhrase(reason)}.`;

/** Closes the tasks of these keys that are still open, unless they do for others too. */
export function closeFollowUps({ base }: World, keys: readonly string[], outcome: string, at: Instant): void {
  base.tasks = base.tasks.map((task) =>
    keys.includes(task.key) && task.status === 'OPEN' && !task.joined ? { ...task, status: 'CANCELLED' as const, outcome, closedAt: at } : task,
  );
}
