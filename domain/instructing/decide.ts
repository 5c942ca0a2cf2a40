import type { Instruction } from '../instructions.js';
import { decideApproval, reverseWriteOff } from './approvals.js';
import { refuse, type Decided, type Situation } from './change.js';
import { closeTask, recordContact } from './contacts.js';
import { raiseDispute, resolveDispute } from './disputes.js';
import { liftHolds, placeHold } from './holds.js';
import { movePlacement } from './placements.js';
import { agreePlan, cancelPlan } from './plans.js';

/** Decides what an instruction changes, or why it is refused. Pure; `refusal` was asked before. */
export function decide(asked: Instruction, situation: Situation): Decided {
  switch (asked.kind) {
    case 'pause':
      return placeHold(asked, situation);
    case 'resume':
      return liftHolds(asked, situation);
    case 'dispute':
      return raiseDispute(asked, situation);
    case 'resolve-dispute':
      return resolveDispute(asked, situation);
    case 'promise':
    case 'plan':
      return agreePlan(asked, situation);
    case 'cancel-plan':
      return cancelPlan(asked, situation);
    case 'task-done':
      return closeTask(asked, situation);
    case 'record-contact':
      return recordContact(asked, situation);
    case 'approve':
    case 'decline':
      return decideApproval(asked, situation);
    case 'acknowledge-placement':
    case 'recall-placement':
    case 'return-placement':
      return movePlacement(asked, situation);
    case 'reverse-write-off':
      return reverseWriteOff(asked, situation);
    case 'note':
      return { change: { change: 'note-written', text: asked.text }, message: 'Noted.' };
    case 'change-policy':
      return changePolicy(asked, situation);
    default:
      return asked satisfies never;
  }
}

/** Pins the running case to another published version. */
function changePolicy(asked: Extract<Instruction, { kind: 'change-policy' }>, { facts, subject }: Situation): Decided {
  if (!facts.case) return refuse('NO_CASE', `${facts.accountId} has no running case that could change its policy.`);
  if (subject?.of !== 'policy' || subject.versions.length === 0) return refuse('NO_SUCH_POLICY', `No policy '${asked.policy}' is published.`);
  const version = asked.version ?? subject.versions[subject.versions.length - 1] ?? 0;
  if (!subject.versions.includes(version)) return refuse('NO_SUCH_VERSION', `Policy '${asked.policy}' has no version ${version}; published are: ${subject.versions.join(', ')}.`);
  if (subject.current?.name === asked.policy && subject.current.version === version) return refuse('SAME_POLICY', `The case is on ${asked.policy} version ${version} already.`);
  const change = { change: 'policy-changed', caseId: facts.case.id, policy: asked.policy, version, reason: asked.reason } as const;
  return { change, message: `The case is now on ${asked.policy} version ${version}.` };
}
