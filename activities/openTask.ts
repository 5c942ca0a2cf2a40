import type { Instant } from '../domain/calendar/day.js';
import type { TaskKind } from '../domain/facts.js';
import { takesStep, type TaskAct } from '../domain/verdict.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import { actOnce } from './actOnce.js';
import type { Activities } from './activities.js';
import { bySystem } from './assess.js';
import { briefOf } from './brief.js';
import { rungsOf } from './group.js';
import type { Look } from './look.js';
import type { BusinessClock } from './ports.js';
import { priorityOf } from './priority.js';

/** Opens a task once. A call, and a task of the policy's own words, count as their step taken from the moment somebody is asked. */
export function openTask(ports: { store: Store; clock: BusinessClock }): Activities['openTask'] {
  return (turn) => actOnce(ports, turn, { isDone: (tx, { act }) => tx.tasks.hasTask(act.key), carryOut: open });
}

async function open(tx: StoreTx, act: TaskAct, seen: Look): Promise<void> {
  const { facts, now, today, standing } = seen;
  const { key, task: kind, step, round, dueOn } = act;
  const { accountId, collectorId, case: running } = facts;
  const assigneeId = act.role === undefined || act.role === 'collector' ? collectorId : null;
  const brief = await briefOf(tx, act, seen);
  const { name } = facts.customer;
  const title = act.title ? `${act.title}: ${name}` : titleOf(kind, name);
  const role = act.role ?? null;
  const priority = priorityOf(standing, facts.plans);
  if (takesStep(act)) await tx.cases.takeSteps(rungsOf(act, { caseId: running.id, at: now, onDay: today, reason: act.reason }));
  if (await joinsCall(tx, { key, accountId, kind, step, round, brief, dueOn, priority }, now)) return;
  await tx.tasks.openTask({ key, accountId, caseId: running.id, kind, step, round, title, role, brief, dueOn, priority, assigneeId, openedAt: now });
  const change = { kind, step, round, assigneeId, ...(act.title && { title: act.title, role }) };
  await tx.audit.appendAudit({ at: now, ...bySystem, action: 'task.open', subject: 'task', subjectId: key, accountId, change, reason: act.reason.code });
}

type Joining = Parameters<StoreTx['tasks']['joinCall']>[0] & { kind: TaskKind; step: string | null; round: number };

/** An account has one open call: whoever is to call it already does so for this reason as well. */
export async function joinsCall(tx: StoreTx, { kind, step, round, ...call }: Joining, at: Instant): Promise<boolean> {
  const joined = kind === 'CALL' ? await tx.tasks.joinCall(call) : null;
  if (joined === null) return false;
  const { accountId, key, brief } = call;
  const change = { kind, step, round, task: joined };
  await tx.audit.appendAudit({ at, ...bySystem, action: 'task.join', subject: 'task', subjectId: key, accountId, change, reason: brief.reason.code });
  return true;
}

function titleOf(kind: TaskKind, name: string): string {
  switch (kind) {
    case 'CALL':
      return `Call ${name}`;
    case 'FIND_CONTACT':
      return `Find a contact at ${name}`;
    case 'REVIEW_ACCOUNT':
      return `Review ${name}: no step is left`;
    case 'VERIFY_DELIVERY':
      return `Find out whether the message to ${name} arrived`;
    case 'APPROVE':
      return `Decide on ${name}`;
    case 'ANSWER_DISPUTE':
      return `Answer the dispute of ${name}`;
    case 'OTHER':
      return `Look after ${name}`;
    case 'RECORD_HANDOVER':
      return `Record the hand-over of ${name}`;
    default:
      return kind satisfies never;
  }
}
