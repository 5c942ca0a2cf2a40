/** Days on which an account is looked at again, whatever it waits for. */
import { addDays, isBefore, type Day } from '../calendar/day.js';
import { sendingDayFrom, slotOn } from '../calendar/window.js';
import type { Step } from '../policy/types.js';
import { earliest } from './ahead.js';
import type { Case, Decision } from './deciding.js';
import { isInForce } from './standing.js';

/** Whatever is waited for, the account is looked at again when an item comes back from its hold. */
export function atEndOfHold(it: Case, decision: Decision): Decision {
  const { today } = it.standing;
  const back = earliest(it.facts.holds.filter((hold) => hold.itemId !== null && isInForce(hold, today)).flatMap(({ endsOn }) => endsOn ?? []));
  return noLaterThan(it, decision, back);
}

/** What keeps a step from being due may end when a further item is overdue: the account is looked at again on that day. */
export function atNextOverdue(it: Case, decision: Decision, conditional: Step | null): Decision {
  const { nextDueOn } = it.standing;
  return conditional && nextDueOn !== null ? noLaterThan(it, decision, addDays(nextDueOn, 1)) : decision;
}

function noLaterThan(it: Case, decision: Decision, day: Day | null): Decision {
  if (decision.kind !== 'wait' || day === null) return decision;
  const at = slotOn(sendingDayFrom(day, it.window), it.window, it.facts.accountId);
  return isBefore(at, decision.until) ? { ...decision, until: at } : decision;
}
