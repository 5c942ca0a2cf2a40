/** Days on which an account is looked at again, whatever it waits for. */
import { addDays, isBefore, type Day } from '../calendar/day.js';
import { sendingDayFrom, slotOn } from '../calendar/window.js';
import { earliest } from './ahead.js';
import type { Case, Decision } from './deciding.js';
import type { Position } from './position.js';
import { isInForce } from './standing.js';

/** Whatever is waited for, the account is looked at again when an item comes back from its hold. */
export function atEndOfHold(it: Case, decision: Decision): Decision {
  const { today } = it.standing;
  const back = earliest(it.facts.holds.filter((hold) => hold.itemId !== null && isInForce(hold, today)).flatMap(({ endsOn }) => endsOn ?? []));
  return noLaterThan(it, decision, back);
}

/** A step ahead whose conditions do not hold, and the day on which time alone may change that. */
export type Ahead = Pick<Position, 'conditional' | 'ripensOn'>;

/** What keeps a step from being due may end when a further item is overdue, or on a day that is known: the account is looked at again then. */
export function whenRipe(it: Case, decision: Decision, { conditional, ripensOn }: Ahead): Decision {
  const { nextDueOn } = it.standing;
  const days = [...(nextDueOn === null ? [] : [addDays(nextDueOn, 1)]), ...(ripensOn === null ? [] : [ripensOn])];
  return conditional ? noLaterThan(it, decision, earliest(days)) : decision;
}

function noLaterThan(it: Case, decision: Decision, day: Day | null): Decision {
  if (decision.kind !== 'wait' || day === null) return decision;
  const at = slotOn(sendingDayFrom(day, it.window), it.window, it.facts.accountId);
  return isBefore(at, decision.until) ? { ...decision, until: at } : decision;
}
