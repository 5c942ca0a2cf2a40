/** Days on which time alone may make conditions hold that do not hold as things are: the account is looked at again then. */
import { addDays, type Day } from '../calendar/day.js';
import type { Conditions, Step } from '../policy/types.js';
import { earliest } from './ahead.js';
import { countingOf, leastOf, ofAccount, timeOf, type Asked } from './conditions.js';
import { countStart } from './count.js';
import { pastDue, unpaid } from './standing.js';

type Group = Omit<Conditions, 'anyOf'>;

/** The first day from tomorrow on which time alone may make the conditions of a step, other than its day, hold; null when it can't. */
export function ripensOn({ when }: Step, asked: Asked): Day | null {
  const { daysPastDue: _age, daysSinceInvoice: _issued, anyOf = [], ...others } = when;
  return earliest([others, ...anyOf].flatMap((group) => daysOf(group, asked)).filter((day) => day > asked.standing.today));
}

function daysOf(when: Group, asked: Asked): Day[] {
  const account = when.class || when.state ? ofAccount(asked) : asked;
  const comes = when.daysPastDue || when.daysSinceInvoice ? timeOf(when, asked) : null;
  return [
    ...(comes === null ? [] : [comes]),
    ...daysOfSilence(when, asked),
    ...daysUnpaid(when, asked),
    ...(when.class ?? []).flatMap((name) => daysOfClass(name, account)),
    ...(when.state ?? []).flatMap((name) => daysOfState(name, account)),
  ];
}

/** The day on which the newest payment is as long ago as is asked for. */
function daysOfSilence({ daysSincePayment }: Group, { facts }: Asked): Day[] {
  const least = leastOf(daysSincePayment);
  return least === null || !facts.lastPaidOn ? [] : [addDays(facts.lastPaidOn, least)];
}

function daysUnpaid({ daysSinceEarliestUnpaid: asks }: Group, { facts, policy }: Asked): Day[] {
  const issued = asks ? earliest(unpaid(facts, policy).map(({ item }) => item.issuedOn)) : null;
  return asks && issued ? [addDays(issued, asks.atLeast)] : [];
}

/** The day on which what is past due comes to the first day of a class. */
function daysOfClass(name: string, asked: Asked): Day[] {
  const found = asked.policy.classes.find((each) => each.class === name);
  const items = pastDue(asked.facts, asked.policy, asked.standing.today).map(({ item }) => item);
  const start = found ? countStart(items, countingOf(asked)) : null;
  return found && start ? [addDays(start, found.minDays)] : [];
}

/** The days of the conditions of a state; those of a state can't ask for a state. */
function daysOfState(name: string, asked: Asked): Day[] {
  const when = asked.policy.states.find(({ state }) => state === name)?.when;
  return when ? [when, ...(when.anyOf ?? [])].flatMap((group) => daysOf(group, asked)) : [];
}
