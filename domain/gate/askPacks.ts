import { addDays, dayOf, instantOf, isBefore, weekdayOf, type Day, type Instant } from '../calendar/day.js';
import { isBusinessDay, isHoliday } from '../calendar/holidays.js';
import type { Channel } from '../facts.js';
import { inconvenientPlace, inconvenientTime } from './ownWishes.js';
import type { CapRule, Consent, CreditorRole, HoursRule, Inconvenience, LoggedContact, Pack, Place, Provenance, SilenceRule } from './pack.js';

/** The debtor as the packs see it. `zones`: every zone in which it may plausibly be; what is safe in all of them is allowed. */
export interface PackDebtor {
  kind: 'BUSINESS' | 'CONSUMER';
  role: CreditorRole;
  country: string | null;
  region: string | null;
  city: string | null;
  zones: readonly [string, ...string[]];
}

/** The contact that is asked about. */
export interface PackQuestion {
  channel: Channel;
  personId: string | null;
  place: Place;
  /** Ids of the debts that it is about; empty: all of the account. */
  debts: readonly number[];
}

/** What is known of earlier contacts and wishes. */
export interface ContactRecord {
  log: readonly LoggedContact[];
  consents: readonly Consent[];
  inconveniences: readonly Inconvenience[];
}

export type PackCode = 'FREQ_CAP' | 'FREQ_AFTER_CONVERSATION' | 'QUIET_HOURS' | 'HOLIDAY' | 'DEBTOR_INCONVENIENT' | 'NO_CONSENT' | 'CHANNEL_PROHIBITED';

/** A rule that speaks against a contact, with its source. */
export interface PackReason {
  code: PackCode;
  pack: string;
  rule: string;
  source: string;
  confidence: Provenance['confidence'];
  figures: Record<string, string | number | null>;
  /** Ids of the debts that it is about, where the rule counts each by itself. */
  debts?: number[];
}

export type PackAnswer = { decision: 'ALLOW' } | { decision: 'DEFER'; until: Instant; reasons: PackReason[] } | { decision: 'BLOCK'; reasons: PackReason[] };

export interface Asked {
  debtor: PackDebtor;
  question: PackQuestion;
  record: ContactRecord;
  at: Instant;
  today: Day;
}

export interface Deferral {
  until: Instant;
  reason: PackReason;
}

/** The packs that apply to a debtor: those in whose scope it is, and those that are named, whatever their scope. */
export function packsFor(packs: readonly Pack[], debtor: PackDebtor, named: readonly string[] = []): Pack[] {
  return packs.filter(({ scope, name }) => {
    const among = (allowed: readonly string[] | undefined, value: string | null) => !allowed || (value !== null && allowed.includes(value));
    return (
      named.includes(name) ||
      (among(scope.kinds, debtor.kind) &&
        among(scope.roles, debtor.role) &&
        among(scope.countries, debtor.country) &&
        among(scope.regions, debtor.region) &&
        among(scope.cities, debtor.city))
    );
  });
}

/** Asks the packs about a contact at an instant: allowed, not before an instant at which all of them allow it, or not at all. */
export function askPacks(
  packs: readonly Pack[],
  debtor: PackDebtor,
  question: PackQuestion,
  record: ContactRecord,
  at: Instant,
  named: readonly string[] = [],
): PackAnswer {
  const applicable = packsFor(packs, debtor, named);
  const ask = (instant: Instant): Asked => ({ debtor, question, record, at: instant, today: earliestDay(instant, debtor) });
  const first = ask(at);
  const blocks = applicable.flatMap((pack) => blocking(pack, first)).concat(inconvenientPlace(first));
  if (blocks.length > 0) return { decision: 'BLOCK', reasons: blocks };
  const initial = deferrals(applicable, first);
  if (initial.length === 0) return { decision: 'ALLOW' };
  let until = at;
  for (let round = 0; round < 400; round++) {
    const later = deferrals(applicable, ask(until)).map((deferral) => deferral.until);
    if (later.length === 0) {
      const blocked = applicable.flatMap((pack) => blocking(pack, ask(until)));
      return blocked.length > 0 ? { decision: 'BLOCK', reasons: blocked } : { decision: 'DEFER', until, reasons: initial.map(({ reason }) => reason) };
    }
    until = later.reduce((last, each) => (isBefore(last, each) ? each : last), until);
  }
  return { decision: 'BLOCK', reasons: initial.map(({ reason }) => reason) };
}

function blocking(pack: Pack, asked: Asked): PackReason[] {
  const { question, record, debtor } = asked;
  const concerns = <R extends Provenance & { channels: readonly Channel[] }>(rules: readonly R[]) =>
    inForce(rules, asked.today).filter(({ channels }) => channels.includes(question.channel));
  const consented = record.consents.some((consent) => covers(consent, question, asked.at));
  return [
    ...concerns(pack.prohibitions.filter(({ roles }) => !roles || roles.includes(debtor.role))).map((rule) =>
      because('CHANNEL_PROHIBITED', pack, rule, { channel: question.channel, why: rule.why }),
    ),
    ...(consented ? [] : concerns(pack.consents).map((rule) => because('NO_CONSENT', pack, rule, { channel: question.channel }))),
  ];
}

function deferrals(packs: readonly Pack[], asked: Asked): Deferral[] {
  const of = packs.flatMap((pack) => [
    ...inForce(pack.caps, asked.today).flatMap((rule) => capReached(pack, rule, asked)),
    ...inForce(pack.silences, asked.today).flatMap((rule) => silent(pack, rule, asked)),
    ...inForce(pack.hours, asked.today).flatMap((rule) => quiet(pack, rule, asked)),
  ]);
  return [...ofEachRule(of), ...inconvenientTime(asked)];
}

/** A rule that speaks against several debts is one reason, with the longest of its waits. */
function ofEachRule(all: readonly Deferral[]): Deferral[] {
  const rules = new Map<string, Deferral>();
  for (const each of all) {
    const key = `${each.reason.pack}/${each.reason.rule}`;
    const before = rules.get(key);
    const debts = [...(before?.reason.debts ?? []), ...(each.reason.debts ?? [])];
    const longest = before && !isBefore(before.until, each.until) ? before : each;
    rules.set(key, { ...longest, reason: { ...longest.reason, ...(debts.length > 0 && { debts }) } });
  }
  return [...rules.values()];
}

function inForce<R extends Provenance>(rules: readonly R[], day: Day): R[] {
  return rules.filter(({ from, until }) => (from === undefined || from <= day) && (until === undefined || day < until));
}

function capReached(pack: Pack, rule: CapRule, asked: Asked): Deferral[] {
  const { question, record, debtor, today } = asked;
  if (!rule.channels.includes(question.channel) || (rule.places && !rule.places.includes(question.place))) return [];
  if (rule.exceptConsentDays !== undefined && hasDirectConsent(record.consents, question, asked.at, debtor, rule.exceptConsentDays)) return [];
  const counted = record.log.filter((made) => !isBefore(asked.at, made.at) && counts(rule, made, record, debtor));
  return scopes(rule.per, question).flatMap((debt) => {
    const days = counted.filter((made) => isSameSubject(rule.per, made, question, debt)).map(({ at }) => latestDay(at, debtor));
    const within = days.filter((day) => today < freeFrom(rule, day, debtor)).sort();
    const release = within[within.length - rule.max];
    if (release === undefined) return [];
    const figures = { made: within.length, atMost: rule.max, days: rule.days, per: rule.per };
    const reason = because('FREQ_CAP', pack, rule, figures);
    return [{ until: midnight(freeFrom(rule, release, debtor), debtor), reason: about(reason, debt) }];
  });
}

/** The first day on which a contact of a day no longer counts. */
function freeFrom({ days, businessDays }: CapRule, day: Day, { country, region }: PackDebtor): Day {
  if (!businessDays) return addDays(day, days);
  let free = day;
  for (let left = days; left > 0;) {
    free = addDays(free, 1);
    if (isBusinessDay(free, country, region)) left -= 1;
  }
  return free;
}

/** The day of an instant where it is earliest, and where it is latest. */
function earliestDay(at: Instant, { zones }: PackDebtor): Day {
  return zones.map((zone) => dayOf(at, zone)).reduce((first, day) => (day < first ? day : first));
}
function latestDay(at: Instant, { zones }: PackDebtor): Day {
  return zones.map((zone) => dayOf(at, zone)).reduce((last, day) => (day > last ? day : last));
}

/** When a day has begun in every plausible zone. */
function midnight(day: Day, { zones }: PackDebtor): Instant {
  return zones.map((zone) => instantOf(day, '00:00', zone)).reduce((last, at) => (isBefore(last, at) ? at : last));
}

/** Each debt asked about is counted by itself where the rule counts by debt. */
function scopes(per: CapRule['per'], question: PackQuestion): (number | null)[] {
  const byDebt = per === 'debt' || per === 'person-and-debt';
  return byDebt && question.debts.length > 0 ? [...question.debts] : [null];
}

function counts(rule: CapRule, made: LoggedContact, record: ContactRecord, debtor: PackDebtor): boolean {
  if (!rule.channels.includes(made.channel) || (made.direction === 'IN' && !rule.countsInbound)) return false;
  if (rule.places && !rule.places.includes(made.place)) return false;
  if (rule.automaticOnly && !made.automatic) return false;
  if (rule.exceptOutcomes?.includes(made.outcome)) return false;
  return rule.exceptConsentDays === undefined || !hasDirectConsent(record.consents, made, made.at, debtor, rule.exceptConsentDays);
}

function isSameSubject(per: CapRule['per'], made: LoggedContact, question: PackQuestion, debt: number | null): boolean {
  const samePerson = made.personId === question.personId;
  const here = made.elsewhere !== true;
  const sameDebt = made.debts.length === 0 || (here && (debt === null || made.debts.includes(debt)));
  switch (per) {
    case 'account':
      return here;
    case 'debtor':
      return true;
    case 'person':
      return samePerson;
    case 'debt':
      return sameDebt;
    case 'person-and-debt':
      return samePerson && sameDebt;
    default:
      return per satisfies never;
  }
}

/** Consent counts from its day on for so many days, the day itself included. */
function hasDirectConsent(
  consents: readonly Consent[],
  { channel, personId }: { channel: Channel; personId: string | null },
  at: Instant,
  debtor: PackDebtor,
  days: number,
): boolean {
  const zone = debtor.zones[0];
  return consents.some((consent) => covers(consent, { channel, personId }, at) && dayOf(at, zone) < addDays(dayOf(consent.from, zone), days));
}

function covers(consent: Consent, { channel, personId }: { channel: Channel; personId: string | null }, at: Instant): boolean {
  if (consent.channel !== channel || consent.personId !== personId) return false;
  return !isBefore(at, consent.from) && (consent.until === null || isBefore(at, consent.until));
}

function silent(pack: Pack, rule: SilenceRule, asked: Asked): Deferral[] {
  const { question, record, debtor, today } = asked;
  if (!rule.channels.includes(question.channel)) return [];
  if (rule.exceptConsentDays !== undefined && hasDirectConsent(record.consents, question, asked.at, debtor, rule.exceptConsentDays)) return [];
  const talks = record.log.filter(
    (made) => made.outcome === 'CONVERSATION' && rule.channels.includes(made.channel) && (made.direction === 'OUT' || rule.inboundCounts),
  );
  return scopes(rule.per, question).flatMap((debt) => {
    const days = talks
      .filter((made) => isSameSubject(rule.per, made, question, debt) && !isBefore(asked.at, made.at))
      .map(({ at }) => latestDay(at, debtor))
      .sort();
    const last = days.at(-1);
    if (last === undefined || today >= addDays(last, rule.days)) return [];
    const reason = because('FREQ_AFTER_CONVERSATION', pack, rule, { conversation: last, days: rule.days });
    return [{ until: midnight(addDays(last, rule.days), debtor), reason: about(reason, debt) }];
  });
}

/** The next instant at which the hours are open in every plausible zone. */
function quiet(pack: Pack, rule: HoursRule, asked: Asked): Deferral[] {
  if (!rule.channels.includes(asked.question.channel)) return [];
  const { zones } = asked.debtor;
  for (let n = -1; n < 60; n++) {
    const day = addDays(asked.today, n);
    if (isClosed(rule, day, asked.debtor)) continue;
    const opens = zones.map((zone) => instantOf(day, rule.open, zone)).reduce((last, each) => (isBefore(last, each) ? each : last));
    const closes = zones.map((zone) => instantOf(day, rule.close, zone)).reduce((first, each) => (isBefore(each, first) ? each : first));
    if (!isBefore(opens, closes) || !isBefore(asked.at, closes)) continue;
    if (!isBefore(asked.at, opens)) return [];
    const code = isClosed(rule, asked.today, asked.debtor) ? 'HOLIDAY' : 'QUIET_HOURS';
    return [{ until: opens, reason: because(code, pack, rule, { open: rule.open, close: rule.close, zones: zones.join(', ') }) }];
  }
  return [{ until: instantOf(addDays(asked.today, 60), '00:00', zones[0]), reason: because('QUIET_HOURS', pack, rule, { zones: zones.join(', ') }) }];
}

function isClosed(rule: HoursRule, day: Day, debtor: PackDebtor): boolean {
  const weekday = weekdayOf(day);
  return (rule.notOn ?? []).some((when) => {
    switch (when) {
      case 'sunday':
        return weekday === 7;
      case 'weekend':
        return weekday >= 6;
      case 'holiday':
        return isHoliday(day, debtor.country, debtor.region);
      default:
        return when satisfies never;
    }
  });
}

function about(reason: PackReason, debt: number | null): PackReason {
  return debt === null ? reason : { ...reason, debts: [debt] };
}

function because(code: PackCode, pack: Pack, { id, source, confidence }: Provenance, figures: PackReason['figures']): PackReason {
  return { code, pack: pack.name, rule: id, source, confidence, figures };
}
