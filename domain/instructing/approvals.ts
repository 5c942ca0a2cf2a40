import { isBefore } from '../calendar/day.js';
import type { Instruction } from '../instructions.js';
import type { Role } from '../policy/types.js';
import { refuse, type Decided, type Situation } from './change.js';

type Approval = Extract<Instruction, { kind: 'approve' | 'decline' }>;
type Reverse = Extract<Instruction, { kind: 'reverse-write-off' }>;

/** Decides on an approval: in time, once, by its role, and never by who proposed it. */
export function decideApproval(asked: Approval, { actor, facts, at, subject }: Situation): Decided {
  if (subject?.of !== 'approval') return refuse('NO_SUCH_APPROVAL', `${asked.approvalId} is no approval of ${facts.accountId}.`);
  if (subject.status !== 'PENDING') return refuse('ALREADY_DECIDED', `Approval ${subject.id} is ${subject.status} already.`);
  if (!isBefore(at, subject.expiresAt)) return refuse('EXPIRED', `Approval ${subject.id} expired at ${subject.expiresAt}; it has to be proposed again.`);
  if (!mayDecide(actor.roles, subject.role))
    return refuse('NOT_ALLOWED', `This takes the role ${subject.role}; ${actor.userId} has ${actor.roles.join(', ')}.`);
  if (subject.proposedBy === actor.userId) return refuse('SELF_APPROVAL', 'Who proposes does not decide: ask someone else.');
  const decision = asked.kind === 'approve' ? 'APPROVED' : 'DECLINED';
  const what = { notice: 'Message', placement: 'Placement', 'write-off': 'Write-off', settlement: 'Settlement' }[subject.about];
  return { change: { change: 'approval-decided', approval: subject, decision, reason: asked.reason ?? null }, message: `${what} ${decision.toLowerCase()}.` };
}

/** Reverses a write-off that is booked: the items are open again, at their true age. */
export function reverseWriteOff(asked: Reverse, { facts, subject }: Situation): Decided {
  if (subject?.of !== 'write-off') return refuse('NO_SUCH_WRITE_OFF', `${asked.writeOffId} is no write-off of ${facts.accountId}.`);
  if (subject.status !== 'BOOKED') return refuse('NOT_BOOKED', `Write-off ${subject.id} is ${subject.status}; only a booked one can be reversed.`);
  return { change: { change: 'write-off-reversed', writeOffId: subject.id, reason: asked.reason }, message: 'Write-off reversed; its items are open again.' };
}

/** A controller stands in for a manager; nobody stands in for anyone else. */
function mayDecide(roles: readonly Role[], needed: Role): boolean {
  return roles.includes(needed) || (needed === 'manager' && roles.includes('controller'));
}
