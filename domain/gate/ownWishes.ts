/** Times and places that a person named as inconvenient. Source: 12 CFR 1006.6(b), and decency elsewhere. */
import { addDays, dayOf, instantOf, isBefore, weekdayOf, type Day } from '../calendar/day.js';
import type { Asked, Deferral, PackQuestion, PackReason } from './askPacks.js';
import type { Inconvenience } from './pack.js';

/** Places at which the person is never to be reached. */
export function inconvenientPlace({ question, record }: Asked): PackReason[] {
  const named = record.inconveniences.filter((each) => concerns(each, question) && each.place !== undefined && !hasHours(each));
  return named.map(() => personal({ place: question.place }));
}

/** Times at which the person is not to be reached, in any zone in which it may be; with a place, at that place. */
export function inconvenientTime({ question, record, debtor, at }: Asked): Deferral[] {
  return record.inconveniences
    .filter((each) => concerns(each, question) && (each.place === undefined || hasHours(each)))
    .flatMap((each) =>
      debtor.zones.flatMap((zone) => {
        const today = dayOf(at, zone);
        const ends = [addDays(today, -1), today].flatMap((day) => endOf(each, day, zone, at));
        return ends.map((until) => ({ until, reason: personal({ from: each.from ?? null, to: each.to ?? null, zone }) }));
      }),
    );
}

/** When the hours that began on a day end, if they run at the instant; hours that end before they begin run over midnight. */
function endOf(each: Inconvenience, day: Day, zone: string, at: string): string[] {
  if (each.weekdays && !each.weekdays.includes(weekdayOf(day))) return [];
  const from = each.from ?? '00:00';
  const lastDay = each.to === undefined || each.to <= from ? addDays(day, 1) : day;
  const ends = instantOf(lastDay, each.to ?? '00:00', zone);
  return isBefore(at, instantOf(day, from, zone)) || !isBefore(at, ends) ? [] : [ends];
}

function hasHours({ weekdays, from, to }: Inconvenience): boolean {
  return weekdays !== undefined || from !== undefined || to !== undefined;
}

function concerns(each: Inconvenience, { personId, channel, place }: PackQuestion): boolean {
  return each.personId === personId && each.channels.includes(channel) && (each.place === undefined || each.place === place);
}

function personal(figures: PackReason['figures']): PackReason {
  return {
    code: 'DEBTOR_INCONVENIENT',
    pack: 'person',
    rule: 'own-wish',
    source: "The person's own wish (12 CFR 1006.6(b), and decency elsewhere)",
    confidence: 'V',
    figures,
  };
}
