/** Levels, named states and credit holds: each is what its conditions say, without gap or overlap. */
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import { clockIn, daysFrom, plus, zoneOf } from './almanac.js';
import { askableAt, isUnsure, openAt, pastDueAt, rulesAt, sumsOf, toMinor, type Item } from './clerk.js';
import { taken } from './record.js';
import type { StateWhen } from './rules.js';
import { tagsAt } from './waits.js';
import type { Breach, Told } from './tell.js';

/** Within a case the level falls by nothing but a policy that says so, and none here does; and only what was done counts for it. */
export function levels(told: Told): Breach[] {
  const highest = new Map<string, number>();
  const done = new Map<string, Set<string>>();
  const byHand = new Map(taken(told).flatMap((event) => ((event.type === 'contact' || event.type === 'call') && event.step ? [[event.at, event.step]] : [])));
  return told.lines.flatMap((line): Breach[] => {
    if (line.case === null) return [];
    const steps = done.get(line.case) ?? new Set();
    done.set(line.case, steps);
    const step = line.kind === 'event' ? byHand.get(line.at) : takes(line) ? line.step : null;
    if (step) steps.add(step);
    const key = `${line.case} ${line.policy}`;
    const before = highest.get(key) ?? 0;
    highest.set(key, Math.max(before, line.level));
    const reached = rulesAt(told, line).ladder?.[line.level - 1]?.id ?? '';
    const unsent = line.level > 0 && !steps.has(reached);
    return [
      ...(line.level < before && line.kind !== 'open' ? [{ property: 'level' as const, why: `${line.at} ${line.kind}: ${line.level} after ${before}` }] : []),
      ...(unsent ? [{ property: 'sent' as const, why: `${line.at} ${line.kind}: at ${line.level}, and ${reached} was not taken` }] : []),
    ];
  });
}

/** Whether a line tells of a step that was taken: a message that went out, a task that was opened; no draft. */
function takes({ kind, to, result }: AgendaLine): boolean {
  if (kind === 'task') return to === 'CALL' || to === 'OTHER';
  return kind === 'contact' || kind === 'credit-hold' || (kind === 'placement' && result === 'REQUESTED') || (kind === 'write-off' && result === 'RECOMMENDED');
}

/** The state is the strictest whose conditions hold, and its history has neither gap nor overlap. */
export function states(told: Told): Breach[] {
  let now = 'clear';
  return told.lines.flatMap((line): Breach[] => {
    const { kind, from, to, state } = line;
    if (kind === 'state-change') {
      const before = now;
      now = to ?? '';
      return from === before ? [] : [{ property: 'history', why: `${line.at}: ${to} after ${from}, and it was ${before}` }];
    }
    if (!state) return [];
    const strictest = rulesAt(told, line).states?.find(({ when }) => holds(told, line, when))?.state ?? 'clear';
    const wrong = strictest !== state.accountState && !isUnsure(told, line);
    return [
      ...(wrong ? [{ property: 'state' as const, why: `${line.date}: it is ${state.accountState}, and the strictest that holds is ${strictest}` }] : []),
      ...overlaps(line),
    ];
  });
}

function overlaps({ date, state }: AgendaLine): Breach[] {
  const spans = (state?.history ?? []).filter(({ kind }) => kind === 'state');
  const wrong = spans.some(({ addedOn, liftedOn }, n) => {
    const next = spans[n + 1];
    return (liftedOn !== null && liftedOn < addedOn) || (next && (liftedOn === null || next.addedOn < liftedOn));
  });
  const last = spans.at(-1);
  const isNow = state?.accountState === (last?.liftedOn === null ? last.name : 'clear');
  return wrong || !isNow ? [{ property: 'history', why: `${date}: ${JSON.stringify(spans)}` }] : [];
}

function holds(told: Told, line: AgendaLine, when: StateWhen): boolean {
  const { principal } = askableAt(told, line);
  const { count, tolerance } = rulesAt(told, line);
  const above = [...principal].filter(([{ currency }, minor]) => minor > toMinor(tolerance?.[currency] ?? 0, currency));
  const debts = (above.length > 0 ? above : [...principal]).map(([item]) => item);
  const unpaid = [...pastDueAt(told, line, true).keys()];
  const asked = count.thresholds === 'gross' ? grossAt(told, line) : sumsOf(principal);
  const oldest = unpaid.reduce((days, { issuedOn }) => Math.max(days, daysFrom(issuedOn, line.date)), -1);
  return (
    (!when.daysPastDue || (debts.length > 0 && Math.max(...debts.map((item) => counted(told, line, item))) >= when.daysPastDue.atLeast)) &&
    (!when.overdueItems || debts.length >= when.overdueItems.atLeast) &&
    (!when.overdueAtLeast || reaches(asked, when.overdueAtLeast)) &&
    (!when.balanceAtLeast || reaches(sumsOf(openAt(told, line)), when.balanceAtLeast)) &&
    (!when.unpaidItems || unpaid.length >= when.unpaidItems.atLeast) &&
    (!when.daysSinceEarliestUnpaid || oldest >= when.daysSinceEarliestUnpaid.atLeast) &&
    !(when.tags?.without ?? []).some((tag) => tagsAt(told, line.at).includes(tag))
  );
}

const reaches = (amounts: Record<string, number>, limits: Record<string, number>): boolean =>
  Object.entries(limits).some(([currency, limit]) => (amounts[currency] ?? 0) > 0 && (amounts[currency] ?? 0) >= toMinor(limit, currency));

/** Past due and not withheld, before credits. */
function grossAt(told: Told, line: AgendaLine): Record<string, number> {
  return sumsOf(askableAt(told, line, true).principal);
}

/** Days past due, less grace, less the days of holds where these freeze the count. */
function counted(told: Told, line: AgendaLine, item: Item): number {
  const { count } = rulesAt(told, line);
  let days = daysFrom(item.dueOn, line.date) - count.graceDays;
  if (count.pause === 'freezes') for (let day = plus(item.dueOn, 1); day <= line.date; day = plus(day, 1)) if (isFrozen(told, line, item, day)) days -= 1;
  return days;
}

/** A hold counts on a day of which it is known by now; a release ends it from its own day on. */
function isFrozen(told: Told, { at }: AgendaLine, item: Item, day: string): boolean {
  const events = taken(told).filter((event) => event.at <= at);
  return events.some((event) => {
    if (event.type !== 'cease' && (event.type !== 'hold' || event.part)) return false;
    if (event.type === 'hold' && event.item !== null && event.item !== (item.instalment > 0 ? `${item.number}/${item.instalment}` : item.number)) return false;
    const released = events.find((other) => other.type === 'release' && other.at > event.at);
    const dayOf = (instant: string) => clockIn(zoneOf(told.plot.base), instant).day;
    const starts = (event.type === 'hold' ? event.startsOn : null) ?? dayOf(event.at);
    const ends = [event.type === 'hold' ? event.endsOn : null, released ? dayOf(released.at) : null].filter((each) => each !== null).toSorted()[0];
    return starts <= day && (ends === undefined || day < ends);
  });
}

/** A credit hold stands from the line or event that sets it to the one that ends it, and not longer than the policy says. */
export function credits(told: Told): Breach[] {
  const byHand = taken(told).filter((event) => event.type === 'credit-hold');
  let on = false;
  return told.lines.flatMap((line): Breach[] => {
    while (byHand[0] && byHand[0].at <= line.at) on = byHand.shift()?.hold === 'on';
    if (line.kind === 'credit-hold') on = line.result === 'ON';
    if (!line.state) return [];
    if (on !== (line.state.creditHold !== null)) return [{ property: 'credit hold', why: `${line.date}: ${on ? 'on' : 'off'} by its lines` }];
    return on && isOver(told, line) ? [{ property: 'credit hold', why: `${line.date}: still on, and nothing is overdue` }] : [];
  });
}

function isOver(told: Told, line: AgendaLine): boolean {
  const { creditHold, tolerance } = rulesAt(told, line);
  const release = creditHold?.release;
  if (!creditHold || release === 'by-hand' || isUnsure(told, line)) return false;
  const overdue = Object.entries(sumsOf(pastDueAt(told, line)));
  return overdue.every(([currency, minor]) => {
    const most = typeof release === 'object' ? toMinor(release.overdueBelow[currency] ?? 0, currency) : 0;
    return minor < most || minor <= toMinor(tolerance?.[currency] ?? 0, currency);
  });
}
