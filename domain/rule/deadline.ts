import { addDays, dayOf, type Day } from '../calendar/day.js';
import { isBusinessDay } from '../calendar/holidays.js';
import { sendingDayFrom, type SendingWindow } from '../calendar/window.js';
import type { AccountFacts, Channel, ContactMadeFacts } from '../facts.js';
import type { ContactRules, DeadlineRule } from '../policy/types.js';
import { whereaboutsOf } from './whereabouts.js';

/** Where the debtor is, by whose calendar days are counted. */
type Place = Pick<SendingWindow, 'country' | 'region'>;

/** The day on which a message that goes out on a day is there: a letter takes its days by post. */
export function arrivesOn(sentOn: Day, channel: Channel, { post }: Pick<ContactRules, 'post'>, place: Place): Day {
  if (channel !== 'letter' || post.days === 0) return sentOn;
  return post.businessDays ? addBusinessDays(sentOn, post.days, place) : addDays(sentOn, post.days);
}

/**
 * The deadline that a message sets, counted from its arrival and never shorter than the rule's minimum; one that falls on a day without
 * business moves to the next (BGB § 193, and the same custom elsewhere).
 */
export function deadlineOf(rule: DeadlineRule, arrivedOn: Day, window: SendingWindow): Day {
  const counted = rule.businessDays ? addBusinessDays(arrivedOn, rule.days, window) : addDays(arrivedOn, rule.days);
  const least = addDays(arrivedOn, rule.atLeast);
  return sendingDayFrom(counted < least ? least : counted, { ...window, businessDaysOnly: true, blackouts: [], runs: null });
}

/** The latest deadline that a message of the running case has set; null when none has. */
export function deadlineSet(facts: AccountFacts): Day | null {
  const set = facts.contactsMade.filter((made) => isOwn(made, facts) && isOnItsWay(made)).flatMap(({ deadlineOn }) => deadlineOn ?? []);
  return set.reduce<Day | null>((last, day) => (last === null || day > last ? day : last), null);
}

/** The day on which a contact that was made is there, in the debtor's calendar. */
export function arrivalOf(made: ContactMadeFacts, contact: Pick<ContactRules, 'post'>, facts: Pick<AccountFacts, 'customer' | 'entity'>, zone: string): Day {
  return arrivesOn(dayOf(made.at, zone), made.channel, contact, whereaboutsOf(facts));
}

function isOwn(made: ContactMadeFacts, facts: AccountFacts): boolean {
  return made.caseId !== null && made.caseId === facts.case?.id;
}

function isOnItsWay({ status }: ContactMadeFacts): boolean {
  return status === 'ACCEPTED' || status === 'UNKNOWN' || status === 'CLAIMED' || status === 'RECORDED';
}

function addBusinessDays(from: Day, days: number, { country, region }: Place): Day {
  let day = from;
  for (let left = days; left > 0;) {
    day = addDays(day, 1);
    if (isBusinessDay(day, country, region)) left -= 1;
  }
  return day;
}
