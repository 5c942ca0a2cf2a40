/** What must hold of each message by the policy's own rules. */
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import { clockIn, isFree, plus, weekday, workdaysAfter, zoneOf } from './almanac.js';
import { askableAt, comingAt, isUnsure, openAt, rulesAt, sameSums, sumsOf } from './clerk.js';
import { holds, planAt, recordOf, taken } from './record.js';
import type { Rules, StepRule } from './rules.js';
import type { Breach, Property, Told } from './tell.js';

type Check = (told: Told, line: AgendaLine, contacts: readonly AgendaLine[]) => string | null;

const stepOf = (rules: Rules, { step }: AgendaLine): StepRule | undefined => rules.ladder.find(({ id }) => id === step);

const held: Check = (told, { at, date }) => {
  const events = taken(told).filter((event) => event.at <= at);
  const hold = events.find((event) => ((event.type === 'hold' && event.item === null) || event.type === 'cease') && holds(event, events, date));
  return hold ? `${hold.id} is in force` : null;
};

const hours: Check = (told, line) => {
  const { window } = rulesAt(told, line).contact;
  const { time } = clockIn(zoneOf(told.plot.base), line.at);
  return time < window.from || time >= window.to ? `${time} is outside ${window.from} to ${window.to}` : null;
};

const day: Check = (told, line) => {
  const { businessDaysOnly, blackouts, runs } = rulesAt(told, line).contact;
  const { date } = line;
  if (clockIn(zoneOf(told.plot.base), line.at).day !== date) return `${date} is not the debtor's day`;
  if (businessDaysOnly && isFree(told.plot.base, date)) return `${date} is no working day`;
  if (blackouts.some(({ from, to }) => from <= date && date <= to)) return `${date} is blacked out`;
  if (!runs) return null;
  const isRun = runs.weekdays?.includes(weekday(date)) || runs.daysOfMonth?.includes(Number(date.slice(8))) || runs.on?.includes(date);
  return isRun ? null : `${date} is no run day`;
};

/** Days of what was said and sent by hand, as it was known at an instant: corrected, or struck out. */
export function byHand(told: Told, at: string): { at: string; channel: string; person: string | null }[] {
  const events = taken(told).filter((event) => event.at <= at);
  const corrections = events.filter((event) => event.type === 'call-corrected');
  return events.flatMap((event) => {
    if (event.type !== 'call' && event.type !== 'contact') return [];
    const own = corrections.filter(({ call }) => call === event.id);
    const direction = own.findLast((each) => each.direction !== null)?.direction ?? event.direction;
    const channel = event.type === 'call' ? 'call' : event.channel;
    return own.some(({ removed }) => removed) || direction === 'IN' ? [] : [{ at: event.at, channel, person: event.person }];
  });
}

const cap: Check = (told, { at, date, policy }, contacts) => {
  const zone = zoneOf(told.plot.base);
  const made = [...contacts.filter((each) => each.at <= at).map((each) => each.date), ...byHand(told, at).map((each) => clockIn(zone, each.at).day)];
  const count = made.filter((each) => each >= plus(date, -6) && each <= date).length;
  return count > rulesAt(told, { policy }).contact.maxIn7Days ? `${count} contacts in seven days` : null;
};

/** The day on which a message is there. */
function arrival(told: Told, { date, channel }: AgendaLine, { contact: { postalDays } }: Rules): string {
  if (channel !== 'letter' || !postalDays) return date;
  return postalDays.businessDays ? workdaysAfter(told.plot.base, date, postalDays.letter) : plus(date, postalDays.letter);
}

const gap: Check = (told, line, contacts) => {
  const rules = rulesAt(told, line);
  const days = stepOf(rules, line)?.minGapDays ?? rules.contact.minGapDays;
  const before = contacts.filter(({ at }) => at < line.at);
  if (before.some(({ date }) => date === line.date)) return 'another one went out on the same day';
  const last = days === 0 ? undefined : before.findLast((each) => line.date < plus(arrival(told, each, rules), days));
  return last ? `the one before was there on ${arrival(told, last, rules)}` : null;
};

const once: Check = (_, line, contacts) => {
  const first = contacts.find((each) => each.case === line.case && each.step === line.step && each.round === line.round && each.policy === line.policy);
  return first === line ? null : `${line.step}/${line.round} went out on ${first?.date}`;
};

const amount: Check = (told, line) => {
  if (isUnsure(told, line)) return null;
  const ahead = stepOf(rulesAt(told, line), line)?.when.daysBeforeDue;
  if (ahead) return courtesy(told, line, ahead.atMost);
  const { principal, charges } = askableAt(told, line);
  const may = sumsOf(principal, charges);
  return sameSums(may, line.amounts) && principal.size > 0 ? null : `asks for ${JSON.stringify(line.amounts)}, and ${JSON.stringify(may)} may be asked for`;
};

function courtesy(told: Told, line: AgendaLine, atMost: number): string | null {
  if (!Object.values(sumsOf(openAt(told, line))).some((minor) => minor > 0)) return 'nothing is owed';
  const coming = sumsOf(comingAt(told, line, atMost));
  return sameSums(coming, line.amounts) ? null : `speaks of ${JSON.stringify(line.amounts)}, and ${JSON.stringify(coming)} falls due`;
}

const suppressed: Check = (told, { at, to, channel }) => {
  const about = taken(told).filter((event) => (event.type === 'opt-out' || event.type === 'opt-in' || event.type === 'bounce') && event.at <= at);
  const last = about.findLast((event) => 'address' in event && event.address === to && event.channel === channel);
  return last && last.type !== 'opt-in' ? `${to} must not be used` : null;
};

/** Where the policy says so, a running plan defers the whole account. */
const deferred: Check = (told, line) => {
  if (rulesAt(told, line).promises.defers !== 'account') return null;
  const running = recordOf(told).plans.find((plan) => planAt(plan, line.at) === 'OPEN');
  return running ? `${running.id} defers the account` : null;
};

/** No deadline is shorter than its step says, nor on a day without business; and a step that waits for one comes after it. */
const deadline: Check = (told, line, contacts) => {
  const rules = rulesAt(told, line);
  const step = stepOf(rules, line);
  const waits =
    step?.when.afterDeadline && contacts.filter((each) => each.case === line.case && each.at < line.at && each.deadlineOn).map((each) => each.deadlineOn ?? '');
  const last = waits ? waits.toSorted().at(-1) : undefined;
  if (last !== undefined && line.date <= last) return `the deadline of ${last} has not passed`;
  const asked = step?.deadline ?? (step?.deadlineDays ? { days: step.deadlineDays, atLeast: 0, businessDays: false } : null);
  if (!asked) return line.deadlineOn ? `sets the deadline ${line.deadlineOn}` : null;
  const there = arrival(told, line, rules);
  const counted = asked.businessDays ? workdaysAfter(told.plot.base, there, asked.days) : plus(there, asked.days);
  let least = counted < plus(there, asked.atLeast) ? plus(there, asked.atLeast) : counted;
  while (isFree(told.plot.base, least)) least = plus(least, 1);
  return line.deadlineOn === least ? null : `sets ${line.deadlineOn}, and ${least} it is`;
};

const checks: readonly [Property, Check][] = [
  ['held', held],
  ['hours', hours],
  ['day', day],
  ['cap', cap],
  ['gap', gap],
  ['once', once],
  ['amount', amount],
  ['suppressed', suppressed],
  ['deferred', deferred],
  ['deadline', deadline],
];

/** What is wrong with the messages of an account. */
export function contacts(told: Told): Breach[] {
  const all = told.lines.filter(({ kind }) => kind === 'contact');
  return all.flatMap((line) =>
    checks.flatMap(([property, check]) => {
      const why = check(told, line, all);
      return why === null ? [] : [{ property, why: `${line.at} ${line.channel} ${line.step}: ${why}` }];
    }),
  );
}
