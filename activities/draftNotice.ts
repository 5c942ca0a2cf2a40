import { instantOf, addDays } from '../domain/calendar/day.js';
import { draftMade } from '../domain/rule/afterAct.js';
import { debtorZone } from '../domain/rule/debtorZone.js';
import type { DraftAct } from '../domain/verdict.js';
import type { StoreTx } from '../prisma/store/store.js';
import { actOnce } from './actOnce.js';
import type { Activities } from './activities.js';
import { bySystem } from './assess.js';
import { idOf } from './idOf.js';
import { forStrand, look, stillWanted, type Look } from './look.js';
import { priorityOf } from './priority.js';
import type { RemindPorts } from './remind.js';
import { render } from './writeMessage.js';

/** The draft and its approval: both follow from the key of the act. */
const idsOf = ({ key }: DraftAct): { id: string; approvalId: string } => ({ id: idOf(key), approvalId: idOf(`${key}/approval`) });

/** Writes a message down as a draft and asks for its approval, once. What is sent later is written anew from the facts of its day. */
export function draftNotice(ports: RemindPorts): Activities['draftNotice'] {
  return async (turn) => {
    const now = ports.clock.at(turn);
    const { seen, letterhead } = await ports.store.transact(async (tx) => {
      await tx.cases.lockAccount(turn.accountId);
      return { seen: forStrand(await look(tx, turn.accountId, null, now), turn.act), letterhead: await tx.contacts.letterheadOf(turn.accountId) };
    });
    const wanted = stillWanted(seen, turn.act);
    const message = wanted && (await render(ports.renderer, wanted, seen, letterhead)).message;
    return actOnce(ports, turn, { isDone: (tx, { act }) => tx.drafts.hasDraft(idsOf(act).id), carryOut: (tx, act, fresh) => propose(tx, act, fresh, message) });
  };
}

type Message = Awaited<ReturnType<typeof render>>['message'];

async function propose(tx: StoreTx, act: DraftAct, seen: Look, message: Message | null): Promise<void> {
  const { facts, policy, now, today, standing } = seen;
  const { accountId, case: running } = facts;
  const { id, approvalId } = idsOf(act);
  const { step, round, role, lapsesOn, channel, address, language, deadlineOn } = act;
  const proposedBy = await tx.drafts.proposerOf(running.campaignId);
  const expiresAt = instantOf(lapsesOn, '00:00', debtorZone(facts));
  await tx.approvalRequests.requestApproval({ id: approvalId, subject: 'notice', subjectId: id, accountId, role, proposedBy, proposedAt: now, expiresAt });
  const preview = { channel, to: address, cc: act.cc ?? [], language, deadlineOn, subject: message?.subject ?? '', text: message?.text ?? '' };
  const { asked } = draftMade(act, facts, policy, today);
  await tx.drafts.keepDraft({ id, accountId, caseId: running.id, step, round, role, lapsesOn, asked, approvalId, preview, proposedAt: now });
  const { open, overdue, collectable, daysPastDue } = standing;
  const brief = { approvalId, about: 'notice', subjectId: id, role, proposedBy, preview, debt: { open, overdue, collectable, daysPastDue } };
  const task = { kind: 'APPROVE', dueOn: addDays(today, 1), priority: priorityOf(standing, facts.plans), assigneeId: null } as const;
  const title = `Approve the ${channel} ${step} to ${facts.customer.name}`;
  await tx.tasks.openTask({ ...task, key: `${approvalId}/approve`, accountId, caseId: running.id, step, round, title, brief, openedAt: now });
  const change = { approvalId, role, proposedBy, step, round, channel, address, lapsesOn, amounts: { ...collectable } };
  await tx.audit.appendAudit({ at: now, ...bySystem, action: 'notice.draft', subject: 'notice', subjectId: id, accountId, change, reason: 'STEP_DUE' });
}
