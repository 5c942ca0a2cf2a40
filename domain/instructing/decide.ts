import type { Instruction, InstructionKind } from '../instructions.js';
import { heedAddress } from './addresses.js';
import { decideApproval, reverseWriteOff } from './approvals.js';
import { makeVoid, takePaymentBack, winPaymentBack } from './bookings.js';
import { reverseCharge } from './charges.js';
import { refuse, type Decided, type Situation } from './change.js';
import { closeTask, recordContact } from './contacts.js';
import { raiseDispute, resolveDispute } from './disputes.js';
import { correctContact, endWishes, giveConsent, recordWish, withdrawConsent } from './wishes.js';
import { liftHolds, placeHold } from './holds.js';
import { setLevel, skipNotice } from './levels.js';
import { expectPayment, failPayment } from './pending.js';
import { movePlacement } from './placements.js';
import { agreePlan, cancelPlan } from './plans.js';
import { agreeSettlement } from './settlements.js';

type Decision<Kind extends InstructionKind> = (asked: Extract<Instruction, { kind: Kind }>, situation: Situation) => Decided;

const decisions: { readonly [Kind in InstructionKind]: Decision<Kind> } = {
  pause: placeHold,
  resume: liftHolds,
  dispute: raiseDispute,
  'resolve-dispute': resolveDispute,
  promise: agreePlan,
  plan: agreePlan,
  settlement: agreeSettlement,
  'cancel-plan': cancelPlan,
  'task-done': closeTask,
  'record-contact': recordContact,
  'correct-contact': correctContact,
  consent: giveConsent,
  'withdraw-consent': withdrawConsent,
  inconvenience: recordWish,
  'end-inconvenience': endWishes,
  'payment-pending': expectPayment,
  'payment-failed': failPayment,
  'payment-reversed': takePaymentBack,
  chargeback: takePaymentBack,
  'chargeback-won': winPaymentBack,
  void: makeVoid,
  'opt-out': heedAddress,
  'opt-in': heedAddress,
  bounce: heedAddress,
  approve: decideApproval,
  decline: decideApproval,
  'acknowledge-placement': movePlacement,
  'recall-placement': movePlacement,
  'return-placement': movePlacement,
  'reverse-write-off': reverseWriteOff,
  'set-level': setLevel,
  'skip-notice': skipNotice,
  'credit-hold': setCreditHold,
  'reverse-charge': reverseCharge,
  note: ({ text }) => ({ change: { change: 'note-written', text }, message: 'Noted.' }),
  'change-policy': changePolicy,
};

/** Decides what an instruction changes, or why it is refused. Pure; `refusal` was asked before. */
export function decide(asked: Instruction, situation: Situation): Decided {
  return (decisions[asked.kind] as Decision<InstructionKind>)(asked, situation);
}

/** Sets or ends the credit hold by hand. */
function setCreditHold({ hold, reason }: Extract<Instruction, { kind: 'credit-hold' }>, { facts }: Situation): Decided {
  if (hold === 'on' && facts.creditHold)
    return refuse('ON_ALREADY', `A credit hold is on for ${facts.accountId} since ${facts.creditHold.sinceOn}; there is nothing to set.`);
  if (hold === 'off' && !facts.creditHold) return refuse('NOT_ON', `No credit hold is on for ${facts.accountId}; there is nothing to end.`);
  return { change: { change: 'credit-hold-set', hold, reason }, message: hold === 'on' ? 'Credit hold set.' : 'Credit hold ended.' };
}

/** Pins the running case to another published version. */
function changePolicy(asked: Extract<Instruction, { kind: 'change-policy' }>, { facts, subject }: Situation): Decided {
  if (!facts.case) return refuse('NO_CASE', `${facts.accountId} has no running case that could change its policy.`);
  if (subject?.of !== 'policy' || subject.versions.length === 0) return refuse('NO_SUCH_POLICY', `No policy '${asked.policy}' is published.`);
  const version = asked.version ?? subject.versions[subject.versions.length - 1] ?? 0;
  if (!subject.versions.includes(version))
    return refuse('NO_SUCH_VERSION', `Policy '${asked.policy}' has no version ${version}; published are: ${subject.versions.join(', ')}.`);
  if (subject.current?.name === asked.policy && subject.current.version === version)
    return refuse('SAME_POLICY', `The case is on ${asked.policy} version ${version} already.`);
  const change = { change: 'policy-changed', caseId: facts.case.id, policy: asked.policy, version, reason: asked.reason } as const;
  return { change, message: `The case is now on ${asked.policy} version ${version}.` };
}
