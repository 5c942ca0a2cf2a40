import { dayOf, type Day, type Instant } from '../calendar/day.js';
import type { DraftFacts } from '../draft.js';
import type { AccountFacts, ContactMadeFacts, TaskFacts } from '../facts.js';
import type { StepFacts } from '../steps.js';
import { windowOf } from '../gate/gate.js';
import type { Policy } from '../policy/types.js';
import { takesStep, type Act, type ContactAct, type DraftAct, type PassedStep } from '../verdict.js';
import { takeStock } from './standing.js';
import { stepsWith } from './levels.js';
import { afterCreditHold } from './creditHold.js';

/** The facts as they will be once the act is done. */
export function afterAct(before: AccountFacts, done: Act, passed: readonly PassedStep[], now: Instant, policy: Policy): AccountFacts {
  const today = dayOf(now, windowOf(before, policy).zone);
  const facts = leaveBehind(before, passed, today);
  const taken = (step: string, result: StepFacts['result'] = 'TAKEN'): AccountFacts => {
    const steps = stepsWith({ ...done, step }).map((each) => ({ ...each, result, onDay: today }));
    return { ...facts, steps: [...facts.steps, ...steps] };
  };
  switch (done.kind) {
    case 'contact': {
      const itemIds = done.itemIds ?? takeStock(facts, policy, today).claims.map(({ item }) => item.id);
      return { ...taken(done.step), contactsMade: [...facts.contactsMade, contactMade(facts, done, now, itemIds)] };
    }
    case 'draft':
      return { ...facts, drafts: [...(facts.drafts ?? []), draftMade(done, facts, policy, today)] };
    case 'task': {
      const task: TaskFacts = {
        id: 'new',
        key: done.key,
        kind: done.task,
        step: done.step,
        round: done.round,
        status: 'OPEN',
        outcome: null,
        openedAt: now,
        closedAt: null,
      };
      const base = takesStep(done) ? taken(done.step) : facts;
      return { ...base, tasks: [...facts.tasks, task] };
    }
    case 'credit-hold':
      return { ...(takesStep(done) ? taken(done.step) : facts), creditHold: afterCreditHold(facts.creditHold, done, today) };
    case 'place':
      return { ...taken(done.step), placements: [...facts.placements, { id: 'new', status: 'REQUESTED', itemIds: [] }] };
    case 'write-off':
      return {
        ...taken(done.step),
        writeOffs: [...facts.writeOffs, { id: 'new', caseId: (facts.whole ?? facts).case?.id ?? null, status: 'REQUESTED', itemIds: [] }],
      };
    case 'charge':
      return done.takesStep && done.step !== null ? taken(done.step, 'CHARGED') : facts;
    default:
      return done satisfies never;
  }
}

/** A draft as it waits from the day on which it is made. */
export function draftMade({ key, step, round, role, lapsesOn, itemIds }: DraftAct, facts: AccountFacts, policy: Policy, today: Day): DraftFacts {
  const { claims } = takeStock(facts, policy, today);
  const asked = claims.filter(({ item }) => !itemIds || itemIds.includes(item.id)).map(({ item, minor }) => ({ itemId: item.id, minor }));
  return { id: key, caseId: facts.case?.id ?? '', step, round, role, status: 'WAITING', lapsesOn, asked, reason: null };
}

/** A contact by this act, accepted at an instant. */
export function contactMade(facts: AccountFacts, act: ContactAct, at: Instant, itemIds: number[]): ContactMadeFacts {
  const { key, step, round, channel, contactId, deadlineOn, spokenFor } = act;
  return {
    key,
    caseId: facts.case?.id ?? null,
    step,
    round,
    channel,
    direction: 'OUT',
    automatic: true,
    status: 'ACCEPTED',
    at,
    attempt: 1,
    notBefore: null,
    contactId,
    outcome: null,
    itemIds,
    deadlineOn,
    ...(spokenFor && { spokenFor }),
  };
}

/** The facts once steps were passed over on a day. */
export function leaveBehind(facts: AccountFacts, passed: readonly PassedStep[], today: Day): AccountFacts {
  return { ...facts, steps: [...facts.steps, ...stepsPassed(passed, today)] };
}

/** Steps that an assessment passed over, as facts. */
export function stepsPassed(passed: readonly PassedStep[], onDay: Day): StepFacts[] {
  return passed.map(({ step, round, result, itemIds, turn, strand }) => ({
    step,
    round,
    result,
    onDay,
    ...(itemIds && { itemIds }),
    ...(turn !== undefined && { turn }),
    ...(strand && { strand }),
  }));
}
