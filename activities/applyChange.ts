import type { Change } from '../domain/instructing/change.js';
import { lapseOf } from '../domain/rule/drafts.js';
import type { StoreTx } from '../prisma/store/store.js';
import { told, whoAndWhen, type Applied, type Occasion, type Of } from './applied.js';
import { agreePlan, cancelPlan, raiseDispute, resolveDispute, reverseWriteOff } from './applyToClaims.js';
import { reverseCharge } from './bookCharges.js';
import { closeTask, recordContact } from './applyToContacts.js';
import { correctContact, endWishes, giveConsent, recordWish, withdrawConsent } from './applyWishes.js';
import { applyCreditHold } from './setCreditHold.js';
import { freeAddresses, suppressAddresses } from './applyToAddresses.js';
import { bookLedger } from './applyToLedger.js';
import { expectPayment, failPayment } from './applyToPending.js';
import { handoverTask } from './keys.js';
import type { Watch } from './ports.js';

type Writer<Kind extends Change['change']> = (tx: StoreTx, change: Of<Kind>, occasion: Occasion) => Promise<Applied>;

const writers: { readonly [Kind in Change['change']]: Writer<Kind> } = {
  'hold-placed': placeHold,
  'holds-lifted': liftHolds,
  'dispute-raised': raiseDispute,
  'dispute-resolved': resolveDispute,
  'plan-agreed': agreePlan,
  'plan-cancelled': cancelPlan,
  'task-closed': closeTask,
  'contact-recorded': recordContact,
  'contact-corrected': correctContact,
  'consent-given': giveConsent,
  'consent-withdrawn': withdrawConsent,
  'wish-recorded': recordWish,
  'wishes-ended': endWishes,
  'payment-expected': expectPayment,
  'payment-failed': failPayment,
  'ledger-booked': bookLedger,
  'addresses-suppressed': suppressAddresses,
  'addresses-freed': freeAddresses,
  'approval-decided': decideApproval,
  'placement-moved': movePlacement,
  'write-off-reversed': reverseWriteOff,
  'steps-noted': noteSteps,
  'credit-hold-set': applyCreditHold,
  'charge-reversed': reverseCharge,
  'note-written': writeNote,
  'policy-changed': changePolicy,
};

/** Writes a change in the transaction in which it was decided. */
export function applyChange(tx: StoreTx, change: Change, occasion: Occasion): Promise<Applied> {
  return (writers[change.change] as Writer<Change['change']>)(tx, change, occasion);
}

async function placeHold(tx: StoreTx, { kind, itemId, reason, startsOn, endsOn, amountMinor }: Of<'hold-placed'>, occasion: Occasion): Promise<Applied> {
  const { accountId, by, at } = whoAndWhen(occasion);
  const id = await tx.holds.placeHold({ accountId, kind, itemId, reason, startsOn, endsOn, amountMinor, at, by });
  return told('hold.place', 'hold', id, reason);
}

async function liftHolds(tx: StoreTx, { holdIds, reason, onDay }: Of<'holds-lifted'>, occasion: Occasion): Promise<Applied> {
  const { accountId, by, at } = whoAndWhen(occasion);
  await tx.holds.liftHolds(holdIds, { at, by, reason, onDay });
  return told('hold.lift', 'account', accountId, reason, [], { holds: holdIds, onDay });
}

async function noteSteps(tx: StoreTx, { kind, steps, reason }: Of<'steps-noted'>, occasion: Occasion): Promise<Applied> {
  const { at } = whoAndWhen(occasion);
  const caseId = occasion.situation.facts.case?.id ?? '';
  const noted = { code: kind === 'level-set' ? 'LEVEL_SET' : 'NOTICE_SKIPPED', figures: { why: reason }, line: null } as const;
  await tx.cases.takeSteps(steps.map((step) => ({ ...step, caseId, at, reason: noted })));
  const details = steps.map(({ step, round, itemIds }) => ({ step, round, itemIds: itemIds ?? null }));
  return told(kind === 'level-set' ? 'case.set-level' : 'case.skip-notice', 'case', caseId, reason, [], { steps: details });
}

async function writeNote(tx: StoreTx, { text }: Of<'note-written'>, occasion: Occasion): Promise<Applied> {
  const { accountId, by, at } = whoAndWhen(occasion);
  return told('note.write', 'note', await tx.notes.writeNote({ accountId, at, author: by, text }), null);
}

async function changePolicy(tx: StoreTx, { caseId, policy, version, reason }: Of<'policy-changed'>, { situation }: Occasion): Promise<Applied> {
  await tx.instructions.pinPolicy(caseId, policy, version);
  const { name, version: before } = situation.policy;
  return told('case.change-policy', 'case', caseId, reason, [], { from: `${name}@${before}`, to: `${policy}@${version}` });
}

/** An approved message has its days anew, to wait for its hour. */
async function decideDraft(tx: StoreTx, { approval, decision, reason }: Omit<Of<'approval-decided'>, 'change'>, occasion: Occasion): Promise<Applied> {
  const { by, at } = whoAndWhen(occasion);
  const { policy, facts, today } = occasion.situation;
  const draft = facts.drafts?.find(({ id }) => id === approval.aboutId);
  const step = policy.ladder.find(({ id }) => id === draft?.step);
  const lapsesOn = decision === 'APPROVED' && step ? { lapsesOn: lapseOf(step, policy, today) } : {};
  await tx.approvals.decideApproval(approval.id, { status: decision, by, at, reason });
  await tx.taskOutcomes.closeTasks({ approvalId: approval.id }, { outcome: decision, note: reason, at, by });
  await tx.drafts.moveDraft(approval.aboutId, { status: decision, reason, at, ...lapsesOn });
  const action = decision === 'APPROVED' ? 'approval.approve' : 'approval.decline';
  return told(action, 'approval', approval.id, reason, [], { about: 'notice', aboutId: approval.aboutId });
}

const watches = { placement: 'placeDebt', 'write-off': 'approveWriteOff', settlement: 'watchPlan' } as const;

async function decideApproval(tx: StoreTx, { approval, decision, reason }: Of<'approval-decided'>, occasion: Occasion): Promise<Applied> {
  const { by, at } = whoAndWhen(occasion);
  const { id, about, aboutId } = approval;
  if (about === 'notice') return decideDraft(tx, { approval, decision, reason }, occasion);
  await tx.approvals.decideApproval(id, { status: decision, by, at, reason });
  await tx.taskOutcomes.closeTasks({ approvalId: id }, { outcome: decision, note: reason, at, by });
  if (about === 'settlement') await tx.plans.decidePlan(aboutId, decision === 'APPROVED' ? 'OPEN' : 'DECLINED', at);
  else if (about === 'write-off') await tx.writeOffCourse.moveWriteOff(aboutId, decision, at);
  else await tx.placementCourse.movePlacement(aboutId, decision === 'APPROVED' ? { to: decision } : { to: decision, reason: reason ?? 'declined' });
  const process: Watch = watches[about];
  const action = decision === 'APPROVED' ? 'approval.approve' : 'approval.decline';
  return told(action, 'approval', id, reason, [{ process, id: aboutId, how: 'nudge' }], { about, aboutId });
}

async function movePlacement(tx: StoreTx, { placementId, to, reason }: Of<'placement-moved'>, occasion: Occasion): Promise<Applied> {
  const { at, by } = whoAndWhen(occasion);
  await tx.placementCourse.movePlacement(placementId, to === 'ACKNOWLEDGED' ? { to, at } : { to, at, reason: reason ?? '' });
  await tx.taskOutcomes.closeTasks({ keys: [handoverTask(placementId)] }, { outcome: to, note: reason, at, by });
  return told(`placement.${to.toLowerCase()}`, 'placement', placementId, reason, [{ process: 'placeDebt', id: placementId, how: 'nudge' }]);
}
