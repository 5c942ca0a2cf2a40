/** Days ahead on which an account may have to be looked at again. */
import { addDays, type Day } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import type { Policy } from '../policy/types.js';
import { wasSpokenFor } from './climber.js';
import { flightEndsOn } from './inFlight.js';
import type { Standing } from './standing.js';

/** The first day on which a plan or a dispute may have changed the standing; null when none is known. */
export function nextChange(facts: AccountFacts, standing: Standing): Day | null {
  const days = [
    ...facts.plans
      .filter(({ status }) => status === 'OPEN')
      .flatMap((plan) => plan.instalments.filter(({ status }) => status === 'OPEN').map(({ dueOn }) => addDays(dueOn, plan.graceDays + 1))),
    ...facts.disputes.map(({ respondBy }) => addDays(respondBy, 1)),
    ...facts.holds.flatMap(({ endsOn }) => endsOn ?? []),
    ...(standing.nextDueOn === null ? [] : [addDays(standing.nextDueOn, 1)]),
    ...[flightEndsOn(facts, standing.today)].filter((day) => day !== null),
  ];
  return earliest(days.filter((day) => day > standing.today));
}

/** The first due date of an item that a courtesy was sent about, where items climb by themselves; null when there is none. */
export function dueAfterCourtesy(facts: AccountFacts, policy: Policy, { today }: Standing): Day | null {
  if (policy.levels.track === 'account') return null;
  const upcoming = facts.items.filter((item) => item.openMinor > 0 && item.dueOn >= today && wasSpokenFor(item, facts.steps));
  return earliest(upcoming.map(({ dueOn }) => dueOn));
}

/** The earliest of some days; null when there are none. */
export function earliest(days: readonly Day[]): Day | null {
  return days.reduce<Day | null>((first, day) => (first === null || day < first ? day : first), null);
}
