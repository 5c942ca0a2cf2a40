import type { Instant } from '../calendar/day.js';
import type { TaskKind } from '../facts.js';
import { actPhrase, reasonPhrase } from '../rule/sentence.js';
import type { Reason, ReasonCode, TaskAct } from '../verdict.js';
import type { AgendaLine } from './agenda.js';
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
  const id = nextId(world, 'task-');
  remember(world, { task: { id, key, kind: task, step: null, round: 0, status: 'OPEN', outcome: null, openedAt: now, closedAt: null } });
  const line = blank(play, now);
  const reason: Reason = { code, figures, line: null };
  const act: TaskAct = { kind: 'task', key, step: null, round: 0, task, dueOn: line.date, reason };
  const sentence = `${actPhrase(act)}, because ${reasonPhrase(reason)}.`;
  const told = `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
  return [{ ...line, kind: 'task', channel: task === 'CALL' ? 'call' : null, to: task, items: numbersOf(world, itemIds), reason, sentence: told }];
}

/** Closes the tasks of these keys that are still open. */
export function closeFollowUps({ base }: World, keys: readonly string[], outcome: string, at: Instant): void {
  base.tasks = base.tasks.map((task) =>
    keys.includes(task.key) && task.status === 'OPEN' ? { ...task, status: 'CANCELLED' as const, outcome, closedAt: at } : task,
  );
}
