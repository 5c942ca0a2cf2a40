/** What must hold of messages and calls by the law of the place, whatever the policy says; the numbers are those of the packs' sources. */
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import { clockIn, countryOf, isFree, isHoliday, plus, weekday, zoneOf, zonesOf, type Base } from './almanac.js';
import { rulesAt } from './clerk.js';
import { byHand } from './contacts.js';
import { taken } from './record.js';
import type { Breach, Told } from './tell.js';

/** Hours of a place, in every zone in which the debtor may be. */
interface Hours {
  open: string;
  close: string;
  isClosed: (base: Base, day: string) => boolean;
}

const european: ReadonlySet<string> = new Set(['DE', 'ES', 'FR', 'GB']);

function hoursOf(told: Told, line: AgendaLine): Hours[] {
  const { base } = told.plot;
  const consumer = base.customer.kind === 'CONSUMER';
  const office: Hours = { open: '09:00', close: '18:00', isClosed: isFree };
  return [
    ...(consumer && european.has(countryOf(base))
      ? [{ open: '08:00', close: '20:00', isClosed: (at: Base, day: string) => weekday(day) === 7 || isHoliday(at, day) }]
      : []),
    ...(consumer && countryOf(base) === 'US' ? [{ open: '08:00', close: '21:00', isClosed: () => false }] : []),
    ...((rulesAt(told, line).packs ?? []).includes('house-b2b') ? [office] : []),
  ];
}

/** Letters are free of hours; a call is a task, and is not asked for before its time. */
function quiet(told: Told, line: AgendaLine): string | null {
  for (const { open, close, isClosed } of hoursOf(told, line))
    for (const zone of zonesOf(told.plot.base)) {
      const { day, time } = clockIn(zone, line.at);
      if (time < open || time >= close || isClosed(told.plot.base, day)) return `${day} ${time} in ${zone} is outside ${open} to ${close}`;
    }
  return null;
}

/** Whose address it is. */
const personOf = ({ plot }: Told, { to }: AgendaLine): string | null =>
  plot.base.contacts.find(({ email, mobile }) => to === email || to === mobile)?.id ?? null;

/** Consumers of the District of Columbia are written to electronically with their consent alone. Source: D.C. Code § 28-3814. */
function consent(told: Told, line: AgendaLine): string | null {
  const { customer } = told.plot.base;
  if (customer.kind !== 'CONSUMER' || customer.region !== 'DC') return null;
  const person = personOf(told, line);
  const given = [
    ...(told.plot.base.consents ?? []).filter((each) => each.personId === person && each.channel === line.channel),
    ...taken(told).flatMap((event) =>
      event.type === 'consent' && event.person === person && event.channels.some((channel) => channel === line.channel) && event.at <= line.at
        ? [{ from: event.at, until: event.until }]
        : [],
    ),
  ];
  const withdrawn = taken(told).filter(
    (event) =>
      event.type === 'consent-withdrawn' && event.person === person && event.channels.some((channel) => channel === line.channel) && event.at <= line.at,
  );
  const valid = given.some(({ from, until }) => (until === null || until > line.at) && !withdrawn.some(({ at }) => at > from));
  return valid ? null : `${person} has not consented to ${line.channel}`;
}

/** Carriers take no short messages that collect for others from consumers in the United States. */
function prohibited({ plot }: Told, { channel }: AgendaLine): string | null {
  const { customer, entity } = plot.base;
  const forOthers = customer.kind === 'CONSUMER' && customer.country === 'US' && entity.role === 'THIRD_PARTY';
  return forOthers && channel === 'sms' ? 'no short message may collect for others' : null;
}

function inconvenient(told: Told, line: AgendaLine): string | null {
  const person = personOf(told, line);
  const { day, time } = clockIn(zoneOf(told.plot.base), line.at);
  const wish = taken(told).find(
    (event) =>
      event.type === 'inconvenience' &&
      event.at <= line.at &&
      event.person === person &&
      event.channels.some((channel) => channel === line.channel) &&
      (event.weekdays === null || event.weekdays.includes(weekday(day))) &&
      (event.from ?? '00:00') <= time &&
      time < (event.to ?? '24:00'),
  );
  return wish ? `${person} does not want it at ${time} of a ${weekday(day)}` : null;
}

/** Two written messages in seven days to a consumer in Europe, five in the District of Columbia, those by hand included. */
function packCap(told: Told, line: AgendaLine): string | null {
  const { base } = told.plot;
  if (base.customer.kind !== 'CONSUMER') return null;
  const most = european.has(countryOf(base)) ? 2 : base.customer.region === 'DC' ? 5 : null;
  const zone = zoneOf(base);
  const sent = told.lines.filter(({ kind, at }) => kind === 'contact' && at <= line.at).map(({ at, channel }) => ({ at, channel }));
  const written = [...sent, ...byHand(told, line.at)].filter(({ channel }) => channel === 'email' || channel === 'sms');
  const recent = written.filter(({ at }) => clockIn(zone, at).day > plus(line.date, -7));
  return most !== null && recent.length > most ? `${recent.length} written messages in seven days` : null;
}

const onMessages = [
  ['quiet', quiet],
  ['consent', consent],
  ['prohibited', prohibited],
  ['inconvenient', inconvenient],
  ['pack cap', packCap],
] as const;

/** What the law forbids of the messages and calls of an account. */
export function lawful(told: Told): Breach[] {
  return told.lines.flatMap((line): Breach[] => {
    const isCall = line.kind === 'task' && line.channel === 'call' && line.step !== null;
    if (!isCall && (line.kind !== 'contact' || line.channel === 'letter')) return [];
    return (isCall ? onMessages.slice(0, 1) : onMessages).flatMap(([property, check]) => {
      const why = check(told, line);
      return why === null ? [] : [{ property, why: `${line.at} ${line.channel} ${line.step}: ${why}` }];
    });
  });
}
