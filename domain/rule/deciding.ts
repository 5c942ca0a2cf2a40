/** What the rule says while it decides, and what it has at hand. */
import { addDays, dayOf, earlier, isBefore, type Day, type Instant } from '../calendar/day.js';
import { nextSlot, sendingDayFrom, slotOn, type SendingWindow } from '../calendar/window.js';
import type { AccountFacts } from '../facts.js';
import type { GateAnswer } from '../gate/gate.js';
import type { Policy, Step } from '../policy/types.js';
import type { Act, CaseOutcome, Reason, ReasonCode, Verdict } from '../verdict.js';
import { actKey } from './actKey.js';
import { latestLook } from './latestLook.js';
import type { Standing } from './standing.js';

/** A verdict before it is known when to look again. */
export type Decision = Exclude<Verdict, { kind: 'act' }> | Omit<Extract<Verdict, { kind: 'act' }>, 'lookAgainAt'>;

/** What the rule has at hand while it decides. */
export interface Case {
  facts: AccountFacts;
  policy: Policy;
  now: Instant;
  window: SendingWindow;
  standing: Standing;
}

/** No wait is longer than this: whatever was overlooked is looked at again. */
export const longestWaitDays = 30;

/** The key of an act: the case, the step and its turn, and what it is. */
export function keyOf({ facts }: Case, step: string, round: number, last: string): string {
  return actKey(facts, step, round, last);
}

/** A reason, with the line of the step that it is about. */
export function because(code: ReasonCode, figures: Reason['figures'], step: Step | null): Reason {
  return { code, figures, line: step?.line ?? null };
}

/** What is done now. */
export function act({ now }: Case, what: Act, reason: Reason): Decision {
  return { kind: 'act', act: what, at: now, reason };
}

/** The end of the case. */
export function close(outcome: CaseOutcome, code: ReasonCode, figures: Reason['figures'] = {}): Decision {
  return { kind: 'close', outcome, reason: because(code, figures, null) };
}

/** Waits for a day (null: none is known) at the account's slot of it. */
export function wait(it: Case, day: Day | null, code: ReasonCode, figures: Reason['figures'], step: Step | null = null): Decision {
  const until = day === null ? addDays(it.standing.today, longestWaitDays) : day;
  return waitUntil(it, slotOn(sendingDayFrom(until, it.window), it.window, it.facts.accountId), because(code, figures, step));
}

/** Waits for an instant, never beyond the longest wait and never into the past. */
export function waitUntil(it: Case, until: Instant, reason: Reason): Decision {
  const latest = latestLook(it, addDays(it.standing.today, longestWaitDays + 7));
  const next = isBefore(it.now, until) ? until : slotOn(sendingDayFrom(addDays(it.standing.today, 1), it.window), it.window, it.facts.accountId);
  return { kind: 'wait', until: earlier(next, latest), reason };
}

/** Waits for the account's turn from the first instant on at which the contact is allowed; for that instant, where its turn is not. */
export function waitForTurn(it: Case, { until, reasons }: Extract<GateAnswer, { decision: 'DEFER' }>, ask: (at: Instant) => GateAnswer): Decision {
  const turn = nextSlot(dayOf(until, it.window.zone), it.window, it.facts.accountId, until);
  const isFree = turn === until || ask(turn).decision === 'ALLOW';
  return waitUntil(it, isFree ? turn : until, reasons[0] ?? because('OUTSIDE_WINDOW', {}, null));
}
